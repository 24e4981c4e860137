"""A review as a whole: its documents as they are now, what was done, what can be undone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from align.errors import InputError, OutputError
from align.review.document import MOVED, ReviewBead, ReviewDocument
from align.review.edits import EditError
from align.review.history import Entry, History
from align.table.documents import TableRows, by_document
from align.table.registry import format_of
from align.table.write import two_outputs
from align.types import SIDES, Language, Row, one_line

# A text of one unit: document, language, index of the unit.
Place = tuple[int, Language, int]


class Files(NamedTuple):
    """Where a review is kept: all beads, those of finished documents, the history."""

    table: Path
    gold: Path
    history: Path


def files_at(output: Path) -> Files:
    """The files of a review that is written to `output`, out.tsv: out.gold.tsv, out.history.jsonl.

    >>> files_at(Path("pairs.reviewed.tsv")).gold.name
    'pairs.reviewed.gold.tsv'
    """
    stem = output.with_suffix("") if output.suffix == ".tsv" else output
    return Files(output, Path(f"{stem}.gold.tsv"), Path(f"{stem}.history.jsonl"))


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit, an undo or a redo did, for pages that show an earlier state.

    `added`: beads, each with the name of the one before it ("" for the first); they can be put in
    one by one. `order`: the names of all beads, where more than that has changed its place.
    """

    revision: int
    document: int
    removed: Sequence[str] = ()
    added: Sequence[tuple[ReviewBead, str]] = ()
    order: Sequence[str] | None = None
    text: tuple[Language, int, str] | None = None


class Review:
    """The state of a review, kept in its history. Methods may be called from several threads.

    `revision` counts what was done, undone or done again; `lock` holds it still.
    """

    def __init__(
        self, documents: Sequence[ReviewDocument], files: Files, *, fresh: bool = False
    ) -> None:
        """Opens the review, as its history left it.

        Raises what `History` raises, and OutputError where a file without history would be lost, or
        the format of the table does not hold all of it.
        """
        if not format_of(files.table).for_corpora:
            raise OutputError(
                f"{files.table}: this format can't hold all that a review does; give a .tsv"
            )
        if not (fresh or files.history.exists()):
            for path in (files.table, files.gold):
                if path.is_file():
                    raise OutputError(
                        f"{path}: exists, and has no history here; give another -o, or --fresh to "
                        "write over it"
                    )
        self.files = files
        self.documents = [*documents]
        self.texts: dict[Place, str] = {}  # of units whose text was edited
        self.revision = 0
        self._done: list[tuple[int, Entry]] = []
        self._undone: list[tuple[int, Entry]] = []
        self._changes: list[Change] = []
        self._written = -1  # the revision that the table shows
        self.lock = RLock()
        self._history = History(files.history, digest(documents), fresh=fresh)
        try:
            self._replay(self._history.entries)
        except (KeyError, TypeError, ValueError, IndexError):
            self._history.close()
            raise InputError(
                f"{files.history}: line {self.revision + 2} does not fit the table; begin anew "
                "with --fresh"
            ) from None

    def close(self) -> None:
        """Writes what is not written yet, and lets others have the review."""
        try:
            self.write()
        finally:
            self._history.close()

    def edit(self, kind: str, at: int, how: Callable[[ReviewDocument], ReviewDocument]) -> None:
        """Does one of `align.review.edits` to a document; it is on disk when this returns.

        Raises EditError where that can't be done, OutputError where it can't be saved, ValueError
        for an edit that would lose a sentence.
        """
        with self.lock:
            before = self.documents[at]
            after = how(before)
            _check(after)
            old, new = {*before.beads}, {*after.beads}
            entry = {
                "edit": kind,
                "document": at,
                "out": [_listed(bead) for bead in before.beads if bead not in new],
                "in": [_listed(bead) for bead in after.beads if bead not in old],
            }
            if entry["out"] or entry["in"]:
                self._add(entry, after)

    def edit_text(self, place: Place, old: str, new: str) -> None:
        """Gives a unit another text. Raises EditError where it is not `old` any more, or empty."""
        with self.lock:
            new = one_line(new).strip()
            if self.text(place) != old:
                raise EditError("gone")
            if not any(map(str.isalnum, new)):
                raise EditError("empty")
            document, language, unit = place
            if new != old:
                self._add(
                    {
                        "edit": "text",
                        "document": document,
                        "side": language,
                        "unit": unit,
                        "old": old,
                        "new": new,
                    }
                )

    def undo(self, seen: int) -> None:
        """Takes the last edit back, which must be the one of revision `seen`."""
        with self.lock:
            self._take("undo", self._done, seen)

    def redo(self, seen: int) -> None:
        """Does again what was taken back last, the edit of revision `seen`."""
        with self.lock:
            self._take("redo", self._undone, seen)

    def _take(self, kind: str, entries: Sequence[tuple[int, Entry]], seen: int) -> None:
        if not entries:
            raise EditError("nothing")
        if entries[-1][0] != seen:  # done on another page, and not seen on this one
            raise EditError("gone")
        self._add({kind: seen})

    @property
    def undoable(self) -> int:
        """The revision that `undo` takes back, 0 for none."""
        return self._done[-1][0] if self._done else 0

    @property
    def redoable(self) -> int:
        """The revision that `redo` does again, 0 for none."""
        return self._undone[-1][0] if self._undone else 0

    def changes(self, since: int) -> list[Change]:
        """What was done after a revision, in order."""
        return [change for change in self._changes if change.revision > since]

    def text(self, place: Place) -> str:
        """The text of a unit, as it was edited."""
        document, language, unit = place
        return self.texts.get(place) or self.documents[document].units(language)[unit].text

    @property
    def finished_documents(self) -> int:
        """How many documents are finished, and so in the gold."""
        return sum(one.finished for one in self.documents)

    def write(self) -> None:
        """Writes the table, and the gold of documents that are finished, if anything has changed.

        The table holds all beads, with edited texts; what a person made or accepted has score 1.
        Gold has the texts as they were, since it speaks of the documents as they are.
        """
        with self.lock:
            revision, documents, texts = self.revision, [*self.documents], dict(self.texts)
        if revision == self._written:
            return
        finished = [at for at, one in enumerate(documents) if one.finished]
        every = range(len(documents))
        with two_outputs(self.files.table, self.files.gold) as write:
            write(
                TableRows(by_document(_rows(documents, every, texts))),
                TableRows(by_document(_rows(documents, finished, {}))),
            )
        self._written = revision

    def _add(self, entry: dict[str, Any], after: ReviewDocument | None = None) -> None:
        """Saves an entry, then does it; `after` is its document then, where that is known."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._history.add({"time": now, **entry})
        edit, back = self._step(entry)
        at = edit["document"]
        if edit["edit"] == "text":
            change = Change(self.revision, at, text=self._set_text(edit, back))
        else:
            before = self.documents[at]
            out, new = _out_and_in(edit, back)
            if after is None:
                kept = [bead for bead in before.beads if bead.name not in out]
                after = before.with_beads([*kept, *new.values()])
            self.documents[at] = after
            change = _change(self.revision, at, before, after)
        self._changes.append(change)

    def _replay(self, entries: Sequence[Entry]) -> None:
        """Does all of a history; beads are put in order once, at its end.

        Raises KeyError, TypeError, ValueError or IndexError where it does not fit the documents;
        `revision` is then the entry before.
        """
        held = [{bead.name: bead for bead in one.beads} for one in self.documents]
        touched = set()
        for entry in entries:
            edit, back = self._step(entry)
            at = int(edit["document"])
            try:
                if edit["edit"] == "text":
                    self._set_text(edit, back)
                    continue
                out, new = _out_and_in(edit, back)
                for name in out:
                    del held[at][name]
                if held[at].keys() & new.keys():
                    raise ValueError
                held[at].update(new)
                touched.add(at)
            except (KeyError, TypeError, ValueError, IndexError):
                self.revision -= 1
                raise
        for at in touched:
            self.documents[at] = self.documents[at].with_beads(held[at].values())
            _check(self.documents[at])

    def _step(self, entry: Entry) -> tuple[Entry, bool]:
        """The edit that an entry does, or takes back, and whether it takes it back."""
        if "undo" in entry or "redo" in entry:
            back = "undo" in entry
            source, target = (self._done, self._undone)[:: 1 if back else -1]
            number, edit = source[-1]
            if number != entry["undo" if back else "redo"]:
                raise ValueError(number)
            target.append(source.pop())
        else:
            edit, back = entry, False
            self._done.append((self.revision + 1, entry))
            self._undone.clear()
        self.revision += 1
        return edit, back

    def _set_text(self, edit: Entry, back: bool) -> tuple[Language, int, str]:
        at, language, unit = edit["document"], edit["side"], edit["unit"]
        text = str(edit["old" if back else "new"])
        self.text((at, language, unit))  # IndexError, where there is none
        self.texts[at, language, unit] = text
        return language, unit, text


def digest(documents: Sequence[ReviewDocument]) -> str:
    """What tells these documents and their beads from all others."""
    content = [
        [one.ru_doc, one.kk_doc]
        + [[unit.first, unit.count, unit.text] for unit in (*one.ru, *one.kk)]
        + [_listed(bead) for bead in one.beads]
        for one in documents
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


def _out_and_in(edit: Entry, back: bool) -> tuple[dict[str, ReviewBead], dict[str, ReviewBead]]:
    """The beads that an edit removes, and those that it adds, by name."""
    out, new = ({bead.name: bead for bead in map(_bead, edit[key])} for key in ("out", "in"))
    return (new, out) if back else (out, new)


def _check(document: ReviewDocument) -> None:
    """Raises ValueError where a unit is in no bead, or in two."""
    for language in SIDES:
        held = sorted(at for bead in document.beads for at in bead.run(language))
        if held != [*range(len(document.units(language)))]:
            raise ValueError(language)


def _change(revision: int, at: int, before: ReviewDocument, after: ReviewDocument) -> Change:
    old, new = {*before.beads}, {*after.beads}
    removed = [bead.name for bead in before.beads if bead not in new]
    added = [
        (bead, after.beads[place - 1].name if place else "")
        for place, bead in enumerate(after.beads)
        if bead not in old
    ]
    stay = [bead for bead in before.beads if bead in new]
    same = stay == [bead for bead in after.beads if bead in old]
    order = None if same else [bead.name for bead in after.beads]
    return Change(revision, at, removed, added, order)


def _listed(bead: ReviewBead) -> list[object]:
    return [
        bead.ru.start, bead.ru.stop, bead.kk.start, bead.kk.stop,
        bead.score, bead.note, bead.by_hand,
    ]  # fmt: skip


def _bead(listed: Sequence[Any]) -> ReviewBead:
    a, b, c, d, score, note, by_hand = listed
    return ReviewBead(range(a, b), range(c, d), float(score), str(note), bool(by_hand))


def _rows(
    documents: Sequence[ReviewDocument], chosen: Iterable[int], texts: Mapping[Place, str]
) -> Iterator[Row]:
    for at in chosen:
        document = documents[at]
        ends = {"ru": 0, "kk": 0}  # where the sentences of an empty side would stand
        for bead in document.beads:
            cells = []
            for language in SIDES:
                units, run = document.units(language), bead.run(language)
                first, count = ends[language], sum(units[unit].count for unit in run)
                if run:
                    first = units[run.start].first
                if (
                    bead.note != MOVED or language == "ru"
                ):  # moved ones stand at their Russian place
                    ends[language] = first + count
                said = (texts.get((at, language, unit)) or units[unit].text for unit in run)
                cells.append((first, count, " ".join(said)))
            (ru_first, ru_count, ru), (kk_first, kk_count, kk) = cells
            yield Row(
                ru_doc=document.ru_doc,
                kk_doc=document.kk_doc,
                ru_first=ru_first,
                ru_count=ru_count,
                kk_first=kk_first,
                kk_count=kk_count,
                kind=f"{ru_count}-{kk_count}",
                score=1.0 if bead.by_hand else bead.score,
                note=bead.note,
                ru=ru,
                kk=kk,
            )
