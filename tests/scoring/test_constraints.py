import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.constraints import allowed
from align.scoring.pair import make_pair
from align.scoring.potentials import SHAPES
from align.text.split import sentence_kind
from support.made_pairs import side

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
    can = allowed(make_pair(*sides), shape)
    assert can.shape == (max(len(ru_kinds) - a + 1, 0), max(len(kk_kinds) - b + 1, 0))
    for i, j in np.ndindex(can.shape):
        inside = [*ru_kinds[i : i + a], *kk_kinds[j : j + b]]
        apart = {"date", "credit"} & set(inside)
        expected = "blank" not in inside and (
            not apart or (shape == (1, 1) and inside[0] == inside[1])
        )
        assert can[i, j] == expected


def written(ru_text, kk_text):
    """A pair of one sentence each, of the kinds that their looks give them."""
    return make_pair(*(side(text, kinds=[sentence_kind(text)]) for text in (ru_text, kk_text)))


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
    assert allowed(written(ru_text, kk_text), (1, 1)).tolist() == [[True]]


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
    assert allowed(written(ru_text, kk_text), (1, 1)).tolist() == [[False]]


def test_of_several_credits_only_those_alike_may_pair():
    ru = side("Фото: polisia.kz", "Текст.", "Фото: МВД", kinds=["credit", "body", "credit"])
    kk = side("Сурет: ІІМ", "Мәтін.", "Сурет: polisia.kz", kinds=["credit", "body", "credit"])
    both = make_pair(ru, kk)
    assert allowed(both, (1, 1)).astype(int).tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert not allowed(both, (1, 2)).any()
