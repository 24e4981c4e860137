"""Abbreviations in Latin letters, which stand in texts of both languages."""

from align.languages.base import Abbreviations

ABBREVIATIONS = Abbreviations(
    before_name={
        "mr": "Встреча с Mr. Smith",
        "mrs": "Встреча с Mrs. Smith",
        "ms": "Встреча с Ms. Smith",
        "dr": "Лекция Dr. Brown",
        "prof": "Лекция Prof. Brown",
        "st": "Собор St. Paul",
        "vs": "Матч Astana vs. Ajax",
    },
    before_number={
        "no": "Дом No. 5",
        "nr": "Дом Nr. 5",
    },
    closing={
        "jr": "Роль Downey Jr. (США)",
        "inc": "Фирма Apple Inc. (США)",
        "ltd": "Фирма Tengri Ltd. (Алматы)",
        "co": "Фирма Ford & Co. (США)",
        "corp": "Фирма Intel Corp. (США)",
        "etc": "Столы, стулья, etc. (всего пять)",
    },
)

# First parts of names that are shortened to two letters.
DIGRAPH_INITIALS = frozenset({"ch", "th", "yu", "zh", "sh"})
