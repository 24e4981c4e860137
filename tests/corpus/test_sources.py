"""Where pairs of documents are."""

from itertools import chain

import pandas as pd
import pytest

import align
from align.corpus.sources import (
    Fault,
    Source,
    chosen,
    sources_from_folders,
    sources_from_frame,
    sources_from_pairs,
    sources_from_table,
)


def made(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("текст", "utf-8")
    return folder


def names(sources):
    return [one.names if isinstance(one, Source) else one.document for one in sources]


def test_files_of_the_same_name_belong_together_in_order_and_below_subfolders(tmp_path):
    ru = made(tmp_path / "ru", "b.txt", "2024/a.txt", ".hidden/x.txt", ".DS_Store")
    kk = made(tmp_path / "kk", "b.txt", "2024/a.txt")
    found = list(sources_from_folders(ru, kk))
    assert names(found) == [("2024/a.txt", "2024/a.txt"), ("b.txt", "b.txt")]
    assert found[0].ru == ru / "2024/a.txt"


def test_a_mark_of_the_language_does_not_count(tmp_path):
    ru = made(tmp_path / "ru", "a.ru.txt", "b_rus.txt", "RU-c.txt", "rural.txt", "kz-news.txt")
    kk = made(tmp_path / "kk", "a.kk.txt", "b_kaz.txt", "kz-c.txt", "rural.txt", "kz-news.txt")
    assert sorted(names(sources_from_folders(ru, kk))) == [
        ("RU-c.txt", "kz-c.txt"),
        ("a.ru.txt", "a.kk.txt"),
        ("b_rus.txt", "b_kaz.txt"),
        ("kz-news.txt", "kz-news.txt"),
        ("rural.txt", "rural.txt"),
    ]


def test_in_one_folder_only_files_with_a_mark_count(tmp_path):
    made(tmp_path, "a.ru.txt", "a.kk.txt", "README.md")
    assert names(sources_from_folders(tmp_path, tmp_path / ".")) == [("a.ru.txt", "a.kk.txt")]


def test_a_file_without_partner_is_a_fault_on_either_side(tmp_path):
    ru, kk = made(tmp_path / "ru", "a.txt", "b.txt"), made(tmp_path / "kk", "b.txt", "c.txt")
    first, _, last = sources_from_folders(ru, kk)
    assert first == Fault("a.txt", str(ru / "a.txt"), f"no file of this name in {kk}")
    assert last == Fault("c.txt", str(kk / "c.txt"), f"no file of this name in {ru}")


def test_folders_that_cannot_be_paired_are_one_line(tmp_path):
    ru, kk = made(tmp_path / "ru", "a.txt", "x.ru.txt"), made(tmp_path / "kk", "b.txt")
    with pytest.raises(align.InputError, match="shares no file name"):
        sources_from_folders(ru, kk)
    with pytest.raises(align.InputError, match="no such folder"):
        sources_from_folders(ru, tmp_path / "no")
    with pytest.raises(align.InputError, match="this is a file"):
        sources_from_folders(ru / "a.txt", kk)
    made(ru, "x_ru.txt")
    with pytest.raises(align.InputError, match="same name but for the language"):
        sources_from_folders(ru, made(kk, "x.kk.txt"))


def test_a_list_of_pairs_says_which_files_belong_together(tmp_path):
    (tmp_path / "p.tsv").write_text("ru_doc\tkk_doc\tscore\n1.txt\tx/9.txt\t0.98\nbad\n", "utf-8")
    good, bad = sources_from_pairs(tmp_path / "p.tsv", tmp_path / "ru", tmp_path / "kk")
    assert good == Source(tmp_path / "ru/1.txt", tmp_path / "kk/x/9.txt", "1.txt", "x/9.txt")
    assert bad == Fault("line 3", str(tmp_path / "p.tsv"), "has 1 fields, the header 3")
    (tmp_path / "q.tsv").write_text("ru\tkk\n", "utf-8")
    with pytest.raises(align.InputError, match="no columns ru_doc and kk_doc"):
        sources_from_pairs(tmp_path / "q.tsv", tmp_path, tmp_path)


def test_a_table_holds_texts_or_paths_from_its_own_folder_on(tmp_path):
    (tmp_path / "t.tsv").write_text("ru\tkk\tru_doc\nснег\tқар\tодин\nда\tиә\t\n", "utf-8")
    assert list(sources_from_table(tmp_path / "t.tsv")) == [
        Source("снег", "қар", "один", "2"),
        Source("да", "иә", "3", "3"),
    ]
    (tmp_path / "p.jsonl").write_text('{"ru_path": "ru/1", "kk_path": "/k/1"}\n', "utf-8")
    (one,) = sources_from_table(tmp_path / "p.jsonl")
    assert (one.ru, str(one.kk)) == (tmp_path / "ru/1", "/k/1")
    assert one.names == ("ru/1", "/k/1")


def test_several_files_of_a_side_are_a_list(tmp_path):
    (tmp_path / "p.jsonl").write_text('{"ru_path": ["1", "2"], "kk_path": "k"}\n', "utf-8")
    (one,) = sources_from_table(tmp_path / "p.jsonl")
    assert (one.ru, one.kk) == ([tmp_path / "1", tmp_path / "2"], tmp_path / "k")
    assert one.names == ("1+2", "k")
    (tmp_path / "q.jsonl").write_text(
        '{"ru_path": ["1", null], "kk_path": "k"}\n{"ru_path": [], "kk_path": "k"}\n', "utf-8"
    )
    assert [fault.reason for fault in sources_from_table(tmp_path / "q.jsonl")] == [
        "no text in the column ru_path"
    ] * 2


def test_a_row_without_a_text_is_a_fault(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"ru": "снег", "kk": null}\n{"ru": 5, "kk": "бес"}\n')
    assert [one.reason for one in sources_from_table(tmp_path / "t.jsonl")] == [
        "no text in the column kk",
        "no text in the column ru",
    ]
    (tmp_path / "u.tsv").write_text("text\n", "utf-8")
    with pytest.raises(align.InputError, match="no columns ru and kk, or ru_path and kk_path"):
        sources_from_table(tmp_path / "u.tsv")


def test_a_frame_is_a_table(tmp_path):
    frame = pd.DataFrame({"ru": ["снег", None], "kk": ["қар", "жаңбыр"], "id": [7, 8]})
    good, bad = sources_from_frame(frame)
    assert good == Source("снег", "қар", "1", "1")
    assert bad == Fault("row 2", "the frame", "no text in the column ru")


def test_shards_are_all_of_the_sources_and_nothing_twice():
    every = [Source(str(n), str(n)) for n in range(23)]
    for parts in (1, 2, 7, 30):
        shards = [list(chosen(every, None, (i + 1, parts))) for i in range(parts)]
        assert sorted(chain(*shards), key=every.index) == every
        limited = [list(chosen(every, 9, (i + 1, parts))) for i in range(parts)]
        assert sorted(chain(*limited), key=every.index) == every[:9]
    assert list(chosen(every, 5, None)) == every[:5]
    assert list(chosen(every, 0, None)) == []
    for shard in ((0, 3), (4, 3)):
        with pytest.raises(align.InputError, match="no such part"):
            chosen(every, None, shard)
