import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.calibration import Calibration
from align.types import MIN_SCORE, SIDES, Options, Sides, one_line


@pytest.mark.parametrize("between", [*"\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\r\n", "\n\n\t"])
def test_breaks_become_one_space(between):
    assert one_line(f"Бір{between}екі") == "Бір екі"


@given(st.text())
def test_one_line_holds_no_break_and_nothing_else_changes(text):
    line = one_line(text)
    assert "\t" not in line
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert line.split() == text.split()
    if "\t" not in text and len(text.splitlines()) <= 1 and text.splitlines() == [text]:
        assert line == text


@pytest.mark.parametrize("score", [-0.01, 1.01, float("nan")])
def test_a_least_score_is_a_probability(score):
    with pytest.raises(ValueError, match="min_score"):
        Options(min_score=score)


@pytest.mark.parametrize("span", [0, 5, -1])
def test_a_longest_span_is_1_to_4(span):
    with pytest.raises(ValueError, match="max_span"):
        Options(max_span=span)


def test_sides_are_looped_over_looked_up_and_swapped():
    sides = Sides([1], [2, 3])
    assert [*sides] == [[1], [2, 3]]
    assert [sides[language] for language in SIDES] == [*sides]
    assert dict(sides.items()) == {"ru": [1], "kk": [2, 3]}
    assert sides.map(len) == Sides(1, 2)
    assert sides.swapped() == Sides([2, 3], [1])
    assert Sides.each(str.upper) == Sides("RU", "KK")


@pytest.mark.parametrize(
    ("min_score", "calibration", "threshold"),
    [
        (None, None, MIN_SCORE),
        (None, Calibration(min_score=0.55), 0.55),
        (0.7, Calibration(min_score=0.55), 0.7),
        (0.0, Calibration(min_score=0.55), 0.0),
    ],
)
def test_the_least_score_is_the_callers_else_the_calibrations(min_score, calibration, threshold):
    assert Options(min_score=min_score, calibration=calibration).threshold == threshold
