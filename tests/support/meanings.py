"""Sentences that translate each other, and a fake encoder that knows it."""

import zlib

import numpy as np

RU = [
    "Сегодня в городе выпал первый снег.",
    "Дороги расчистили к восьми часам утра.",
    "Школы откроются завтра в обычное время.",
    "Жителей просят не выезжать на трассу без нужды.",
    "Врачи приняли двенадцать человек с обморожением.",
    "К выходным обещают потепление и дождь.",
]
KK = [
    "Бүгін қалада алғашқы қар жауды.",
    "Жолдар таңғы сағат сегізге дейін тазартылды.",
    "Мектептер ертең әдеттегі уақытта ашылады.",
    "Тұрғындардан қажетсіз тасжолға шықпау сұралады.",
    "Дәрігерлер үсік шалған он екі адамды қабылдады.",
    "Демалыс күндеріне қарай күн жылынып, жаңбыр жауады.",
]
RU_ONLY = "В музее открылась выставка старых фотографий."
KK_ONLY = "Кітапханаға балаларға арналған жаңа басылымдар келіп түсті."
# Sentences that say what two of the other side say.
RU_BOTH = f"{RU[1][:-1]}, а {RU[2].lower()}"
KK_BOTH = f"{KK[3][:-1]}, {KK[4].lower()}"


class Meanings:
    """A fake encoder: a sentence's vector is the sum of its meanings, with a little noise.

    Sentences that no table knows each mean something of their own.
    """

    fingerprint = "meanings"

    def __init__(self):
        self.known = {text: [at] for side in (RU, KK) for at, text in enumerate(side)}
        self.known |= {RU_BOTH: [1, 2], KK_BOTH: [3, 4]}
        self.asked = []

    def encode(self, sentences):
        self.asked.append(list(sentences))
        rows = [self.vector(text) for text in sentences]
        return np.array(rows, np.float32).reshape(len(sentences), 128)

    def vector(self, text):
        meanings = sum(drawn(f"meaning {one}") for one in self.known.get(text, [text]))
        return meanings + 0.3 * drawn(f"noise {text}") + 0.5 * drawn("what all share")


def drawn(name):
    vector = np.random.default_rng(zlib.crc32(name.encode("utf-8"))).normal(size=128)
    return vector / np.linalg.norm(vector)
