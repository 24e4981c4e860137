"""The documents of one side, read and encoded."""

import os

import numpy as np
import pytest

import align
from align.corpus.sources import Fault
from align.match import collection as module
from align.match.collection import encoded, read_collections
from align.types import ReadOptions
from support.heaps import Numbered, texts
from support.meanings import KK, RU


def read(ru, kk, **how):
    """(Russian sentences by name, Kazakh ones, faults)."""
    faults = []
    found = read_collections(ru, kk, ReadOptions(**how), faults.append)
    return *(
        {name: [one.text for one in own] for name, own in side.items()} for side in found
    ), faults


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def test_all_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path):
    ru = write(tmp_path / "ru", b=" ".join(RU[:2]), a=RU[2])
    write(ru / "2024", c=RU[3])
    kk = write(tmp_path / "kk", x="\n".join(KK[:2]))
    found = read(ru, str(kk))
    assert found == (
        {"2024/c.txt": [RU[3]], "a.txt": [RU[2]], "b.txt": RU[:2]},
        {"x.txt": KK[:2]},
        [],
    )
    assert list(found[0]) == sorted(found[0])


def test_documents_may_be_paths_texts_and_sentences(tmp_path):
    path = write(tmp_path, a=" ".join(RU[:2])) / "a.txt"
    ru = {"path": path, "text": " ".join(RU[2:4]), "sentences": [RU[4], ""], "none": []}
    found, _, faults = read(ru, {})
    assert list(found.values()) == [RU[:2], RU[2:4], [RU[4], ""], []]
    assert faults == []


def test_what_can_not_be_read_or_is_in_the_other_language_is_a_fault(tmp_path):
    ru = write(tmp_path / "ru", good=RU[0], empty="", kazakh=KK[0] + KK[1])
    kk = write(tmp_path / "kk", **{"a\tb": KK[0]}, russian=RU[0] + RU[1])
    left, right, faults = read(ru, kk)
    assert (list(left), list(right)) == (["good.txt"], [])
    assert faults == [
        Fault("empty.txt", str(ru / "empty.txt"), "the file is empty; give a file with text"),
        Fault("kazakh.txt", str(ru / "kazakh.txt"), "is Kazakh; give a Russian text here"),
        Fault(
            "a\tb.txt",
            str(kk / "a\tb.txt"),
            "its name has a tab or a line break, or is not in UTF-8; rename it",
        ),
        Fault("russian.txt", str(kk / "russian.txt"), "is Russian; give a Kazakh text here"),
    ]


def test_a_name_in_an_old_encoding_is_a_fault():
    name = os.fsdecode("Су".encode("cp1251"))
    found, _, ((document, _, reason),) = read({name: [RU[0]], "a": [RU[0]]}, {})
    assert (list(found), document) == (["a"], name)
    assert "not in UTF-8; rename it" in reason


def test_swapped_sides_are_one_line(tmp_path):
    ru, kk = write(tmp_path / "a", x=KK[0] + KK[1]), write(tmp_path / "b", y=RU[0] + RU[1])
    with pytest.raises(align.LanguageError, match=r"a: is Kazakh, and .*b is Russian; swap them"):
        read(ru, kk)
    with pytest.raises(align.LanguageError, match="the Russian side: is Kazakh"):
        read({"x": KK[0] + KK[1]}, {"y": RU[0] + RU[1]})


def test_in_one_folder_the_text_says_which_language_it_is(tmp_path):
    folder = write(tmp_path, a=" ".join(KK), b=" ".join(RU), c="Samsung Galaxy")
    ru, kk, faults = read(folder, tmp_path / ".")
    assert (ru, kk) == ({"b.txt": RU}, {"a.txt": KK})
    assert [(one.document, one.reason.split(";")[0]) for one in faults] == [
        ("c.txt", "is not clearly Russian or Kazakh")
    ]


def test_presplit_and_encodings_are_as_for_one_pair(tmp_path):
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "a").write_bytes(f"{RU[0]} {RU[1]}\r\n{RU[2]}".encode("koi8-r"))
    found, _, _ = read(tmp_path / "ru", {}, presplit=True, ru_encoding="koi8-r")
    assert found == {"a": [f"{RU[0]} {RU[1]}", RU[2]]}


def test_a_missing_folder_is_one_line(tmp_path):
    with pytest.raises(align.InputError, match="no such folder"):
        read(tmp_path / "no", {})


def test_each_document_gets_its_own_vectors_whatever_the_batches_are(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 4)
    documents = {"a": texts(0), "none": [], "b": texts(1, count=3)}
    left, right = encoded(read_collections(documents, {}, ReadOptions(), print), Numbered())
    assert left.names == ("a", "none", "b")
    for own, vectors in zip(documents.values(), left.vectors, strict=True):
        want = Numbered().encode(own).astype(np.float16)
        assert len(vectors) == len(own)
        assert np.array_equal(vectors, want[: len(vectors)]) or not own
    assert left.lengths(0).tolist() == [len(text) for text in texts(0)]
    assert len(right) == 0


def test_unusable_vectors_are_refused():
    class Broken(Numbered):
        def encode(self, sentences):
            return np.full((len(sentences), 4), np.nan)

    with pytest.raises(align.ModelError, match="not finite"):
        encoded(read_collections({"a": ["Снег."]}, {}, ReadOptions(), print), Broken())
