"""Aligners side by side on documents with known beads. One run, the same vectors for all.

    pip install -r benchmarks/peers.txt
    python benchmarks/alignment.py --data DATA [--set NAME]… [--system NAME]…

Each peer stands in the table twice: with its defaults, and with the setting of a small grid that is
best for that very set, which no user could know. `sets.py` says which sets there are, `systems.py`
which aligners. A second table compares our default with the best peer at its best.

Vectors come from one encoder. What a system asks it for is counted and its time added up, though
each text is embedded only once.

Of free prose the gold is coarser than sentences, so a third table asks how many sentences are left
unpaired, though nothing is missing, and how many have links only inside their gold unit. The last
asks what share of the embedding time our scoring and search take.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tqdm import tqdm

import align
from align import Bead, Rate, Scores
from align.encode.vectors import encode
from sets import FILES, PROSE_FILE, Case, add_data_argument, made_sets, own_prose, read_cases
from systems import NOT_TO_BE_HAD, SYSTEMS, Remembered, Settings, ours

OURS = "ru-kk-align"
SIZES = (20, 50, 100, 200)  # sentences a side of the documents that are timed
TIMED = 9  # documents of each size

Quality = Callable[["Run"], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Run:
    """What a system with these settings makes of a set.

    `texts` is how many it has embedded, `embedding` the seconds of that, `rest` those of all else.
    """

    system: str
    settings: Settings
    cases: Sequence[Case]
    found: Sequence[Sequence[Bead]]
    texts: int
    embedding: float
    rest: float

    @property
    def scores(self) -> list[Scores]:
        return align.evaluate_each([case.gold for case in self.cases], self.found)

    @property
    def prose(self) -> Rate:
        return sum((within(*both) for both in zip(self.cases, self.found, strict=True)), Rate())

    @property
    def title(self) -> str:
        """The system with what differs from its defaults."""
        system = SYSTEMS[self.system]
        is_peer = system.package != OURS
        name = f"{self.system} {system.version}" if is_peer else self.system
        defaults = next(system.settings())
        changed = [
            f"{key}={value}" for key, value in self.settings.items() if value != defaults[key]
        ]
        return f"{name}, {', '.join(changed)}" if changed else name


def run(system: str, settings: Settings, cases: Sequence[Case], encoder: Remembered) -> Run:
    encoder.asked, encoder.seconds, before = 0, 0.0, encoder.spent
    began = time.perf_counter()
    found = [SYSTEMS[system].run(case, encoder, **settings) for case in cases]
    seconds = time.perf_counter() - began - (encoder.spent - before)
    return Run(system, settings, cases, found, encoder.asked, encoder.seconds, seconds)


def runs(
    systems: Iterable[str], cases: Sequence[Case], encoder: Remembered, quality: Quality, name: str
) -> list[Run]:
    """Each system with its defaults, and, where that is another, with the setting that is best."""
    found = []
    for system in systems:
        settings = [*SYSTEMS[system].settings()]
        bar = tqdm(settings, f"{name}, {system}", leave=False, disable=None)
        every = [run(system, each, cases, encoder) for each in bar]
        best = max(every, key=quality)  # of equal ones the first: the defaults, if they are best
        found += [every[0], best] if best is not every[0] else [best]
    return found


def by_beads(one: Run) -> tuple[float, float]:
    total = sum(one.scores, Scores())
    return total.bead.f1, total.null.f1


def by_prose(one: Run) -> tuple[float, float]:
    return one.prose.f1, one.prose.precision


def row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def print_titles(*titles: str) -> None:
    print("\n" + row(titles) + "\n" + "|---" * len(titles) + "|")


def report(name: str, one: Run) -> str:
    scores = one.scores
    total = sum(scores, Scores())
    cells = [name, one.title]
    for measure in ("bead", "link", "null"):
        rate = getattr(total, measure)
        low, high = align.f1_interval(scores, measure)
        cells.append(f"{100 * rate.precision:.1f} / {100 * rate.recall:.1f}")
        cells.append(f"**{100 * rate.f1:.1f}** ({100 * low:.1f}–{100 * high:.1f})")
        cells.append(f"{rate.right} / {rate.predicted} / {rate.gold}")
    cells.append(f"{100 * total.vecalign_strict.f1:.1f} / {100 * total.vecalign_lax.f1:.1f}")
    return row([*cells, str(one.texts), f"{one.embedding:.1f}", f"{one.rest:.2f}"])


def report_best(name: str, own: Run, best: Run) -> str:
    """Our default against the best peer at its best: the difference in bead F1."""
    one, *_ = align.compare([case.gold for case in own.cases], own.found, best.found)
    low, high = one.interval
    figures = f"{100 * one.a:.1f}", f"{100 * one.b:.1f}", f"**{100 * (one.a - one.b):+.1f}**"
    between = f"{100 * low:+.1f} to {100 * high:+.1f}"
    return row([name, figures[0], best.title, *figures[1:], between, f"{one.p:.4f}"])


def within(case: Case, beads: Sequence[Bead]) -> Rate:
    """Of the sentences with links, those whose links all stay inside their gold unit."""
    unit = [
        {index: at for at, bead in enumerate(case.gold) for index in getattr(bead, side)}
        for side in ("ru", "kk")
    ]
    right = linked = 0
    for bead in beads:
        if bead.usable:
            units = {unit[0][i] for i in bead.ru} | {unit[1][j] for j in bead.kk}
            linked += len(bead.ru) + len(bead.kk)
            right += (len(bead.ru) + len(bead.kk)) * (len(units) == 1)
    return Rate(right, linked, len(case.ru) + len(case.kk))


def report_prose(name: str, one: Run) -> str:
    rate = one.prose
    alone = rate.gold - rate.predicted
    return row(
        [
            name,
            one.title,
            f"{alone} of {rate.gold}, **{100 * alone / rate.gold:.1f}%**",
            f"{100 * rate.precision:.1f} / {100 * rate.recall:.1f}",
            f"**{100 * rate.f1:.1f}**",
        ]
    )


def joined(cases: Sequence[Case], size: int) -> list[Case]:
    """TIMED documents of `size` sentences a side, neighbours run together; their gold is lost."""
    ru, kk = (
        [text for case in cases for text in case.ru],
        [text for case in cases for text in case.kk],
    )
    last = min(len(ru), len(kk)) - size
    starts = [round(at * last / (TIMED - 1)) for at in range(TIMED)]
    return [Case("", ru[at : at + size], kk[at : at + size], []) for at in starts]


def report_speed(cases: Sequence[Case], encoder: Remembered) -> str:
    """The row of documents of one size; `encoder` has them."""
    embedding, rest = [], []
    for case in cases:
        began = time.perf_counter()
        encode([*case.ru, *case.kk], encoder.live)
        between = time.perf_counter()
        ours(case, encoder)
        embedding.append(between - began)
        rest.append(time.perf_counter() - between)
    share = statistics.median(b / a for a, b in zip(embedding, rest, strict=True))
    cells = [str(len(cases[0].ru)), str(len(cases))]
    cells += [f"{1000 * statistics.median(times):.0f}" for times in (embedding, rest)]
    return "| " + " | ".join([*cells, f"**{100 * share:.0f}%**"]) + " |"


def chosen(args: argparse.Namespace) -> tuple[dict[str, list[Case]], dict[str, list[Case]]]:
    """(The sets with exact gold, those of prose) that were asked for; all if none was."""
    folder = args.data / "benchmark"
    exact = {name: read_cases(folder / f"{name}.jsonl") for name in FILES}
    exact |= made_sets(args.data)
    prose = {PROSE_FILE: read_cases(folder / f"{PROSE_FILE}.jsonl"), "own prose": own_prose()}
    unknown = {*(args.set or ())} - exact.keys() - prose.keys()
    if unknown:
        sys.exit(f"no set {', '.join(unknown)}; there are {', '.join((*exact, *prose))}")
    exact, prose = (
        {name: cases for name, cases in sets.items() if not args.set or name in args.set}
        for sets in (exact, prose)
    )
    return exact, prose


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_data_argument(parser, "train", "benchmark")
    parser.add_argument("--set", action="append", help="a set's name; all if left out")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="all if left out")
    parser.add_argument("--model", help="an encoder instead of the embedded one")
    args = parser.parse_args()
    exact, prose = chosen(args)
    systems = [name for name in args.system or SYSTEMS if SYSTEMS[name].version]
    missing = {name: f"not installed: pip install {SYSTEMS[name].package}"
               for name in args.system or SYSTEMS if name not in systems}  # fmt: skip
    if not args.system:
        missing |= NOT_TO_BE_HAD
    encoder = Remembered(args.model)
    texts = {
        text
        for cases in (exact | prose).values()
        for case in cases
        for text in (*case.ru, *case.kk)
    }
    encoder.learn(texts, tokens=True)
    print(f"{len(texts)} different sentences embedded in {encoder.spent:.1f} s")
    if exact:
        print_exact(exact, systems, missing, encoder)
    if prose:
        print_titles("free prose", "system", "left unpaired", "within their unit P / R", "F1")
    for name, cases in prose.items():
        for one in runs(systems, cases, encoder, by_prose, name):
            print(report_prose(name, one), flush=True)
    every = [case for name in exact if name in FILES for case in exact[name]]
    if every:
        print_titles(
            "sentences a side", "documents", "embedding ms", "scoring and search ms", "share"
        )
        for size in SIZES:
            print(report_speed(joined(every, size), encoder), flush=True)


def print_exact(
    exact: Mapping[str, Sequence[Case]],
    systems: Sequence[str],
    missing: Mapping[str, str],
    encoder: Remembered,
) -> None:
    titles = ("P / R", "F1 (95%)", "right / found / gold")
    measures = (f"{name} {title}" for name in ("bead", "link", "null") for title in titles)
    print_titles(
        "set", "system", *measures,
        "vecalign strict / lax F1", "texts embedded", "s for that", "s without",
    )  # fmt: skip
    best = []
    for name, cases in exact.items():
        found = runs(systems, cases, encoder, by_beads, name)
        for one in found:
            print(report(name, one), flush=True)
        own = [one for one in found if one.system == OURS]
        peers = [one for one in found if not one.system.startswith(OURS)]
        if own and peers:
            best.append(report_best(name, own[0], max(peers, key=by_beads)))
    for name, why in missing.items():
        print(row(["all", name, why, *[""] * 12]))
    if best:
        print_titles(
            "set", "ours", "best peer at its best", "its bead F1", "difference", "95%", "p"
        )
        print("\n".join(best), flush=True)


if __name__ == "__main__":
    main()
