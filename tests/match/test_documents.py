"""Two heaps of documents, start to end."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import align
from align.match.documents import Match, match_documents
from support.heaps import Numbered, texts

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
SHARED = Path(__file__).parents[3] / "shared" / "seeds"


def heaps(ru, kk):
    """Documents of these numbers on either side."""
    return {f"r{at}": texts(at) for at in ru}, {f"k{at}": texts(at, kazakh=True) for at in kk}


def numbers(pairs):
    return [(int(one.ru_doc[1:]), int(one.kk_doc[1:])) for one in pairs]


def match(ru, kk, **how):
    return match_documents(*heaps(ru, kk), encoder=Numbered(), **how)


@given(
    st.lists(st.integers(0, 12), unique=True, max_size=8),
    st.lists(st.integers(0, 12), unique=True, max_size=8),
)
@settings(max_examples=25)
def test_versions_find_each_other_and_every_document_is_in_one_row(ru, kk):
    found = match(ru, kk)
    assert numbers(found.pairs) == [(at, at) for at in ru if at in kk]
    rows = found.pairs + found.ru_rest
    assert sorted(one.ru_doc for one in rows) == sorted(f"r{at}" for at in ru)
    rows = found.pairs + found.kk_rest
    assert sorted(one.kk_doc for one in rows) == sorted(f"k{at}" for at in kk)
    assert all(0 <= one.score <= 1 for one in found.pairs + found.rest)
    assert {one.note for one in found.pairs} <= {""}
    assert "" not in {one.note for one in found.rest}


def test_the_order_of_the_documents_does_not_matter():
    ru, kk = heaps(range(12), range(6, 18))
    first = match_documents(ru, kk, encoder=Numbered())
    names = list(ru)
    random.Random(3).shuffle(names)
    again = match_documents({name: ru[name] for name in names}, kk, encoder=Numbered())
    scores = {one[:2]: one.score for one in again.pairs}
    assert scores == pytest.approx({one[:2]: one.score for one in first.pairs}, abs=1e-4)


def test_of_a_page_that_is_there_twice_one_finds_its_version():
    ru, kk = heaps([0, 1], [0, 1, 2])
    found = match_documents({**ru, "again": ru["r0"]}, kk, encoder=Numbered())
    assert [one.kk_doc for one in found.pairs] in (["k0", "k1"], ["k1", "k0"])
    assert all(one.score > 0.95 for one in found.pairs)
    assert [(one.kk_doc, one.note) for one in found.ru_rest] == [("k0", "taken")]


def test_reasons_say_why_a_document_has_no_partner():
    found = match([0, 1], [1, 2], min_score=1)
    assert found.pairs == ()
    assert {one.note for one in found.rest} == {"low-score"}
    assert match([0], []).ru_rest == (Match("r0", "", 0.0, "unpaired"),)
    assert match([], [3]).kk_rest == (Match("", "k3", 0.0, "unpaired"),)
    nothing = match_documents({"a": []}, heaps([], [1])[1], encoder=Numbered())
    assert [one.note for one in nothing.rest] == ["unpaired", "unpaired"]


def test_a_frame_has_all_rows():
    found = match([0, 1], [1, 2])
    frame = found.to_frame()
    assert list(frame.columns) == ["ru_doc", "kk_doc", "score", "note"]
    assert len(frame) == 3
    assert match([], []).to_frame().shape == (0, 4)


def test_a_bad_document_raises_or_is_told():
    bad = {"a": "Бүгін қалада алғашқы қар жауды. Мектептер ашылды."}
    good = heaps([], [1])[1]
    with pytest.raises(align.InputError, match="a: is Kazakh; give a Russian text here"):
        match_documents(bad, good, encoder=Numbered())
    faults = []
    found = match_documents(bad, good, encoder=Numbered(), on_error=faults.append)
    assert [one.document for one in faults] == ["a"]
    assert found.rest == (Match("", "k1", 0.0, "unpaired"),)


def test_swapped_sides_are_said_so_rather_than_the_first_bad_document():
    ru, kk = {"a": "Сегодня в городе выпал снег."}, {"b": "Бүгін қалада қар жауды."}
    with pytest.raises(align.LanguageError, match="swap them"):
        match_documents(kk, ru, encoder=Numbered())


def test_a_least_score_that_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="min_score is 2"):
        match([], [], min_score=2)


def test_the_seed_reports_find_each_other_and_those_without_version_none():
    found = match_documents(SEEDS, SEEDS, on_error=lambda fault: None)
    pairs = [(one.ru_doc, one.kk_doc) for one in found.pairs]
    reports = ["01-flood", "02-library", "03-harvest"]
    assert [pair for pair in pairs if pair[0][0] == "0"] == [
        (f"{name}.ru.txt", f"{name}.kk.txt") for name in reports
    ]
    left = {one.ru_doc for one in found.ru_rest}
    assert {"04-flood-irgiz.ru.txt", "05-bookfair.ru.txt"} <= left
    assert all(ru.replace(".ru.", ".kk.") == kk for ru, kk in pairs)


def test_the_real_reports_find_each_other_and_those_on_the_same_topic_none():
    if not SHARED.is_dir():
        pytest.skip("the third-party reports of ../shared/seeds are not on this machine")
    found = match_documents(SHARED, SHARED)
    assert [(one.ru_doc[:3], one.kk_doc[:3]) for one in found.pairs] == [("000", "001")]
    assert [one.ru_doc[:3] for one in found.ru_rest] == ["002", "003", "004"]
