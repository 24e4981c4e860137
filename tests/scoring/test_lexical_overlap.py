import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.scoring.lexical_overlap import make_overlap, names, numbers
from align.types import Sides

NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Собрано 3 900 тонн.", {"3900"}),
        (f"Собрано 3{NO_BREAK}900 тонн.", {"3900"}),
        (f"Собрано 3{NARROW}900 тонн.", {"3900"}),
        ("3900 тонна жиналды.", {"3900"}),
        ("12 500 000 теңге", {"12500000"}),
        ("3 900,5 гектара", {"3900.5"}),
        ("3900.5 гектар", {"3900.5"}),
        ("1,4 метра", {"1.4"}),
        ("1.4 метр", {"1.4"}),
        ("Встреча 13.08.2025 в 18:30.", {"13.08.2025", "18:30"}),
        ("в 2025 году, 100 человек", {"2025", "100"}),
        ("в 2025 100 человек", {"2025", "100"}),
        ("дом 1 2025 года", {"1", "2025"}),
        ("Итого 25.", {"25"}),
        ("5 и 5", {"5"}),
        ("ноль", set()),
        ("", set()),
    ],
)
def test_numbers_are_read_alike_however_they_are_written(text, found):
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("ru", "kk"),
    [
        ("Касенову ждали", "Қасенова келді"),
        ("в Кокшетау", "Көкшетауда"),
        ("из Актобе", "Ақтөбеден"),
        ("Алматинская область", "Алматы облысы"),
        ("Шымкент", "ШЫМКЕНТТЕ"),
        ("фирма Samsung", "Samsung фирмасы"),
        ("Ерёменко", "Еременконың"),
    ],
)
def test_names_are_the_same_in_both_languages(ru, kk):
    assert len(names(ru)) == 1
    assert names(ru) & names(kk)


def test_only_capitalised_words_of_three_letters_and_more_are_names():
    assert names("он жил в Ая, а Ия у Оби, әкесі үйде") == {"оби"}
    assert names("23Май _Май 2025") == set()
    assert names("") == set()


SETS = st.lists(st.sets(st.sampled_from("абвгд"), max_size=4), max_size=6)


@given(SETS, SETS, st.integers(1, 4))
def test_clues_of_runs_are_counted_as_a_slow_loop_does(ru, kk, max_span):
    texts = Sides(ru, kk).map(lambda side: ["".join(sorted(items)) for items in side])
    overlap = make_overlap(texts, set, max_span)
    for a in range(1, max_span + 1):
        for b in range(1, max_span + 1):
            shared, unshared = overlap.shared(a, b), overlap.unshared(a, b)
            size = (max(len(ru) - a + 1, 0), max(len(kk) - b + 1, 0))
            assert shared.shape == unshared.shape == size
            for i in range(size[0]):
                for j in range(size[1]):
                    here, there = set().union(*ru[i : i + a]), set().union(*kk[j : j + b])
                    assert shared[i, j] == len(here & there)


@given(SETS, SETS)
def test_clues_of_single_sentences_are_apart_when_one_side_alone_has_them(ru, kk):
    texts = Sides(ru, kk).map(lambda side: ["".join(sorted(items)) for items in side])
    expected = [[len(here ^ there) for there in kk] for here in ru]
    unshared = make_overlap(texts, set, 1).unshared(1, 1)
    assert unshared.tolist() == np.reshape(expected, unshared.shape).tolist()


@given(SETS, SETS, st.integers(1, 3), st.integers(1, 3))
def test_in_runs_a_clue_that_the_other_side_has_nowhere_counts_at_each_mention(ru, kk, a, b):
    texts = Sides(ru, kk).map(lambda side: ["".join(sorted(items)) for items in side])
    common = set().union(*ru) & set().union(*kk)
    unshared = make_overlap(texts, set, 3).unshared(a, b)
    for i in range(len(ru) - a + 1):
        for j in range(len(kk) - b + 1):
            here, there = ru[i : i + a], kk[j : j + b]
            apart = len((set().union(*here) ^ set().union(*there)) & common)
            apart += sum(len(found - common) for found in (*here, *there))
            assert unshared[i, j] == apart


def test_sides_without_sentences_have_no_clues():
    overlap = make_overlap(Sides([], ["5 және 6"]), numbers, 2)
    assert overlap.shared(1, 1).shape == (0, 1)
    assert overlap.unshared(2, 2).shape == (0, 0)
    assert make_overlap(Sides([], []), names, 1).shared(1, 1).shape == (0, 0)
