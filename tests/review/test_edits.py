import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.review import edits
from align.review.document import SIDES, ReviewBead, Unit, document_of
from align.review.edits import EditError
from support.made_reviews import document, documents, edited


def runs(of):
    return [(*map(list, (bead.ru, bead.kk)),) for bead in of.beads]


def name(of, at):
    return of.beads[at].name


@given(st.data(), documents())
def test_no_edit_loses_a_sentence_or_has_it_twice(data, one):
    for _ in range(4):
        one = edited(data.draw, one) or one
        for side in SIDES:
            held = [unit for bead in one.beads for unit in bead.run(side)]
            assert sorted(held) == list(range(len(one.units(side))))
        assert all(bead.paired or len(bead.ru) + len(bead.kk) == 1 for bead in one.beads)
        assert len({bead.name for bead in one.beads}) == len(one.beads)


@given(st.data(), documents())
def test_an_edit_changes_only_the_beads_that_it_is_about_and_their_notes(data, one):
    after = edited(data.draw, one)
    if after is None:
        return
    place = {(bead.ru, bead.kk): bead for bead in one.beads}
    for bead in after.beads:
        before = place.get((bead.ru, bead.kk))
        if before is not None and not bead.by_hand:
            assert bead.score == before.score
    made = [bead for bead in after.beads if (bead.ru, bead.kk) not in place]
    assert all(bead.by_hand and bead.score == 1 for bead in made)


def test_split_cuts_before_the_sentence_and_the_other_side_where_lengths_fit():
    one = document([((0, 2), (0, 3))], ru=["я" * 50, "я" * 100], kk=["қ" * 50, "қ" * 50, "қ" * 50])
    assert runs(edits.split(one, name(one, 0), "ru", 1)) == [([0], [0]), ([1], [1, 2])]
    assert runs(edits.split(one, name(one, 0), "kk", 2)) == [([0], [0, 1]), ([1], [2])]


def test_split_at_the_first_sentence_cuts_both_sides_where_they_fit_best():
    one = document([((0, 2), (0, 3))], ru=["я" * 90, "я" * 40], kk=["қ" * 45, "қ" * 45, "қ" * 40])
    assert runs(edits.split(one, name(one, 0), "ru", 0)) == [([0], [0, 1]), ([1], [2])]


def test_split_of_one_against_two_leaves_the_shorter_one_alone():
    one = document([((0, 1), (0, 2))], ru=["я" * 60], kk=["қ" * 60, "қ" * 15])
    for side, unit in (("kk", 1), ("kk", 0), ("ru", 0)):
        assert runs(edits.split(one, name(one, 0), side, unit)) == [([0], [0]), ([], [1])]


def test_one_to_one_is_not_split():
    one = document([((0, 1), (0, 1))])
    with pytest.raises(EditError, match="single"):
        edits.split(one, name(one, 0), "ru", 0)


def test_merge_takes_the_next_bead_or_what_stands_alone():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 1)), ((2, 3), (1, 2))])
    assert runs(edits.merge_next(one, name(one, 0))) == [([0, 1], [0]), ([2], [1])]
    pair = document([((0, 1), (0, 0)), ((1, 1), (0, 1))])
    assert runs(edits.merge_next(pair, name(pair, 0))) == [([0], [0])]


def test_merge_passes_over_what_stands_alone_on_its_own_side():
    one = document([], ru=["а", "б"], kk=["а"])
    assert runs(edits.merge_next(one, name(one, 1))) == [([0], []), ([1], [0])]
    with pytest.raises(EditError, match="nowhere"):
        edits.merge_next(one, name(one, 2))


def test_join_across_is_noted_as_moved():
    one = document([((1, 2), (0, 1)), ((2, 3), (1, 2))], ru=["а", "б", "в"], kk=["б", "в", "а"])
    joined = edits.join(one, [name(one, 0), name(one, 3)])
    assert [(bead.ru.start, bead.kk.start, bead.note) for bead in joined.beads] == [
        (0, 2, "moved"), (1, 0, ""), (2, 1, ""),
    ]  # fmt: skip


def test_join_needs_neighbours_and_both_sides():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 2)), ((2, 3), (2, 3))])
    with pytest.raises(EditError, match="apart"):
        edits.join(one, [name(one, 0), name(one, 2)])
    alone = document([], ru=["а", "б"], kk=["а"])
    with pytest.raises(EditError, match="one-sided"):
        edits.join(alone, [name(alone, 0), name(alone, 1)])


def test_sentences_are_no_neighbours_where_the_table_lacks_one_between():
    ru = [Unit(0, 1, "а"), Unit(2, 1, "в")]
    kk = [Unit(0, 1, "а"), Unit(1, 1, "ә")]
    beads = [ReviewBead(range(at, at + 1), range(at, at + 1)) for at in (0, 1)]
    one = document_of(("", ""), ru, kk, beads)
    with pytest.raises(EditError, match="apart"):
        edits.join(one, [name(one, 0), name(one, 1)])


def test_a_sentence_moves_to_the_bead_above_or_below():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 3)), ((2, 3), (3, 4))])
    assert runs(edits.move(one, name(one, 1), "kk", 1, -1))[:2] == [([0], [0, 1]), ([1], [2])]
    assert runs(edits.move(one, name(one, 1), "kk", 2, 1))[1:] == [([1], [1]), ([2], [2, 3])]


def test_what_stands_between_the_sentence_and_the_end_goes_along():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 4))])
    assert runs(edits.move(one, name(one, 1), "kk", 2, -1)) == [([0], [0, 1, 2]), ([1], [3])]


def test_a_sentence_moves_to_the_nearest_one_without_partner():
    one = document([((0, 1), (0, 2)), ((1, 2), (2, 2)), ((2, 3), (2, 3))])
    assert runs(edits.move(one, name(one, 0), "kk", 1, 1)) == [([0], [0]), ([1], [1]), ([2], [2])]


def test_the_last_sentence_of_a_side_that_moves_leaves_the_other_side_unpaired():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 2))])
    assert runs(edits.move(one, name(one, 1), "kk", 1, -1)) == [([0], [0, 1]), ([1], [])]


def test_nothing_moves_out_of_the_text():
    one = document([((0, 1), (0, 2))])
    with pytest.raises(EditError, match="nowhere"):
        edits.move(one, name(one, 0), "kk", 0, -1)


def test_a_sentence_is_taken_out_at_the_ends_only():
    one = document([((0, 1), (0, 3))])
    assert runs(edits.take_out(one, name(one, 0), "kk", 2)) == [([0], [0, 1]), ([], [2])]
    with pytest.raises(EditError, match="middle"):
        edits.take_out(one, name(one, 0), "kk", 1)


def test_accepting_again_takes_it_back_and_a_rejected_pair_is_no_longer_rejected():
    one = document([((0, 1), (0, 1), 0.2, "low-score")])
    accepted = edits.accept(one, [name(one, 0)])
    assert [(bead.by_hand, bead.note, bead.score) for bead in accepted.beads] == [(True, "", 0.2)]
    assert not edits.accept(accepted, [name(accepted, 0)]).beads[0].by_hand


def test_a_bead_that_is_gone_is_said_so():
    one = document([((0, 1), (0, 1))])
    with pytest.raises(EditError, match="gone"):
        edits.unpair(one, "5-6:7-8:")


def test_a_bead_that_is_named_twice_is_one():
    one = document([((0, 1), (0, 1)), ((1, 2), (1, 2))])
    twice = [name(one, 0)] * 2
    assert runs(edits.accept(one, twice)) == runs(one)
    assert runs(edits.join(one, [*twice, name(one, 1)])) == [([0, 1], [0, 1])]
