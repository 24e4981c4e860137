import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import InputError, OutputError
from align.review import edits
from align.review.edits import EditError
from align.review.session import Review, files_at
from align.table.read import read_beads, read_texts
from support.made_reviews import document, documents, edited


@pytest.fixture
def start():
    return [document([((0, 1), (0, 1)), ((1, 2), (1, 3)), ((2, 3), (3, 4))])]


def opened(documents, folder, **how):
    return Review(documents, files_at(folder / "out.tsv"), **how)


def split_second(review):
    before = review.documents[0]
    review.edit("split", 0, lambda one: edits.split(one, before.beads[1].name, "kk", 2))


def test_a_review_goes_on_where_it_was_left(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    review.edit_text((0, "ru", 0), "Русское предложение 0.", "Новое.")
    review.undo(2)
    state = review.documents, review.texts, review.revision, review.redoable
    review.close()
    again = opened(start, tmp_path)
    assert (again.documents, again.texts, again.revision, again.redoable) == state
    again.redo(2)
    assert again.text((0, "ru", 0)) == "Новое."
    again.close()


def test_an_edit_that_would_lose_a_sentence_is_not_done(tmp_path, start):
    review = opened(start, tmp_path)
    with pytest.raises(ValueError, match="ru"):
        review.edit("any", 0, lambda one: one.with_beads(one.beads[1:]))
    assert (review.documents, review.revision) == (start, 0)
    review.close()


def test_an_edit_is_on_disk_when_it_returns(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    lines = review.files.history.read_text("utf-8").splitlines()
    assert json.loads(lines[-1])["edit"] == "split"  # nothing was closed or flushed since
    review.close()


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_line_that_a_crash_cut_short_is_left_out(tmp_path, start, cut):
    review = opened(start, tmp_path)
    split_second(review)
    one = [*review.documents]
    review.edit("unpair", 0, lambda one: edits.unpair(one, one.beads[0].name))
    review.close()
    path = review.files.history
    os.truncate(path, path.stat().st_size - cut)
    again = opened(start, tmp_path)
    assert (again.documents, again.revision) == (one, 1)
    again.undo(1)
    assert again.documents == start
    again.close()


def test_a_damaged_history_is_refused(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    review.close()
    path = review.files.history
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('"out":[[1,', '"out":[[7,'), "utf-8")
    with pytest.raises(InputError, match=r"out\.history\.jsonl: line 2 does not fit the table"):
        opened(start, tmp_path)
    path.write_text(whole.replace('"edit"', "edit"), "utf-8")
    with pytest.raises(InputError, match="line 2 is damaged"):
        opened(start, tmp_path)
    path.write_text("x\n", "utf-8")
    with pytest.raises(InputError, match="line 1 is damaged"):
        opened(start, tmp_path)


def test_a_history_that_loses_a_sentence_is_refused(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    review.close()
    path = review.files.history
    lines = path.read_text("utf-8").splitlines()
    entry = json.loads(lines[1])
    entry["in"].pop()
    path.write_text(f"{lines[0]}\n{json.dumps(entry)}\n", "utf-8")
    with pytest.raises(InputError, match="does not fit the table"):
        opened(start, tmp_path)


def test_the_history_of_another_table_is_refused_unless_it_is_to_be_forgotten(tmp_path, start):
    opened(start, tmp_path).close()
    other = [document([((0, 1), (0, 1))])]
    with pytest.raises(InputError, match="another table"):
        opened(other, tmp_path)
    opened(other, tmp_path, fresh=True).close()


@pytest.mark.parametrize("left", [0, 1, 30])
def test_a_history_whose_first_line_was_cut_short_begins_anew(tmp_path, start, left):
    opened(start, tmp_path).close()
    os.truncate(tmp_path / "out.history.jsonl", left)
    review = opened(start, tmp_path)
    split_second(review)
    review.close()
    again = opened(start, tmp_path)
    assert again.revision == 1
    again.close()


def test_a_file_of_no_review_is_not_written_over(tmp_path, start):
    (tmp_path / "out.gold.tsv").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"out\.gold\.tsv: exists, and has no history here"):
        opened(start, tmp_path)
    assert not (tmp_path / "out.history.jsonl").exists()
    opened(start, tmp_path, fresh=True).close()


def test_two_programs_cannot_have_one_review_open(tmp_path, start):
    review = opened(start, tmp_path)
    with pytest.raises(OutputError, match="another review has it open"):
        opened(start, tmp_path)
    review.close()
    opened(start, tmp_path).close()


def test_undo_takes_back_only_what_was_seen(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    review.edit("unpair", 0, lambda one: edits.unpair(one, one.beads[0].name))
    with pytest.raises(EditError, match="gone"):
        review.undo(1)
    review.undo(2)
    review.undo(1)
    assert review.documents == start
    with pytest.raises(EditError, match="nothing"):
        review.undo(0)
    review.close()


def test_an_edit_after_undo_leaves_nothing_to_redo(tmp_path, start):
    review = opened(start, tmp_path)
    split_second(review)
    review.undo(1)
    assert review.redoable == 1
    review.edit("unpair", 0, lambda one: edits.unpair(one, one.beads[0].name))
    assert review.redoable == 0
    review.close()


def test_a_text_that_another_tab_has_changed_is_not_overwritten(tmp_path, start):
    review = opened(start, tmp_path)
    place = (0, "kk", 1)
    old = review.text(place)
    review.edit_text(place, old, "Бірінші.")
    with pytest.raises(EditError, match="gone"):
        review.edit_text(place, old, "Екінші.")
    with pytest.raises(EditError, match="empty"):
        review.edit_text(place, "Бірінші.", " – \t")
    assert review.text(place) == "Бірінші."
    review.close()


def test_the_table_holds_everything_and_the_gold_what_is_finished(tmp_path, start):
    review = opened([*start, document([((0, 1), (0, 1))])], tmp_path)
    review.edit_text((0, "ru", 0), "Русское предложение 0.", "Новое.")
    review.write()
    files = review.files
    assert files.gold.read_text("utf-8").count("\n") == 1  # the header alone
    review.edit("accept-all", 0, edits.accept_all)
    review.close()
    texts = read_texts(files.table)["a.ru.txt", "a.kk.txt"]
    assert texts[0][2] == "Новое."
    gold = read_texts(files.gold)["a.ru.txt", "a.kk.txt"]
    assert gold[0][2] == "Русское предложение 0."  # hand alignments speak of the documents
    assert [bead.score for _, bead, _, _ in gold] == [1.0, 1.0, 1.0]


def test_scores_of_what_nobody_looked_at_stay(tmp_path, start):
    review = opened(start, tmp_path)
    review.edit("accept", 0, lambda one: edits.accept(one, [one.beads[0].name]))
    review.close()
    (beads,) = read_beads(review.files.table).values()
    assert [bead.score for bead in beads] == [1.0, 0.8, 0.8]


def test_a_disk_that_is_full_keeps_the_edit_out_of_the_review_and_the_history_whole(
    tmp_path, start, monkeypatch
):
    review = opened(start, tmp_path)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        split_second(review)
    assert (review.documents, review.revision) == (start, 0)
    monkeypatch.undo()
    split_second(review)
    now = review.documents
    review.close()
    again = opened(start, tmp_path)
    assert again.documents == now
    again.close()


def replayed(names, change):
    """What a page makes of a change: the names of the beads, in order."""
    names = [name for name in names if name not in set(change.removed)]
    for bead, before in change.added:
        names.insert(names.index(before) + 1 if before else 0, bead.name)
    return list(change.order) if change.order else names


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data(), documents())
def test_changes_make_of_an_earlier_state_what_the_review_holds(tmp_path_factory, data, one):
    folder = tmp_path_factory.mktemp("review")
    review = opened([one], folder)
    names = [bead.name for bead in one.beads]
    for _ in range(5):
        before = review.documents[0]
        after = edited(data.draw, before)
        if after is not None:
            review.edit("any", 0, lambda _, after=after: after)
        elif review.undoable:
            review.undo(review.undoable)
    for change in review.changes(0):
        names = replayed(names, change)
    assert names == [bead.name for bead in review.documents[0].beads]
    state = review.documents
    review.close()
    again = opened([one], folder)
    assert again.documents == state
    again.close()


@pytest.mark.parametrize("name", ["o.ladder", "o.tmx", "o.xlsx"])
def test_a_format_that_does_not_hold_all_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(OutputError, match="can't hold all that a review does"):
        Review([], files_at(tmp_path / name))
    assert not [*tmp_path.iterdir()]


def test_reviews_of_other_suffixes_have_histories_of_their_own():
    histories = {files_at(Path(name)).history for name in ("y.tsv", "y.jsonl", "y.parquet")}
    assert len(histories) == 3
