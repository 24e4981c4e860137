"""Filters one after another, by name: what is kept, what is dropped, and by which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.filters.registry import filter_names, parsed
from align.types import USABLE_NOTES, Alignment

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rows kept and dropped, in order; a dropped one's `note` is the filter that dropped it."""

    kept: pd.DataFrame
    dropped: pd.DataFrame
    counts: Mapping[str, int]  # rows that each filter dropped, in the order of the filters


def apply_filters(frame: pd.DataFrame, filters: Sequence[str] | None = None) -> Filtered:
    """The rows of a frame that pass filters, each given as "NAME" or "NAME=VALUE"; None means all.

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

    chosen = [parsed(name) for name in (filter_names() if filters is None else filters)]
    notes = np.full(len(frame), "", object)
    left = np.flatnonzero(_usable(frame))
    keep = np.zeros(len(frame), bool)
    counts: dict[str, int] = {}
    for one, value in tqdm(chosen, "filtering", unit=" filters", disable=None, delay=2):
        rows = frame.iloc[left]
        kept = one.function(rows) if value is None else one.function(rows, value)
        mask = np.asarray(kept, bool)
        notes[left[~mask]] = one.name
        counts[one.name] = counts.get(one.name, 0) + int((~mask).sum())
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


def _usable(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows with two sides and no note that says they were not kept."""
    full = ((frame["ru"] != "") & (frame["kk"] != "")).to_numpy(bool)
    return full & frame["note"].isin(USABLE_NOTES).to_numpy(bool) if "note" in frame else full
