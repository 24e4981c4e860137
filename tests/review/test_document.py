from hypothesis import given

from align.review.document import document_of
from support.made_reviews import document, documents


def places(of):
    return [(bead.ru.start, len(bead.ru), bead.kk.start, len(bead.kk)) for bead in of.beads]


def test_what_no_bead_holds_is_unpaired():
    one = document([((0, 1), (0, 1))], ru=["а", "б"], kk=["а", "ә", "б"])
    assert places(one) == [(0, 1, 0, 1), (1, 1, 0, 0), (0, 0, 1, 1), (0, 0, 2, 1)]
    assert [bead.note for bead in one.beads] == ["", "unpaired", "unpaired", "unpaired"]


def test_unpaired_russian_come_before_kazakh_ones_of_the_same_gap():
    one = document([((2, 3), (1, 2))], ru=["а", "б", "в"], kk=["а", "ә", "б"])
    assert places(one) == [(0, 1, 0, 0), (1, 1, 0, 0), (0, 0, 0, 1), (2, 1, 1, 1), (0, 0, 2, 1)]


def test_a_pair_that_crosses_more_is_noted_as_moved_and_stands_at_its_russian_place():
    one = document([((0, 1), (2, 3)), ((1, 2), (0, 1)), ((2, 3), (1, 2))])
    assert [(bead.ru.start, bead.note) for bead in one.beads] == [(0, "moved"), (1, ""), (2, "")]


def test_a_moved_pair_that_crosses_nothing_any_more_is_in_order():
    one = document([((0, 1), (2, 3)), ((1, 2), (0, 1)), ((2, 3), (1, 2))])
    left = one.with_beads(bead for bead in one.beads if bead.note == "moved")
    assert [bead.note for bead in left.beads] == [""]


def test_a_rejected_pair_stays_rejected_where_it_crosses():
    one = document([((0, 1), (1, 2)), ((1, 2), (0, 1)), ((2, 3), (2, 3))])
    low = [*one.beads]
    low[0] = type(low[0])(range(0, 1), range(1, 2), 0.2, "low-score")
    assert one.with_beads(low).beads[0].note == "low-score"


@given(documents())
def test_the_order_of_beads_does_not_depend_on_how_they_came(one):
    again = document_of((one.ru_doc, one.kk_doc), one.ru, one.kk, reversed(one.beads))
    assert again == one
    assert one.with_beads(one.beads) == one


@given(documents())
def test_pairs_that_are_not_moved_rise_on_both_sides(one):
    kk = [bead.kk.start for bead in one.beads if bead.paired and bead.note != "moved"]
    assert kk == sorted(kk)
