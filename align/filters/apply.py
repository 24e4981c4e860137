"""Filters one after another, by name: what is kept, what is dropped, and by which."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.errors import InputError
from align.filters.pairs import copy, language, length, numbers, ratio, score
from align.filters.repeats import boilerplate, duplicate, near_duplicate
from align.types import USABLE_NOTES, Alignment

if TYPE_CHECKING:
    import pandas as pd

FILTERS: Mapping[str, Callable[..., pd.Series[bool]]] = {
    "score": score,
    "boilerplate": boilerplate,
    "length": length,
    "ratio": ratio,
    "language": language,
    "copy": copy,
    "numbers": numbers,
    "duplicate": duplicate,
    "near-duplicate": near_duplicate,
}
CLEAN = tuple(FILTERS)  # what --clean asks for, each with its default
OF_PAIRS = ("score", "length", "ratio", "language", "copy", "numbers")  # look at a pair alone


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows kept and dropped, in order; a dropped one's `note` is the filter that dropped it."""

    kept: pd.DataFrame
    dropped: pd.DataFrame
    counts: Mapping[str, int]  # rows that each filter dropped, in the order of the filters


def apply_filters(frame: pd.DataFrame, filters: Sequence[str] = CLEAN) -> Filtered:
    """The rows of a frame that pass all filters, each given as "NAME" or "NAME=VALUE".

    Each filter sees what those before it have left, so that of duplicates one is left that is good.
    Rows that are no usable pairs are dropped first, and keep their note. Raises InputError for a
    filter that there is not, or a value that is no number.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"ru": ["Снег выпал.", "Дом 5."], "kk": ["Қар жауды.", "12-үй."]})
    >>> found = apply_filters(frame, ["length=1", "numbers"])
    >>> list(found.dropped["note"]), found.counts
    (['numbers'], {'length': 0, 'numbers': 1})
    """
    from tqdm import tqdm

    chosen = [parsed(name) for name in filters]
    notes = np.full(len(frame), "", object)
    left = np.flatnonzero(_usable(frame))
    keep = np.zeros(len(frame), bool)
    counts: dict[str, int] = {}
    for name, one, value in tqdm(chosen, "filtering", unit=" filters", disable=None, delay=2):
        rows = frame.iloc[left]
        mask = (one(rows) if value is None else one(rows, value)).to_numpy()
        notes[left[~mask]] = name
        counts[name] = counts.get(name, 0) + int((~mask).sum())
        left = left[mask]
    keep[left] = True
    dropped = frame[~keep].copy()
    own = notes[~keep]
    known = dropped["note"].to_numpy() if "note" in dropped else own
    dropped["note"] = np.where(own == "", known, own)
    return Filtered(frame[keep], dropped, counts)


def filter_alignment(
    alignment: Alignment, filters: Sequence[str]
) -> tuple[Alignment, Mapping[str, int]]:
    """The alignment with the filter's name as note of each pair that is dropped, and the counts.

    So dropped pairs are in `rest`, and no sentence is lost. Raises InputError as `apply_filters`.
    """
    found = apply_filters(alignment.to_frame(), filters)
    notes = dict(zip(found.dropped.index, found.dropped["note"], strict=True))
    beads = tuple(
        replace(bead, note=notes.get(at, bead.note)) for at, bead in enumerate(alignment.beads)
    )
    return replace(alignment, beads=beads), found.counts


def parsed(text: str) -> tuple[str, Callable[..., pd.Series[bool]], float | None]:
    """A filter's name, function and value (None for its default) from NAME or NAME=VALUE."""
    name, sign, value = text.partition("=")
    if name not in FILTERS:
        raise InputError(f"{text}: no such filter; give one of {', '.join(FILTERS)}")
    one = FILTERS[name]
    if not sign:
        return name, one, None
    if len(inspect.signature(one).parameters) < 2:
        raise InputError(f"{text}: this filter takes no value; give {name}")
    try:
        return name, one, float(value)
    except ValueError:
        raise InputError(f"{text}: {value!r} is no number; give {name}=0.5 or the like") from None


def _usable(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows with two sides and no note that says they were not kept."""
    full = ((frame["ru"] != "") & (frame["kk"] != "")).to_numpy(bool)
    return full & frame["note"].isin(USABLE_NOTES).to_numpy(bool) if "note" in frame else full
