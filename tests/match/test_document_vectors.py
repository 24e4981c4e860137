"""A vector for a document that keeps the order of its sentences."""

import numpy as np

from align.match.collection import Collection
from align.match.document_vectors import WHOLE, WINDOWS, document_vectors
from support.heaps import heap, made, texts


def likeness(ru, kk):
    left, right = document_vectors(made({"r": ru, "x": texts(7)}), made({"k": kk}))
    return float(left[0] @ right[0])


def test_the_same_order_is_more_alike_than_another():
    ru, kk = texts(0), texts(0, kazakh=True)
    assert likeness(ru, kk) > likeness(ru, kk[::-1]) + 0.2
    assert likeness(ru, kk[::-1]) > likeness(ru, texts(1, kazakh=True)) + 0.2


def test_a_side_that_leaves_something_out_stays_alike():
    ru, kk = texts(0, count=9), texts(0, kazakh=True, count=9)
    assert likeness(ru, kk[:3] + kk[5:]) > likeness(ru, texts(1, kazakh=True, count=9)) + 0.5


def test_windows_and_the_whole_weigh_what_they_should():
    ru, _ = document_vectors(heap(4), heap(4, kazakh=True))
    parts = ru.reshape(4, WINDOWS + 1, -1)
    norms = np.linalg.norm(parts, axis=2)
    np.testing.assert_allclose(norms[:, :WINDOWS], WINDOWS**-0.5, rtol=1e-5)
    np.testing.assert_allclose(norms[:, WINDOWS], WHOLE**0.5, rtol=1e-5)


def test_what_all_sentences_of_a_language_share_does_not_make_documents_alike():
    ru, kk = document_vectors(heap(40), heap(40, kazakh=True))
    table = ru @ kk.T
    others = table[~np.eye(40, dtype=bool)]
    assert abs(others.mean()) < 0.1
    assert table.diagonal().min() > others.max()


def test_a_document_without_sentences_has_zeros_and_nothing_has_no_rows():
    empty = Collection(("a",), ((),), (np.empty((0, 0), np.float16),))
    ru, kk = document_vectors(empty, heap(2))
    assert ru.shape == (1, (WINDOWS + 1) * 128)
    assert not ru.any()
    assert kk.any(axis=1).all()
    nothing, _ = document_vectors(Collection((), (), ()), heap(2))
    assert len(nothing) == 0


def test_a_blank_sentence_does_no_harm():
    ru, _ = document_vectors(made({"a": ["", *texts(0)]}), heap(2))
    assert np.isfinite(ru).all()
