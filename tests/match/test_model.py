"""What is seen of a candidate, and how probable it is then."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import align
from align.match import agreement as module
from align.match.agreement import agreement
from align.match.candidates import candidates
from align.match.model import (
    FEATURES,
    _rivals,
    bundled_match_model,
    features,
    load_match_model,
    probabilities,
)
from support.heaps import heap, made, texts


def seen(ru, kk):
    found = candidates(ru, kk)
    agreements = [agreement(ru, i, kk, j) for i, j in zip(*found.index, strict=True)]
    return found, features(found, agreements, ru, kk)


def test_versions_agree_and_strangers_do_not():
    ru, kk = heap(2), heap(2, kazakh=True)
    same, other = agreement(ru, 0, kk, 0), agreement(ru, 0, kk, 1)
    assert min(same.share) > 0.9
    assert same.pairs > 5
    assert max(other.share) < 0.3
    assert other.pairs < 2


def test_a_side_that_tells_half_agrees_as_a_whole_and_the_other_in_half():
    one = agreement(made({"r": texts(0, count=3)}), 0, made({"k": texts(0, True, count=6)}), 0)
    assert one.share.ru > 0.85
    assert 0.35 < one.share.kk < 0.65


def test_the_nearest_sentences_are_those_of_a_slow_look(monkeypatch):
    monkeypatch.setattr(module, "ROWS", 2)
    ru, kk = made({"r": texts(0, count=5)}), made({"k": texts(0, True, count=3)})
    found = agreement(ru, 0, kk, 0).nearest
    units = [one.vectors[0].astype(np.float64) for one in (ru, kk)]
    cosine = np.array(
        [[a @ b / np.linalg.norm(a) / np.linalg.norm(b) for b in units[1]] for a in units[0]]
    )
    lengths = [[len(text) for text in side] for side in (texts(0, count=5), texts(0, True, 3))]
    rows = sum(cosine[i].max() * length for i, length in enumerate(lengths[0])) / sum(lengths[0])
    columns = sum(cosine[:, j].max() * own for j, own in enumerate(lengths[1])) / sum(lengths[1])
    assert found == pytest.approx((rows + columns) / 2, abs=1e-4)


def test_features_are_finite_and_named():
    found, values = seen(heap(5), heap(5, kazakh=True))
    assert values.shape == (len(found), len(FEATURES))
    assert np.isfinite(values).all()
    of = dict(zip(FEATURES, values.T, strict=True))
    own = found.index.ru == found.index.kk
    assert of["ru_share_lead"][own].min() > 0.5
    assert (of["least_share"] <= of["most_share"]).all()
    assert (of["least_lead"] == np.minimum(of["ru_lead"], of["kk_lead"])).all()


def test_blank_sentences_do_no_harm():
    blank = made({"a": ["", ""], "b": ["", *texts(0)]})
    _, values = seen(blank, heap(2, kazakh=True))
    assert np.isfinite(values).all()


def test_no_candidates_have_no_features():
    ru, kk = heap(0), heap(2)
    found, values = seen(ru, kk)
    assert values.shape == (0, len(FEATURES))
    assert len(probabilities(values)) == 0
    assert len(found) == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 5)), max_size=9))
def test_a_rival_is_the_best_other_page_of_the_same_document(drawn):
    places = np.array([place for place, _, _ in drawn], np.int64)
    pages = np.array([page for _, page, _ in drawn], np.int64)
    values = np.array([value / 5 for _, _, value in drawn], np.float32)
    want = [
        max(
            (values[k] for k in range(len(drawn)) if places[k] == own and pages[k] != page),
            default=0,
        )
        for own, page in zip(places, pages, strict=True)
    ]
    assert _rivals(places, pages, values).tolist() == want


@pytest.mark.parametrize(
    ("name", "sign"),
    [("pairs", 1), ("least_lead", 1), ("ru_share_lead", 1), ("kk_share_lead", 1), ("uneven", -1)],
)
def test_what_speaks_for_a_pair_makes_it_more_probable(name, sign):
    centre = bundled_match_model().centre
    more, less = centre.copy(), centre.copy()
    more[FEATURES.index(name)] += sign * 0.2
    less[FEATURES.index(name)] -= sign * 0.2
    low, high = probabilities(np.stack([less, more]))
    assert high > low


def test_a_damaged_model_file_is_one_line(tmp_path):
    path = tmp_path / "match.json"
    with pytest.raises(align.ModelError, match="no usable match model"):
        load_match_model(path)
    path.write_text(json.dumps({"inputs": ["other"]}), "utf-8")
    with pytest.raises(align.ModelError, match="made for other features"):
        load_match_model(path)
