import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import InputError
from align.scoring.calibration import Calibration, read_calibration
from align.scoring.networks import Curve
from align.scoring.potentials import IMPOSSIBLE, SHAPES
from support.made_pairs import drawn_potentials

OWN = Calibration(1.25, -0.5, 0.75, Curve(0.8, 0.1), 0.55, "0123 tokens")


@given(st.integers(0, 1000))
def test_every_part_is_changed_as_its_kind_says(seed):
    before = drawn_potentials(4, 3, seed)
    after = OWN(before)
    for (a, b), table in before.pairs.items():
        for at, value in np.ndenumerate(table):
            expected = 1.25 * value + 0.75 * (a + b - 2) if value > IMPOSSIBLE else IMPOSSIBLE
            assert after.pairs[a, b][at] == pytest.approx(expected, rel=1e-5, abs=1e-6)
    np.testing.assert_allclose(after.unpaired.ru, 1.25 * before.unpaired.ru - 0.5, atol=1e-6)
    np.testing.assert_allclose(after.unpaired.kk, 1.25 * before.unpaired.kk - 0.5, atol=1e-6)
    assert after.unpaired.ru.dtype == after.pairs[1, 1].dtype == np.float32


def test_the_default_changes_nothing():
    before = drawn_potentials(4, 3, 3)
    after = Calibration()(before)
    assert all(np.array_equal(after.pairs[shape], before.pairs[shape]) for shape in SHAPES)
    assert np.array_equal(after.unpaired.ru, before.unpaired.ru)


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "my.json"
    path.write_text(OWN.as_json(), "utf-8")
    assert read_calibration(path) == OWN


def changed(**parts):
    return json.dumps(json.loads(OWN.as_json()) | parts)


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "{}", "null",
        changed(format="another"), changed(scale=0), changed(scale="x"), changed(alone=None),
        changed(longer=float("nan")), changed(min_score=2), changed(curve=[1, 0]),
        changed(curve={"slope": -1, "offset": 0}), changed(curve={"slope": 1}),
    ],
)  # fmt: skip
def test_something_else_is_named_in_one_line(tmp_path, content):
    path = tmp_path / "my.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"my\.json: no calibration") as error:
        read_calibration(path)
    assert "\n" not in str(error.value)


def test_a_missing_or_binary_file_is_named(tmp_path):
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    for name in ("a.json", "b.json", "."):
        with pytest.raises(InputError, match="no calibration"):
            read_calibration(tmp_path / name)
