"""Which documents may belong together: blocks against a slow look at all pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from align.match import candidates as module
from align.match.candidates import BEST, FARTHEST, Best, _compared, candidates
from align.match.collection import Collection
from support.heaps import heap, made, texts


def likenesses(n, m, seed):
    """A table of different numbers, some below 0."""
    order = np.random.default_rng(seed).permutation(n * m)
    return ((order - n) / (n * m)).reshape(n, m).astype(np.float32)


def best_of(table):
    """What Best should hold of each row: (value, partner), best first."""
    ranked = [sorted((-value, at) for at, value in enumerate(row)) for row in table.tolist()]
    return [[(-value, at) for value, at in row[: BEST + 1]] for row in ranked]


def held(best):
    return [
        [(value, at) for value, at in zip(values, partners, strict=True) if at >= 0]
        for values, partners in zip(best.values.tolist(), best.partners.tolist(), strict=True)
    ]


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 5), st.integers(0, 2**16))
def test_the_best_of_each_side_are_the_same_in_blocks_of_any_size(n, m, rows, seed):
    table = likenesses(n, m, seed)
    clues = sparse.csr_matrix((n, 1), dtype=np.float32), sparse.csr_matrix((m, 1), dtype=np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ROWS", rows)
        of_ru, of_kk = _compared((table, np.eye(m, dtype=np.float32)), clues)
    assert held(of_ru) == best_of(table)
    assert held(of_kk) == best_of(table.T)


@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 2**16))
def test_a_rival_is_the_best_other_page_or_nothing(n, m, seed):
    table = likenesses(n, m, seed)
    pages = np.random.default_rng(seed).integers(0, 3, m)
    best = Best.none(n)
    best.add(table, 0, slice(0, n))
    for own, j in np.ndindex(n, m):
        held = [at for at in best.partners[own] if at >= 0]
        others = [table[own, at] for at in held if pages[at] != pages[j]]
        assert best.rival(np.array([own]), np.array([j]), pages) == max([0, *others])


def test_versions_of_a_document_are_candidates_and_lead():
    ru, kk = heap(8), heap(8, kazakh=True)
    found = candidates(ru, kk)
    pairs = list(zip(*(side.tolist() for side in found.index), strict=True))
    assert pairs == sorted(set(pairs))
    for at in range(8):
        place = pairs.index((at, at))
        assert found.lead.ru[place] > 0
        assert found.lead.kk[place] > 0
    assert (np.minimum(found.lead.ru, found.lead.kk) >= -FARTHEST).all()
    assert len(found) <= 2 * BEST * 8


def test_a_copy_is_the_same_page_also_with_a_sentence_less_and_others_are_not():
    whole = {f"r{at}": texts(at, count=14) for at in range(4)}
    found = candidates(made({**whole, "copy": texts(2, count=14)[:-1]}), heap(4, kazakh=True))
    page = dict(zip(found.index.ru.tolist(), found.page.ru.tolist(), strict=True))
    assert page[4] == page[2]
    assert len({page[at] for at in range(4)}) == 4
    place = list(zip(*(side.tolist() for side in found.index), strict=True)).index((2, 2))
    assert found.lead.kk[place] > 0.5


def test_nothing_and_documents_without_sentences_have_no_candidates():
    some, nothing = heap(3), Collection((), (), ())
    for ru, kk in ((some, nothing), (nothing, some), (nothing, nothing)):
        assert len(candidates(ru, kk)) == 0
    empty = Collection(("a",), ((),), (np.empty((0, 0), np.float16),))
    assert len(candidates(empty, empty)) == 0
    mixed = Collection(
        (*some.names, "a"), (*some.sentences, ()), (*some.vectors, some.vectors[0][:0])
    )
    assert 3 not in candidates(mixed, heap(3, kazakh=True)).index.ru
