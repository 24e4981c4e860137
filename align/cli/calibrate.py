"""`align calibrate`: the bead model's last step fitted to one's own hand alignments."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from align.cli.groups import Encoding, Reading, expanded
from align.errors import AlignError

if TYPE_CHECKING:
    from align.calibrate import Calibrated

Item = TypeVar("Item")


@expanded
def calibrate(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD...", help="Hand alignments of three documents or more."),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="MY.json", help="Where the calibration goes.")
    ],
    texts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the documents are; else beside their GOLD."),
    ] = None,
    *,
    reading: Reading,
    encoding: Encoding,
) -> None:
    """Fit the aligner's last step to your own hand alignments.

    GOLD is what `align files` writes, corrected by hand: the columns ru_doc and kk_doc name the
    documents, the counts say which sentences belong together. A few dozen beads are enough.
    Whether it helps is asked of each document in turn, with what the others say; what does not
    help is not saved.

    Example:  align calibrate gold.tsv -o my.json

    Then:     align files a.ru.txt a.kk.txt --calibration my.json -o pairs.tsv
    """
    from align.calibrate import calibrate as fitted
    from align.gold import read_gold
    from align.table.whole_file import whole_file

    documents = [one for path in gold for one in read_gold(path, texts, reading=reading.options)]
    with whole_file(output) as file:
        found = fitted(documents, encoder=encoding.encoder, progress=_bar)
        print(summary(found))
        if not found.helps:
            raise AlignError(
                f"{output}: not written, since it does not surely help; align more by hand"
            )
        file.write(found.calibration.as_json())


def _bar(items: Sequence[Item], of: str) -> Iterable[Item]:
    from tqdm import tqdm

    return tqdm(items, of, disable=None, delay=2, file=sys.stderr)


def summary(found: Calibrated) -> str:
    """What was fitted, and what documents that were left out say of it."""
    how, beads = found.calibration, found.beads
    low, high = found.interval
    f1_low, f1_high = (100 * end for end in beads.interval)
    return "\n".join(
        [
            f"{found.gold} beads in {found.documents} documents, each left out in turn:",
            f"log probability of the gold, per sentence  {found.gain:+.4f}"
            f"  ({low:+.4f} to {high:+.4f})",
            f"bead F1 of the pairs kept  {100 * beads.b:.1f} to {100 * beads.a:.1f}"
            f"  ({f1_low:+.1f} to {f1_high:+.1f})",
            f"scale {how.scale:.3f}, alone {how.alone:+.3f}, longer {how.longer:+.3f}, curve "
            f"{how.curve.slope:.3f} {how.curve.offset:+.3f}, least score {how.min_score:.2f}",
        ]
    )
