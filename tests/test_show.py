import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_hex

from align.show import COLOURS, SHOWN
from align.types import Alignment, Bead, Sentence

mpl.use("Agg")


def alignment(n=3, m=3, beads=None):
    ru = tuple(Sentence(f"<b>русский {at}</b>") for at in range(n))
    kk = tuple(Sentence(f"қазақ {at} & т.б.") for at in range(m))
    return Alignment(ru, kk, tuple(beads or ()), "a<i>.ru.txt", "a.kk.txt")


BEADS = [
    Bead(range(0, 1), range(2, 3), 0.5, "moved"),
    Bead(range(1, 3), range(0, 1), 0.9),
    Bead(range(3, 3), range(1, 2), 0.7, "unpaired"),
]


def test_a_notebook_shows_texts_as_texts():
    shown = alignment(beads=BEADS)._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;русский 0&lt;/b&gt;" in shown
    assert "a&lt;i&gt;.ru.txt – a.kk.txt: 2 pairs, 1 others" in shown
    assert "қазақ 1 &amp; т.б." in shown


def test_of_a_long_table_the_middle_is_left_out():
    beads = [Bead(range(at, at + 1), range(at, at + 1)) for at in range(200)]
    shown = alignment(200, 200, beads)._repr_html_()
    assert shown.count("<tr>") == SHOWN + 2  # a head, and what is left out
    assert "… 140 rows …" in shown
    assert "русский 199" in shown
    assert "русский 100" not in shown


def test_nothing_is_a_table_too():
    assert "0 pairs" in Alignment((), (), ())._repr_html_()


def test_the_drawing_has_a_box_for_each_bead():
    axes = alignment(beads=BEADS).plot()
    boxes = [(box.get_xy(), box.get_width(), box.get_height()) for box in axes.patches]
    assert boxes[:2] == [((2, 0), 1, 1), ((0, 1), 1, 2)]
    assert boxes[2][0][1] < 0  # alone: along the edge
    colours = [to_hex(box.get_edgecolor()) for box in axes.patches]
    assert colours[:2] == [COLOURS["moved"], COLOURS[""]]
    assert axes.get_ylabel() == "a<i>.ru.txt"
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # downwards


def test_similarity_is_drawn_behind_in_its_place_and_must_fit():
    one = alignment(3, 2, [Bead(range(0, 1), range(0, 1))])
    axes = one.plot(np.zeros((3, 2), np.float32))
    assert axes.images[0].get_extent() == [0, 2, 3, 0]
    with pytest.raises(ValueError, match=r"must be \(3, 2\)"):
        one.plot(np.zeros((2, 3), np.float32))


def test_it_draws_on_given_axes():
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert alignment(beads=BEADS).plot(axes=axes) is axes
