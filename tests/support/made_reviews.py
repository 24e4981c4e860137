"""Documents under review, made up, for the tests of the review."""

from hypothesis import strategies as st

from align.review import edits
from align.review.document import SIDES, ReviewBead, Unit, document_of
from align.review.edits import EditError


def units(texts):
    return [Unit(at, 1, text) for at, text in enumerate(texts)]


def document(beads, ru=None, kk=None):
    """A document of beads ((ru start, stop), (kk start, stop)[, score]), its texts or made ones."""
    n = max((ru[1] for ru, *_ in beads), default=0)
    m = max((kk[1] for _, kk, *_ in beads), default=0)
    ru = units(ru or [f"Русское предложение {at}." for at in range(n)])
    kk = units(kk or [f"Қазақ сөйлемі {at}." for at in range(m)])
    made = [ReviewBead(range(*a), range(*b), *(score or [0.8])) for a, b, *score in beads]
    return document_of(("a.ru.txt", "a.kk.txt"), ru, kk, made)


@st.composite
def documents(draw):
    """Any document: beads in order of up to 3-3, some of them exchanged, some alone."""
    runs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8).filter(
        lambda shapes: any(map(sum, shapes))
    )
    shapes = [shape for shape in draw(runs) if sum(shape)]
    n = m = 0
    beads = []
    for a, b in shapes:
        beads.append([(n, n + a), (m, m + b)])
        n, m = n + a, m + b
    if len(beads) > 1 and draw(st.booleans()):
        i, j = draw(st.permutations(range(len(beads))))[:2]
        beads[i][1], beads[j][1] = beads[j][1], beads[i][1]
    lengths = st.integers(1, 60)
    ru = ["я" * draw(lengths) for _ in range(n)]
    kk = ["қ" * draw(lengths) for _ in range(m)]
    return document([bead for bead in beads if sum(bead[0]) + sum(bead[1])], ru, kk)


EDITS = st.sampled_from(["accept", "join", "merge", "split", "up", "down", "take_out", "unpair"])


def edited(draw, one):
    """The document after any edit, or None where that is refused."""
    bead = draw(st.sampled_from(one.beads))
    other = draw(st.sampled_from(one.beads))
    side = draw(st.sampled_from([side for side in SIDES if bead.run(side)]))
    unit = draw(st.sampled_from(list(bead.run(side))))
    kind = draw(EDITS)
    how = {
        "accept": lambda: edits.accept(one, [bead.name]),
        "join": lambda: edits.join(one, [bead.name, other.name]),
        "merge": lambda: edits.merge_next(one, bead.name),
        "split": lambda: edits.split(one, bead.name, side, unit),
        "up": lambda: edits.move(one, bead.name, side, unit, -1),
        "down": lambda: edits.move(one, bead.name, side, unit, 1),
        "take_out": lambda: edits.take_out(one, bead.name, side, unit),
        "unpair": lambda: edits.unpair(one, bead.name),
    }
    try:
        return how[kind]()
    except EditError:
        return None
