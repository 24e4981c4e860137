"""Whether a sentence ends at a stop: an ordered list of small named rules, first verdict wins.

`split` finds the candidates, every run of `. ! ? …` with its closing quotes and brackets that
white space follows; each rule sees one candidate as a `Gap`. The policy is written down in
docs/splitting.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from align.languages.ru import DATE_OPENERS
from align.text import abbreviations as known
from align.text.gap import Gap

Verdict = Literal["JOIN", "BREAK"]

_QUOTE = re.compile(r"[«»\"“”„]")


def verdict(place: Gap) -> tuple[str, Verdict]:
    """The name of the rule that decides, and whether it joins or breaks."""
    for rule in RULES:
        decision = rule(place)
        if decision is not None:
            return rule.__name__, decision
    return "stop", "BREAK"


def nothing_said_yet(place: Gap) -> Verdict | None:
    """«…Келді» and «— ...И ушёл»: no letter or digit since the sentence's start."""
    said = any(char.isalnum() for char in place.left)
    return "JOIN" if place.whole and not said else None


def mark_in_brackets(place: Gap) -> Verdict | None:
    """«(?)», «(!)» and «[…]» comment on a word inside the sentence."""
    return "JOIN" if place.left.endswith(("(", "[", "<")) else None


def punctuation_follows(place: Gap) -> Verdict | None:
    """A comma or a closing quote after the white space belongs to the same sentence."""
    return "JOIN" if re.match(r"[,;:%!?]|\.(?!\.\.)|[»”)\]}](?!\w)", place.right) else None


def attribution_follows(place: Gap) -> Verdict | None:
    """«…!» – деді ол; «…?» — спросила она: a dash and a small letter."""
    return "JOIN" if place.dash_next and place.next[:1].islower() else None


def small_letter_follows(place: Gap) -> Verdict | None:
    """A sentence begins with a capital, but for names such as iPhone and eGov."""
    brand = re.match(r"[a-z][A-Z]", place.next)
    return "JOIN" if place.next[:1].islower() and not brand else None


def bracket_goes_on(place: Gap) -> Verdict | None:
    """«город (1854 г.) Верный»: after a bracket inside a sentence its own stop is to come."""
    if not place.closers.strip(" \xa0").startswith((")", "]")):
        return None
    opened = max(place.left.rfind("("), place.left.rfind("["))
    at_start = place.whole and not any(char.isalnum() for char in place.left[: max(opened, 0)])
    return "JOIN" if opened >= 0 and not at_start else None


def list_number(place: Gap) -> Verdict | None:
    """«1. Общие положения», «IV. Қорытынды», «а. Паспорт» at the start or after a colon."""
    if not place.abbreviated:
        return None
    start = r"\A[\W_]*" if place.whole else r"\Z\A"
    number = r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLCІХ]{1,6}|[a-zа-гж-ия])"
    found = re.search(rf"(?:{start}|[:;]\s+)(?:{number}\.\s+)*{number}\Z", place.left)
    return "JOIN" if found else None


def numbered_heading(place: Gap) -> Verdict | None:
    """«Глава 2. Права граждан», «5-бап. Азаматтардың құқықтары» at a sentence's start."""
    if not (place.abbreviated and place.whole):
        return None
    found = re.fullmatch(r"[\W_]*(?:(\w+)\.? [\d.]+|[\d.]+-(\w+))", place.left)
    words = {(word or "").lower() for word in found.groups()} if found else set()
    return "JOIN" if words & known.NUMBERED_HEADINGS else None


def spaced_date(place: Gap) -> Verdict | None:
    """«13. 08. 2025», «5. 10. 1999»: a date written with spaces."""
    day = re.search(r"(?<![\d.])\d{1,2}\Z", place.left) and re.match(
        r"\d{1,2}\. ?\d{4}", place.right
    )
    month = re.search(r"(?<!\d)\d{1,2}\. ?\d{1,2}\Z", place.left) and re.match(
        r"\d{4}(?!\d)", place.right
    )
    return "JOIN" if day or month else None


def range_of_numbers(place: Gap) -> Verdict | None:
    """«5… 10 градусов»."""
    number = place.token.isdigit() and len(place.token) < 4 and place.next.isdigit()
    if number and place.marks in ("…", "..."):
        return "JOIN"
    return None


def date_opens_sentence(place: Gap) -> Verdict | None:
    """«В мае 2015 г. Казахстан вступил…»: nothing but a date so far."""
    year = place.token.lower() in ("н.э", "в", "вв", *known.YEARS, *known.YEARS_INSIDE)
    words = place.before.lower().split()
    if not (place.abbreviated and place.whole and year and 1 <= len(words) <= 6):
        return None
    first = words[0].strip('«"(—–- ')
    return "JOIN" if first in DATE_OPENERS or first[:1].isdigit() else None


def starter_follows(place: Gap) -> Verdict | None:
    """«…Назарбаев Н. А. Он…»: the word after the stop is no name."""
    if place.token.lower() in known.YEARS and _QUOTE.search(place.openers):
        return None  # «Закон от 5 мая 2015 г. «О связи»»
    alone = place.right[len(place.openers) + len(place.next) :][:1] in (" ", "\xa0", ",", "")
    return "BREAK" if alone and place.next.lower() in known.STARTERS else None


def quoted_title(place: Gap) -> Verdict | None:
    """«в конкурсе «Мың бала!» Ержан…»: the quote is a name inside the sentence.

    Its opening quote follows a word; direct speech has a colon, a comma or nothing before it.
    """
    if not _QUOTE.search(place.closers) or "." in place.marks or place.openers.strip():
        return None
    quotes = [found.start() for found in _QUOTE.finditer(place.left)]
    if not quotes or len(place.left) - quotes[-1] > 60:
        return None
    lead = place.left[: quotes[-1]]
    return "JOIN" if re.search(r"\w\s+\Z", lead) else None


def initial(place: Gap) -> Verdict | None:
    """«А. С. Пушкин», «Қ.Ө. Әлиев», «Дж. Байден»: a capital with its stop, a name after it."""
    letter = place.last
    if not (place.abbreviated and place.free_standing and letter[:1].isupper()):
        return None
    named = place.next[:1].isupper() and not place.openers.strip(" \xa0–—-")
    if not named and not place.right.startswith("№"):
        return None
    if len(letter) > 1 and (letter.lower() not in known.DIGRAPH_INITIALS or letter.isupper()):
        return None
    previous = re.search(r"([^\W_]+)[\s«\"]*\Z", place.before)
    word = previous.group(1) if previous else ""
    degrees = re.search(r"\d\s\Z", place.before) is not None  # «20 С. Завтра…»
    # «Пётр I. Он…»: a Roman number after a name or a noun, where initials stand alone
    ruler = letter in ("I", "V", "X", "І") and word[1:].islower() and "." not in place.token
    sort = word.lower() in known.BEFORE_LETTER
    return None if degrees or ruler or sort else "JOIN"


def abbreviation(place: Gap) -> Verdict | None:
    """What the tables of abbreviations say of the token."""
    if not place.abbreviated or not place.token:
        return None
    for key in dict.fromkeys((place.token.lower(), place.last.lower())):
        if key in known.WORDS[place.language] and not place.number_next:
            continue
        if place.dash_next and key in known.ALL:
            return "JOIN"
        for table in (_measure, _reference, _closing, _title):
            decision = table(key, place)
            if decision is not None:
                return decision
    return None


def _measure(key: str, place: Gap) -> Verdict | None:
    if not place.number_before:
        return None
    if key in known.YEARS_INSIDE:
        return "JOIN"
    bracket = "(" in place.openers
    if key in known.YEARS:
        bracket |= place.before.count("(") > place.before.count(")")  # «(1835 г. Омск – 1920 г.)»
        month = place.next.lower() in known.MONTHS
        named = _QUOTE.search(place.openers) is not None
        goes_on = bracket or named or month or (place.number_next and not place.year_next)
        return "JOIN" if goes_on else "BREAK"
    if key in known.AFTER_NUMBER:
        goes_on = bracket or place.next[:1].isdigit() or place.next in known.CURRENCIES
        return "JOIN" if goes_on and not place.year_next else "BREAK"
    return None


def _reference(key: str, place: Gap) -> Verdict | None:
    return "JOIN" if key in known.BEFORE_NUMBER and place.number_next else None


def _closing(key: str, place: Gap) -> Verdict | None:
    if key in known.ERAS:
        goes_on = place.number_next and not place.year_next
        return "JOIN" if goes_on or "(" in place.openers else "BREAK"
    if key not in known.CLOSING:
        return None
    if key == "пр" and not re.search(r"\bи\s+\Z", place.before):  # «и пр.», but «пр. Абая»
        return None
    return "JOIN" if "(" in place.openers else "BREAK"


def _title(key: str, place: Gap) -> Verdict | None:
    return "JOIN" if key in known.BEFORE_NAME else None


def single_letter(place: Gap) -> Verdict | None:
    """«г. Алматы», «Семей қ. Абай көшесі»: no one-letter word ends a sentence, but «я»."""
    letter = place.last
    single = len(letter) == 1 and letter.islower() and letter != "я"
    return "JOIN" if single and place.abbreviated and place.free_standing else None


RULES: tuple[Callable[[Gap], Verdict | None], ...] = (
    nothing_said_yet,
    mark_in_brackets,
    punctuation_follows,
    attribution_follows,
    small_letter_follows,
    bracket_goes_on,
    list_number,
    numbered_heading,
    spaced_date,
    range_of_numbers,
    date_opens_sentence,
    starter_follows,
    quoted_title,
    initial,
    abbreviation,
    single_letter,
)
