"""What a person can do to the beads of a document: document in, document out, no unit lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from align.review.document import ReviewBead, ReviewDocument, singles
from align.types import USABLE_NOTES, Language


class EditError(Exception):
    """An edit that is not possible; `reason` is a word for which the page has a sentence.

    `gone`: the bead is no longer there. `apart`: the sentences of a side would not be neighbours.
    `one-sided`: all sentences are of one side. `single`: there is nothing to split. `middle`: the
    sentence has neighbours in its bead on both sides. `nowhere`: no bead can take the sentence.
    `empty`: a text without letters. `nothing`: nothing to undo or redo.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accept(document: ReviewDocument, names: Collection[str]) -> ReviewDocument:
    """The beads are right; or, where all of them were accepted before, they are not looked at."""
    chosen = [_named(document, name) for name in dict.fromkeys(names)]
    by_hand = not all(bead.by_hand for bead in chosen)
    return _replaced(document, chosen, [_looked_at(bead, by_hand) for bead in chosen])


def accept_all(document: ReviewDocument) -> ReviewDocument:
    """Every bead of the document is right."""
    return document.with_beads(_looked_at(bead, True) for bead in document.beads)


def join(document: ReviewDocument, names: Collection[str]) -> ReviewDocument:
    """The beads as one: neighbours, or from anywhere (then it is noted as moved)."""
    chosen = [_named(document, name) for name in dict.fromkeys(names)]
    return _replaced(document, chosen, [_joined(document, chosen)])


def merge_next(document: ReviewDocument, name: str) -> ReviewDocument:
    """The bead as one with the next below that it can be one with."""
    bead = _named(document, name)
    for other in document.beads[document.beads.index(bead) + 1 :]:
        try:
            return join(document, [name, other.name])
        except EditError:
            if other.paired:
                raise
    raise EditError("nowhere")


def split(document: ReviewDocument, name: str, language: Language, unit: int) -> ReviewDocument:
    """The bead in two, cut before this unit, the other side where the lengths fit best.

    Before the first unit there is nothing to cut: then both sides are cut where they fit best.
    """
    bead = _named(document, name)
    other: Language = "kk" if language == "ru" else "ru"
    if not bead.paired or len(bead.ru) + len(bead.kk) == 2:
        raise EditError("single")
    run, partner = bead.run(language), bead.run(other)
    if unit not in run:
        raise EditError("gone")
    own, others = (
        [len(document.units(side)[at].text) for at in bead.run(side)] for side in (language, other)
    )
    inner = range(1, len(own)) if unit == run.start else [run.index(unit)]
    # With one sentence on the side of the choice the other side is the one that is cut.
    places = [(a, b) for a in (inner or [0, 1]) for b in range(len(others) + 1)]
    places = [(a, b) for a, b in places if 0 < a + b < len(own) + len(others)]
    if unit == run.start and len(others) > 1:
        places = [(a, b) for a, b in places if 0 < b < len(others)]
    a, b = min(places, key=lambda cut: _misfit(own, cut[0], others, cut[1]))
    parts: list[ReviewBead] = []
    for mine, yours in ((run[:a], partner[:b]), (run[a:], partner[b:])):
        sides = (mine, yours) if language == "ru" else (yours, mine)
        parts += _parts(_made(*sides))
    return _replaced(document, [bead], parts)


def _misfit(own: Sequence[int], a: int, others: Sequence[int], b: int) -> float:
    """How far the share of the text before the cut differs between the sides."""
    return abs(sum(own[:a]) / max(sum(own), 1) - sum(others[:b]) / max(sum(others), 1))


def move(
    document: ReviewDocument, name: str, language: Language, unit: int, step: int
) -> ReviewDocument:
    """The unit into the nearest bead above (step -1) or below (1) that can take it.

    Those between it and that end of its bead go with it.
    """
    bead = _named(document, name)
    run = bead.run(language)
    if unit not in run:
        raise EditError("gone")
    at = run.index(unit)
    part, stay = (run[: at + 1], run[at + 1 :]) if step < 0 else (run[at:], run[:at])
    edge = part.start - 1 if step < 0 else part.stop
    left = _parts(_with_run(bead, language, stay)) if stay or _other(bead, language) else []
    start = document.beads.index(bead)
    below = document.beads[start + 1 :]
    for other in below if step > 0 else document.beads[start - 1 :: -1] if start else ():
        passing = edge in other.run(language)
        if _other(other, language):
            try:
                taken = _joined(document, [_with_run(bead, language, part, alone=True), other])
            except EditError:
                pass
            else:
                return _replaced(document, [bead, other], [*left, taken])
        if passing:
            break
    raise EditError("nowhere")


def take_out(document: ReviewDocument, name: str, language: Language, unit: int) -> ReviewDocument:
    """The unit without partner, the rest of its bead as it is."""
    bead = _named(document, name)
    run = bead.run(language)
    if unit not in run:
        raise EditError("gone")
    if unit not in (run[0], run[-1]):
        raise EditError("middle")
    stay = run[1:] if unit == run[0] else run[:-1]
    alone = _with_run(bead, language, range(unit, unit + 1), alone=True)
    return _replaced(document, [bead], [alone, *_parts(_with_run(bead, language, stay))])


def unpair(document: ReviewDocument, name: str) -> ReviewDocument:
    """Each unit of the bead without partner."""
    bead = _named(document, name)
    return _replaced(document, [bead], singles(_made(bead.ru, bead.kk)))


def _named(document: ReviewDocument, name: str) -> ReviewBead:
    for bead in document.beads:
        if bead.name == name:
            return bead
    raise EditError("gone")


def _looked_at(bead: ReviewBead, by_hand: bool) -> ReviewBead:
    """The bead, no longer rejected where a person finds it right."""
    rejected = by_hand and bead.paired and bead.note not in USABLE_NOTES
    return replace(bead, by_hand=by_hand, note="" if rejected else bead.note)


def _made(ru: range, kk: range) -> ReviewBead:
    return ReviewBead(ru, kk, by_hand=True)


def _other(bead: ReviewBead, language: Language) -> range:
    return bead.kk if language == "ru" else bead.ru


def _with_run(
    bead: ReviewBead, language: Language, run: range, *, alone: bool = False
) -> ReviewBead:
    """A bead with this run on one side, and on the other the bead's or, `alone`, nothing."""
    other = range(0) if alone else _other(bead, language)
    return _made(run, other) if language == "ru" else _made(other, run)


def _parts(bead: ReviewBead) -> list[ReviewBead]:
    """The bead itself, or its units each alone where one side is empty."""
    return [bead] if bead.paired else singles(bead)


def _joined(document: ReviewDocument, beads: Sequence[ReviewBead]) -> ReviewBead:
    ru = _run(document, "ru", [bead.ru for bead in beads])
    kk = _run(document, "kk", [bead.kk for bead in beads])
    if not ru or not kk:
        raise EditError("one-sided")
    return _made(ru, kk)


def _run(document: ReviewDocument, language: Language, parts: Sequence[range]) -> range:
    """The parts as one run, whatever their order."""
    units = document.units(language)
    found = sorted((part for part in parts if part), key=lambda part: part.start)
    if not found:
        return range(0)
    run = range(found[0].start, found[-1].stop)
    if sum(map(len, found)) < len(run) or not all(
        units[at].before(units[at + 1]) for at in run[:-1]
    ):
        raise EditError("apart")
    return run


def _replaced(
    document: ReviewDocument, out: Collection[ReviewBead], new: Iterable[ReviewBead]
) -> ReviewDocument:
    gone = {bead.name for bead in out}
    return document.with_beads([*(bead for bead in document.beads if bead.name not in gone), *new])
