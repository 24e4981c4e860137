"""How an alignment shows itself to people: as a table in a notebook, and as a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from align.extras import extra_module

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

SHOWN = 60  # rows of a table, as pandas has it

# The runs of the two sides (either may be empty), and what became of them.
Box = tuple[range, range, str]

COLOURS = {"": "#1a7f37", "moved": "#7a3fd1", "language": "#0b62bd"}  # by note; of usable pairs
REJECTED, ALONE = "#b35300", "#b42318"


def html_table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table as HTML, texts as texts; of many rows the first and last of SHOWN."""
    lines = [_html_row("th", head), *(_html_row("td", row) for row in rows)]
    left_out = len(rows) - SHOWN
    if left_out > 0:
        gap = f'<tr><td colspan="{len(head)}">… {left_out:,} rows …</td></tr>'
        lines[1 + SHOWN // 2 : -SHOWN // 2] = [gap]
    return f"<table><caption>{escape(title)}</caption>{''.join(lines)}</table>"


def _html_row(cell: str, values: Sequence[object]) -> str:
    texts = (f"{one:.2f}" if isinstance(one, float) else escape(str(one)) for one in values)
    style = ' style="text-align:left;vertical-align:top"' * (cell == "td")
    return f"<tr>{''.join(f'<{cell}{style}>{text}</{cell}>' for text in texts)}</tr>"


def plot_boxes(
    boxes: Iterable[Box],
    size: tuple[int, int],
    labels: tuple[str, str],
    similarity: NDArray[Any] | None = None,
    axes: Axes | None = None,
) -> Axes:
    """A drawing of beads, Russian sentences downwards, Kazakh ones across.

    `size`: how many sentences these are, and so the shape that `similarity` must have. Raises
    InputError where matplotlib is missing, ValueError for another shape.
    """
    pyplot = extra_module("matplotlib.pyplot", "plot", "a drawing", "plot")
    from matplotlib.patches import Rectangle

    n, m = size
    if axes is None:
        axes = pyplot.subplots()[1]
    assert axes is not None
    if similarity is not None:
        if similarity.shape != size:
            raise ValueError(f"similarity has the shape {similarity.shape}; it must be {size}")
        axes.imshow(similarity, cmap="Greys", aspect="equal", extent=(0, m, n, 0))
    for ru, kk, note in boxes:
        colour = COLOURS.get(note, REJECTED) if ru and kk else ALONE
        # What is alone is a strip along its edge.
        x, width = (kk.start, len(kk)) if kk else (-0.6, 0.4)
        y, height = (ru.start, len(ru)) if ru else (-0.6, 0.4)
        fill = 0.3 if ru and kk else 1.0
        axes.add_patch(Rectangle((x, y), width, height, facecolor=(colour, fill), edgecolor=colour))
    axes.set_xlim(-1, m)
    axes.set_ylim(n, -1)
    axes.set_ylabel(labels[0])
    axes.set_xlabel(labels[1])
    return axes
