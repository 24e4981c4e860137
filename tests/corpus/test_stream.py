"""Many pairs of documents, aligned in order."""

from itertools import islice

import pandas as pd
import pytest

import align
from align.corpus import stream
from align.corpus.sources import Fault, Source
from align.types import COLUMNS, ReadOptions
from support.meanings import KK, RU, Meanings
from support.small_documents import documents


@pytest.mark.slow
def test_the_alignments_are_those_of_each_pair_alone_whatever_is_encoded_together(monkeypatch):
    encoder = Meanings()
    pairs = list(documents(40))
    alone = [align.align_sentences(one.ru, one.kk, encoder=encoder) for one in pairs]
    for size in (1, 30, 10_000):
        monkeypatch.setattr(stream, "BATCH", size)
        found = list(align.align_corpus(pairs, encoder=encoder))
        assert [one.beads for one in found] == [one.beads for one in alone]
        assert [(one.ru, one.kk) for one in found] == [(one.ru, one.kk) for one in alone]
        assert [(one.ru_doc, one.kk_doc) for one in found] == [one.names for one in pairs]


def test_with_the_embedded_encoder_too_to_the_last_bit(tmp_path):
    pairs = [(RU, KK), (RU[2:], KK[1:]), ([RU[0]], [KK[0]]), (RU[::-1], KK)]
    alone = [align.align_sentences(*pair) for pair in pairs]
    assert [one.beads for one in align.align_corpus(pairs)] == [one.beads for one in alone]


def test_sentences_of_many_documents_are_encoded_together(monkeypatch):
    monkeypatch.setattr(stream, "BATCH", 50)
    encoder = Meanings()
    pairs = list(documents(30))
    assert len(list(align.align_corpus(pairs, encoder=encoder))) == 30
    sizes = [len(batch) for batch in encoder.asked]
    assert max(sizes) <= 50
    assert min(sizes[:-1]) > 50 - 14
    assert [text for batch in encoder.asked for text in batch] == [
        text for one in pairs for text in (*one.ru, *one.kk)
    ]


def test_few_documents_are_read_ahead(monkeypatch):
    monkeypatch.setattr(stream, "BATCH", 50)
    taken = []

    def watched():
        for at, one in enumerate(documents(1000)):
            taken.append(at)
            yield one

    found = align.align_corpus(watched(), encoder=Meanings())
    assert len(list(islice(found, 20))) == 20
    assert len(taken) < 30


def test_a_long_document_is_a_batch_of_its_own(monkeypatch):
    monkeypatch.setattr(stream, "BATCH", 20)
    pairs = [(RU, KK), (RU * 5, KK * 5), (RU, KK)]
    encoder = Meanings()
    assert len(list(align.align_corpus(pairs, encoder=encoder))) == 3
    assert [len(batch) for batch in encoder.asked] == [12, 60, 12]


def test_sides_may_be_files_texts_or_sentences(tmp_path):
    texts = " ".join(RU), " ".join(KK)
    paths = tmp_path / "a.ru.txt", tmp_path / "a.kk.txt"
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    pairs = [paths, texts, (RU, KK), (paths[0], KK)]
    first, *others = align.align_corpus(pairs, encoder=Meanings())
    assert (first.ru_doc, first.kk_doc) == ("a.ru.txt", "a.kk.txt")
    assert all(one.beads == first.beads for one in others)
    assert others[0].ru_doc == ""


def test_presplit_texts_are_a_sentence_a_line():
    ru = [f"{RU[0]} {RU[1]}", RU[2]]
    pairs = [("\r\n".join(ru), "\n".join(KK) + "\n"), ("", "\n")]
    one, none = align.align_corpus(pairs, encoder=Meanings(), reading=ReadOptions(presplit=True))
    assert [sentence.text for sentence in one.ru] == ru
    assert [sentence.text for sentence in one.kk] == KK
    assert none.beads == ()
    reading = ReadOptions(presplit=True)
    with pytest.raises(align.InputError, match="the Russian text: line 2: blank line"):
        list(align.align_corpus([("Снег.\n\nДождь.", KK)], encoder=Meanings(), reading=reading))


def test_a_bad_pair_is_told_and_left_out_or_raises(tmp_path):
    missing = tmp_path / "no: such.txt"
    pairs = [(RU, KK), (missing, KK), Source(RU, RU, "a", "b"), (RU, KK)]
    faults = []
    found = list(align.align_corpus(pairs, encoder=Meanings(), on_error=faults.append))
    assert len(found) == 2
    assert [(one.document, one.file) for one in faults] == [
        ("no: such.txt", str(missing)),
        ("a + b", "the Kazakh text"),
    ]
    assert faults[0].reason == "no such file; check the path"
    with pytest.raises(align.InputError, match="no such file"):
        list(align.align_corpus(pairs, encoder=Meanings()))


def test_text_that_is_no_unicode_is_a_fault_and_stops_nothing():
    pairs = [("Снег \ud83d выпал.", KK[0]), (RU, [KK[0], "\udc00"]), (RU, KK)]
    faults = []
    assert len(list(align.align_corpus(pairs, on_error=faults.append))) == 1
    assert [(one.file, one.reason) for one in faults] == [
        ("the Russian text", "character 5 is half of a surrogate pair; leave it out"),
        (
            "the Kazakh text",
            f"character {len(KK[0]) + 1} is half of a surrogate pair; leave it out",
        ),
    ]


def test_no_pairs_give_no_alignments():
    assert list(align.align_corpus([], encoder=Meanings())) == []


def test_a_frame_in_a_frame_out():
    frame = pd.DataFrame({"ru": [" ".join(RU), "", None], "kk": [" ".join(KK), KK[0], KK[0]]})
    faults = []
    found = align.align_frame(frame, encoder=Meanings(), on_error=faults.append)
    assert list(found.columns) == list(COLUMNS)
    assert found["ru_doc"].tolist() == ["1"] * 6 + ["2"]
    assert found["kind"].tolist() == ["1-1"] * 6 + ["0-1"]
    assert faults == [Fault("row 3", "the frame", "no text in the column ru")]
    empty = align.align_frame(frame[:0], encoder=Meanings())
    assert list(empty.columns) == list(COLUMNS)
    assert len(empty) == 0
