from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.beads.clues import names, numbers
from align.beads.features import (
    APART,
    DOCUMENT_FEATURES,
    FEATURES,
    KK_LENGTH,
    LENGTH_FLOOR,
    SENTENCE_FEATURES,
    Side,
    _over_grown,
    _over_parts,
    _rival,
    _weakest,
    allowed,
    bead_features,
    document_features,
    sentence_features,
)
from align.beads.spans import make_spans
from align.search.tiling import SHAPES
from align.text.split import sentence_kind

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 6)


def similarities(n, m, seed):
    return np.random.default_rng(seed).uniform(-1, 1, (n, m)).astype(np.float32)


def side(*texts, kinds=None, seed=0, reach=4):
    rng = np.random.default_rng([seed, *(ord(char) for text in texts for char in text)])
    vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
    return Side(texts, kinds or ["body"] * len(texts), make_spans(vectors, texts, reach))


WORDS = ["Астана", "Астанада", "снег", "қар", "5", "6,5", "Алматы", "и", ""]
SIDES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=6)


@given(SIZES, SIZES, st.integers(1, 4), SEEDS)
def test_a_rival_is_the_best_partner_outside_the_bead(n, m, b, seed):
    b = min(b, m)
    cosine = similarities(n, m, seed)
    expected = [
        [
            max([0.0, *(float(cosine[i, at]) for at in range(m) if not j <= at < j + b)])
            for j in range(m - b + 1)
        ]
        for i in range(n)
    ]
    assert np.array_equal(_rival(cosine, b), np.array(expected, np.float32))


def test_a_run_without_sentences_outside_has_no_rival():
    assert _rival(np.array([[0.9, 0.8]], np.float32), 2).tolist() == [[0]]


@given(SIZES, SIZES, st.sampled_from(SHAPES), SEEDS)
def test_the_weakest_sentence_of_a_bead_is_found_and_where_it_does_better(n, m, shape, seed):
    a, b = min(shape[0], n), min(shape[1], m)
    single = similarities(n, m, seed)
    weakest, strayed = _weakest(single, a, b)
    assert weakest.shape == strayed.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        sentences = [
            (single[at, j : j + b], np.delete(single[at], range(j, j + b)))
            for at in range(i, i + a)
        ]
        sentences += [
            (single[i : i + a, at], np.delete(single[:, at], range(i, i + a)))
            for at in range(j, j + b)
        ]
        inside, outside = min(sentences, key=lambda found: found[0].max())
        assert weakest[i, j] == inside.max()
        elsewhere = max([0, *outside])
        assert strayed[i, j] == pytest.approx(max(elsewhere - inside.max(), 0), abs=1e-6)


def runs_table(n, m, longest, seed):
    return {
        (a, b): similarities(max(n - a + 1, 0), max(m - b + 1, 0), [seed, a, b])
        for a in range(1, longest + 1)
        for b in range(1, longest + 1)
    }


@given(SIZES, SIZES, st.sampled_from(SHAPES), SEEDS)
def test_a_bead_is_weighed_against_its_parts(n, m, shape, seed):
    a, b = min(shape[0], n), min(shape[1], m)
    cosine = runs_table(n, m, 4, seed)
    gain = _over_parts(cosine, a, b)
    assert gain.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        parts = [(i, j, a - 1, b), (i + 1, j, a - 1, b), (i, j, a, b - 1), (i, j + 1, a, b - 1)]
        best = [
            cosine[rows, columns][at, to] for at, to, rows, columns in parts if rows and columns
        ]
        expected = cosine[a, b][i, j] - max(best) if best else 0
        assert gain[i, j] == pytest.approx(expected, abs=1e-6)


@given(SIZES, SIZES, st.sampled_from(SHAPES), st.integers(1, 4), SEEDS)
def test_a_bead_is_weighed_against_longer_ones(n, m, shape, longest, seed):
    a, b = min(shape[0], n, longest), min(shape[1], m, longest)
    cosine = runs_table(n, m, longest, seed)
    gain = _over_grown(cosine, a, b)
    assert gain.shape == (n - a + 1, m - b + 1)
    for i, j in product(range(n - a + 1), range(m - b + 1)):
        taller, wider = (a + 1, b), (a, b + 1)
        longer = [(i, j, taller), (i - 1, j, taller), (i, j, wider), (i, j - 1, wider)]
        best = [
            cosine[shape][at, to]
            for at, to, shape in longer
            if max(shape) <= longest and min(at, to) >= 0
            if at + shape[0] <= n and to + shape[1] <= m
        ]
        expected = min(cosine[a, b][i, j] - max([-1, *best]), 1)
        assert gain[i, j] == pytest.approx(expected, abs=1e-6)


@given(SIDES, SIDES, SEEDS)
@settings(max_examples=40, deadline=None)
def test_features_stand_in_the_columns_that_name_them(ru_texts, kk_texts, seed):
    ru, kk = side(*ru_texts, seed=seed), side(*kk_texts, seed=seed + 1)
    n, m = len(ru_texts), len(kk_texts)
    single = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    for (a, b), features in bead_features(ru, kk, SHAPES):
        assert features.dtype == np.float32
        assert features.shape == (max(n - a + 1, 0), max(m - b + 1, 0), len(FEATURES))
        assert np.isfinite(features).all()
        for i, j in product(range(n - a + 1), range(m - b + 1)):
            one, other = ru.spans.vectors[a - 1][i], kk.spans.vectors[b - 1][j]
            outside_kk = np.delete(
                ru.spans.vectors[a - 1] @ kk.spans.vectors[0].T, range(j, j + b), 1
            )
            outside_ru = np.delete(
                ru.spans.vectors[0] @ kk.spans.vectors[b - 1].T, range(i, i + a), 0
            )
            over_ru = one @ other - max([0, *outside_kk[i]])
            over_kk = one @ other - max([0, *outside_ru[:, j]])
            ru_length = sum(map(len, ru_texts[i : i + a]))
            kk_length = sum(map(len, kk_texts[j : j + b]))
            ratio = (kk_length + LENGTH_FLOOR) / (KK_LENGTH * ru_length + LENGTH_FLOOR)
            inside = single[i : i + a, j : j + b]
            here, there = " ".join(ru_texts[i : i + a]), " ".join(kk_texts[j : j + b])
            expected = {
                "cosine": one @ other,
                "over_ru_rival": over_ru,
                "over_kk_rival": over_kk,
                "over_both": min(over_ru, over_kk),
                "length": abs(np.log(ratio)),
                "weakest": min(inside.max(axis=0).min(), inside.max(axis=1).min()),
                "numbers_shared": min(len(numbers(here) & numbers(there)), 3),
                "before": single[i - 1, j - 1] if i and j else 0,
                "after": single[i + a, j + b] if i + a < n and j + b < m else 0,
                "off_diagonal": abs((i + a / 2) / n - (j + b / 2) / m),
                "log_length": np.log(ru_length + kk_length + LENGTH_FLOOR),
                "names_shared": min(len(names(here) & names(there)), 4),
            }
            if (a, b) == (1, 1):
                expected["over_parts"] = 0
                expected["numbers_apart"] = min(len(numbers(here) ^ numbers(there)), 4)
                expected["names_apart"] = min(len(names(here) ^ names(there)), 6)
            found = dict(zip(FEATURES, features[i, j], strict=True))
            for name, value in expected.items():
                assert found[name] == pytest.approx(value, abs=1e-5), name


@pytest.mark.parametrize("max_span", [1, 2, 3])
def test_features_do_not_depend_on_which_other_shapes_are_asked_for(max_span):
    texts = ["Снег 5", "Астана", "и лес", "дом", "Алматы 6,5"]
    shapes = [shape for shape in SHAPES if max(shape) <= max_span]
    some = dict(
        bead_features(side(*texts, reach=max_span + 1), side(*texts, reach=max_span + 1), shapes)
    )
    every = dict(bead_features(side(*texts), side(*texts), SHAPES))
    assert list(some) == shapes
    assert all(np.array_equal(some[shape], every[shape]) for shape in shapes)


KINDS = st.lists(st.sampled_from(["body", "title", "date", "credit", "blank"]), max_size=5)


@given(KINDS, KINDS, st.sampled_from(SHAPES))
def test_heads_and_credits_keep_to_themselves_and_blanks_pair_with_nothing(
    ru_kinds, kk_kinds, shape
):
    sides = [
        side(
            *[" \u00a0" if kind == "blank" else "Мәтін" for kind in kinds],
            kinds=["body" if kind == "blank" else kind for kind in kinds],
        )
        for kinds in (ru_kinds, kk_kinds)
    ]
    a, b = shape
    can = allowed(*sides, shape)
    assert can.shape == (max(len(ru_kinds) - a + 1, 0), max(len(kk_kinds) - b + 1, 0))
    for i, j in np.ndindex(can.shape):
        inside = [*ru_kinds[i : i + a], *kk_kinds[j : j + b]]
        apart = {"date", "credit"} & set(inside)
        expected = "blank" not in inside and (
            not apart or (shape == (1, 1) and inside[0] == inside[1])
        )
        assert can[i, j] == expected


def written(ru_text, kk_text):
    """Two sides of one sentence, of the kinds that their looks give them."""
    return [side(text, kinds=[sentence_kind(text)]) for text in (ru_text, kk_text)]


@pytest.mark.parametrize(
    ("ru_text", "kk_text"),
    [
        ("date 2025-08-13", "date 2025-08-13"),
        ("Фото: пресс-служба МВД", "Сурет: ІІМ баспасөз қызметі"),
        ("Фото: polisia.kz", "Сурет: Polisia.KZ"),
        ("Фото: пресс-служба МВД РК, 2025", "Сурет: ҚР ІІМ баспасөз қызметі, 2025"),
        ("Полиция polisia.kz сайтында.", "Сайт полиции недоступен."),  # bodies are free
    ],
)
def test_a_head_or_credit_may_pair_with_one_of_the_same_date_and_names(ru_text, kk_text):
    assert allowed(*written(ru_text, kk_text), (1, 1)).tolist() == [[True]]


@pytest.mark.parametrize(
    ("ru_text", "kk_text"),
    [
        ("date 2025-08-13", "date 2025-08-14"),
        ("Фото: пресс-служба МВД РК", "Сурет: polisia.kz"),
        ("Фото: gov.kz", "Сурет: polisia.kz"),
        ("Фото: МЧС, 2024", "Сурет: ТЖМ, 2025"),
        ("date 2025-08-13", "Сурет: 2025-08-13"),
        ("Фото: polisia.kz", "Сайт: polisia.kz жаңартылды."),
    ],
)
def test_a_head_or_credit_pairs_with_no_other(ru_text, kk_text):
    assert allowed(*written(ru_text, kk_text), (1, 1)).tolist() == [[False]]


def test_of_several_credits_only_those_alike_may_pair():
    ru = side("Фото: polisia.kz", "Текст.", "Фото: МВД", kinds=["credit", "body", "credit"])
    kk = side("Сурет: ІІМ", "Мәтін.", "Сурет: polisia.kz", kinds=["credit", "body", "credit"])
    assert allowed(ru, kk, (1, 1)).astype(int).tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert not allowed(ru, kk, (1, 2)).any()


@given(SIZES, SIZES, st.sampled_from(SHAPES))
def test_the_distance_from_the_diagonal_is_a_share(n, m, shape):
    column = FEATURES.index("off_diagonal")
    [(_, features)] = bead_features(side(*["Сөз"] * n), side(*["Слово"] * m), [shape])
    assert ((features[..., column] >= 0) & (features[..., column] <= 1)).all()


def test_beads_on_the_diagonal_are_at_no_distance_from_it():
    # of 2 and 4 sentences: the middle of 1-1 at (0, 0) is at 0.25 and 0.125, of 1-2 at 0.25 twice
    column = FEATURES.index("off_diagonal")
    ru, kk = side("Бір", "Екі"), side("Раз", "Два", "Три", "Семь")
    found = {shape: table[..., column] for shape, table in bead_features(ru, kk, SHAPES)}
    assert found[1, 1][0].tolist() == [0.125, 0.125, 0.375, 0.625]
    assert found[1, 2].tolist() == [[0, 0.25, 0.5], [0.5, 0.25, 0]]


def test_the_neighbours_of_a_bead_count_nothing_at_the_ends():
    ru, kk = side("Бір", "Екі", "Үш"), side("Раз", "Два", "Три")
    [(_, found)] = bead_features(ru, kk, [(1, 2)])
    before, after = (found[..., FEATURES.index(name)] for name in ("before", "after"))
    single = ru.spans.vectors[0] @ kk.spans.vectors[0].T
    assert before.tolist() == [[0, 0], [0, single[0, 0]], [0, single[1, 0]]]
    assert after.tolist() == [[single[1, 2], 0], [single[2, 2], 0], [0, 0]]


KINDS_OF_TEXT = ["body", "title", "date", "credit"]
FULL_SIDES = SIDES.filter(bool)


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_sentence_is_described_by_its_nearest(ru_texts, kk_texts, seed):
    rng = np.random.default_rng(seed)
    sides = [
        side(*texts, kinds=rng.choice(KINDS_OF_TEXT, len(texts)).tolist(), seed=seed + at)
        for at, texts in enumerate((ru_texts, kk_texts))
    ]
    cosine = sides[0].spans.vectors[0] @ sides[1].spans.vectors[0].T
    for one, table, found in zip(sides, (cosine, cosine.T), sentence_features(*sides), strict=True):
        assert found.shape == (len(one.texts), len(SENTENCE_FEATURES))
        assert found.dtype == np.float32
        bests = [max(row) for row in table]
        for at, text in enumerate(one.texts):
            nearest = table[at].tolist().index(bests[at])
            others = [value for to, value in enumerate(table[at]) if to != nearest]
            rivals = [row[nearest] for other, row in enumerate(table) if other != at]
            nearer = max([0, *(rival - bests[at] for rival in rivals)])
            expected = {
                "best": bests[at],
                "over_second": bests[at] - max([0, *others]),
                "over_document": bests[at] - sum(bests) / len(bests),
                "mutual": float(nearer == 0),
                "rival": nearer,
                "best_before": bests[max(at - 1, 0)],
                "best_after": bests[min(at + 1, len(bests) - 1)],
                "log_length": np.log(len(text) + LENGTH_FLOOR),
                "numbers": min(len(numbers(text)), 3),
                "apart": float(one.kinds[at] in APART),
            }
            assert tuple(expected) == SENTENCE_FEATURES
            assert found[at].tolist() == pytest.approx(list(expected.values()), abs=1e-5)


def seen(ru_texts, kk_texts, vectors=(None, None)):
    """DOCUMENT_FEATURES by name, of sides with these vectors or any."""
    sides = [
        side(*texts, seed=at) if rows is None else Side(texts, (), make_spans(rows, texts, 1))
        for at, (texts, rows) in enumerate(zip((ru_texts, kk_texts), vectors, strict=True))
    ]
    found = document_features(*sides)
    assert found.dtype == np.float32
    return dict(zip(DOCUMENT_FEATURES, found.tolist(), strict=True))


def test_in_a_perfect_diagonal_every_sentence_is_the_nearest_of_its_nearest():
    one_each = np.eye(6, dtype=np.float32)
    found = seen(["Бір"] * 6, ["Бір"] * 6, (one_each, one_each))
    assert found["mutual_share"] == 1
    assert found["count_ratio"] == found["length_ratio"] == 0
    assert found["size"] == pytest.approx(np.log(12))
    for name in ("ru_best", "kk_best", "ru_low", "kk_low"):
        assert found[name] == pytest.approx(1, abs=1e-6)


def test_a_document_with_half_of_the_other_is_seen_as_such():
    meanings = np.eye(8, dtype=np.float32)
    found = seen(["Сөйлем"] * 8, ["Сөйлем"] * 4, (meanings, meanings[:4]))
    assert found["mutual_share"] == pytest.approx(2 * 4 / 12)
    assert found["count_ratio"] == pytest.approx(np.log(2))
    assert found["length_ratio"] == pytest.approx(np.log((48 + LENGTH_FLOOR) / (24 + LENGTH_FLOOR)))
    assert found["kk_low"] > found["ru_low"]
    assert found["kk_best"] > found["ru_best"]


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 50), (50, 1), (2, 3)])
def test_documents_of_any_size_are_described_by_finite_numbers(n, m):
    ru, kk = ["Сөйлем"] * n, [""] * m
    for vectors in [(None, None), (np.zeros((n, 4)), np.zeros((m, 4)))]:
        found = seen(ru, kk, vectors)
        assert np.isfinite([*found.values()]).all()
        assert found["count_ratio"] == pytest.approx(np.log(n / m), abs=1e-6)
    for table in sentence_features(side(*ru), side(*kk)):
        assert np.isfinite(table).all()


@given(FULL_SIDES, FULL_SIDES, SEEDS)
@settings(max_examples=40, deadline=None)
def test_exchanged_sides_are_described_alike(ru_texts, kk_texts, seed):
    ru, kk = side(*ru_texts, seed=seed), side(*kk_texts, seed=seed + 1)
    one, other = (
        dict(zip(DOCUMENT_FEATURES, document_features(*pair).tolist(), strict=True))
        for pair in ((ru, kk), (kk, ru))
    )
    exchanged = {"ru_best": "kk_best", "kk_best": "ru_best", "ru_low": "kk_low", "kk_low": "ru_low"}
    for name, value in one.items():
        sign = -1 if name.endswith("ratio") else 1
        assert sign * other[exchanged.get(name, name)] == pytest.approx(value, abs=1e-5)
    assert 0 < one["mutual_share"] <= 1
