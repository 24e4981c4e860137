from align.scoring.potentials import SHAPES, shapes_up_to


def test_shapes_reach_the_span_asked_for():
    assert shapes_up_to(1) == ((1, 1),)
    assert shapes_up_to(2) == ((1, 1), (1, 2), (2, 1), (2, 2))
    assert shapes_up_to(4) == SHAPES
    assert {(b, a) for a, b in SHAPES} == set(SHAPES)
