import math

from hypothesis import given
from hypothesis import strategies as st

from align.report.figures import BANDS, DOUBTFUL, RATIOS, SAMPLES, figures_of, median_ratio
from align.types import Row


def row(score=0.9, note="", doc="a", **fields):
    known = {"ru_count": 1, "kk_count": 1, "ru": "снег", "kk": "қар"} | fields
    kind = f"{known['ru_count']}-{known['kk_count']}"
    return Row(doc, doc, ru_first=0, kk_first=0, kind=kind, score=score, note=note, **known)


def alone(doc="a"):
    return row(0.7, "unpaired", kk="", kk_count=0, doc=doc)


def test_counts_of_a_small_corpus():
    found = figures_of(
        [row(), row(0.5, "moved", ru_count=2, ru="снег дождь"), row(0.3, "low-score"), alone()]
    )
    assert (found.rows, found.pairs) == (4, 2)
    assert (found.ru.sentences, found.ru.paired) == (5, 3)
    assert (found.ru.characters, found.ru.paired_characters) == (22, 14)
    assert (found.kk.sentences, found.kk.paired) == (3, 2)
    assert dict(found.kinds) == {"1-1": 1, "2-1": 1}
    assert dict(found.notes) == {"": 1, "moved": 1, "low-score": 1, "unpaired": 1}
    assert sum(found.scores) == 3  # rejected pairs too, unpaired sentences not
    assert sum(found.ratios) == 2


def test_scores_at_the_edges_have_a_bin_and_a_band():
    found = figures_of([row(0.0), row(1.0), row(0.9999)])
    assert (found.scores[0], found.scores[-1]) == (1, 2)
    assert [len(rows) for rows in found.samples] == [1, 0, 0, 0, 0, 2]


def test_the_least_sure_document_and_those_of_which_least_is_paired():
    rows = [row(0.9, doc="b")] * 6 + [row(0.5, doc="c")] * 6 + [alone("d")] * 6
    found = figures_of([*rows, row(0.1, doc="short")])
    assert found.least_sure(100) == ("c", "c")
    assert [names[0] for names, _ in found.worst()] == ["d", "b", "c"]
    assert figures_of([]).least_sure(100) is None


def test_the_median_of_length_ratios_is_where_most_are():
    assert math.isnan(median_ratio(figures_of([]).ratios))
    rows = [row(ru="я" * 100, kk="қ" * 95)] * 3 + [row(ru="я", kk="қ" * 900)]
    assert 0.84 < median_ratio(figures_of(rows).ratios) < 1


@given(st.lists(st.floats(0, 1), max_size=60), st.lists(st.integers(1, 900), max_size=60))
def test_each_pair_is_in_one_bin_and_the_most_doubtful_are_shown(scores, lengths):
    rows = [row(score) for score in scores] + [row(kk="қ" * length) for length in lengths]
    found = figures_of(rows)
    assert sum(found.scores) == sum(found.ratios) == found.pairs == len(rows)
    assert [one.score for one in found.doubtful] == sorted(one.score for one in rows)[:DOUBTFUL]
    for low, high, some in zip(BANDS, (*BANDS[1:], math.inf), found.samples, strict=True):
        inside = sum(low <= one.score < high for one in rows)
        assert len(some) == min(inside, SAMPLES)
        assert all(low <= one.score < high for one in some)
    assert len(found.ratios) == len(RATIOS) + 1
