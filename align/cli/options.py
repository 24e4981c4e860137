"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from align.encode.cache import GIGABYTE, LIMIT
from align.errors import OutputError
from align.types import Encoder, Options

DEFAULTS = Options()
SOME_FAULTS = 3  # exit status where some documents were left out

Table = Annotated[
    Path,
    typer.Argument(
        metavar="TABLE", help="What `align files` wrote, or a folder of `align corpus`."
    ),
]
Presplit = Annotated[bool, typer.Option("--presplit", help="Each line is one sentence already.")]
Repair = Annotated[
    bool,
    typer.Option(
        "--repair", help="Write damaged text repaired too; it is compared repaired in any case."
    ),
]


def _filter_names(begun: str) -> list[str]:
    """What the shell completes `--filter` with."""
    from align.filters import FILTERS

    return [name for name in FILTERS if name.startswith(begun)]


Filters = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="NAME[=VALUE]",
        autocompletion=_filter_names,
        help="Drop pairs: score, length, ratio, language, copy, numbers, boilerplate, duplicate, "
        "near-duplicate; several, in their order.",
    ),
]
Clean = Annotated[
    bool, typer.Option("--clean", help="Drop pairs by all filters, each as it is by default.")
]
Model = Annotated[
    str | None,
    typer.Option(help="A sentence-transformers model or folder, instead of the embedded one."),
]

ENCODING_HELP = "Encoding of the {} file, for example cp1251; detected unless given."
RuEncoding = Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Russian"))]
KkEncoding = Annotated[str | None, typer.Option(help=ENCODING_HELP.format("Kazakh"))]

MinScore = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="Pairs less probable than this are not kept.",
        show_default=f"{DEFAULTS.min_score}, or what --calibration says",
    ),
]
MaxSpan = Annotated[int, typer.Option(min=1, max=4, help="Most sentences of a bead on one side.")]
Moved = Annotated[
    bool, typer.Option(help="Look elsewhere on the page for what has no partner in its place.")
]
CalibrationFile = Annotated[
    Path | None,
    typer.Option(metavar="MY.json", help="What `align calibrate` made of hand alignments."),
]
Cache = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Keep vectors here: no sentence is embedded twice."),
]
CacheSize = Annotated[
    float, typer.Option(min=0.001, metavar="GB", help="Most that --cache holds, 25 KB a sentence.")
]
CACHE_SIZE = LIMIT / GIGABYTE


def made_encoder(model: str | None, cache: Path | None, cache_size: float) -> Encoder | None:
    """The encoder that the command line asks for; None for the embedded one without cache."""
    from align.encode.cache import cached_encoder
    from align.encode.load import load_encoder

    if model is None and cache is None:
        return None
    encoder = load_encoder(model)
    if cache is None:
        return encoder
    return cached_encoder(encoder, cache, limit=round(cache_size * GIGABYTE))


def made_options(
    min_score: float | None, max_span: int, moved: bool, calibration: Path | None
) -> Options:
    """The settings of an alignment as the command line gives them."""
    from align.beads.calibration import Calibration, read_calibration

    own = read_calibration(calibration) if calibration else Calibration()
    return Options(
        min_score=own.min_score if min_score is None else min_score,
        max_span=max_span,
        moved=moved,
        calibration=own if calibration else None,
    )


def chosen_filters(filters: list[str] | None, clean: bool, *, of_pairs: bool = False) -> list[str]:
    """The filters that the command line asks for, each a sound NAME or NAME=VALUE.

    `of_pairs`: --clean asks only for those that look at a pair alone, as where a corpus is built.
    """
    from align.filters.apply import CLEAN, OF_PAIRS, parsed

    chosen = list(filters or ())
    if clean:  # a value of one's own in place of the default
        own = {parsed(text)[0]: text for text in chosen}
        chosen = list(({name: name for name in (OF_PAIRS if of_pairs else CLEAN)} | own).values())
    for text in chosen:
        parsed(text)
    return chosen


def refuse_overwriting(inputs: list[Path], outputs: list[Path]) -> None:
    """Raises OutputError where a file is to be written that is read, or lies in a folder that is.

    Or where two outputs are one.
    """
    taken: set[Path] = set()
    for path in outputs:
        place = path.resolve()
        for own in inputs:
            if place == own.resolve():
                raise OutputError(f"{path}: is an input, {own}; give another name to write to")
            if own.is_dir() and place.is_relative_to(own.resolve()):
                raise OutputError(
                    f"{path}: lies in {own}, of which all files are read; give another place"
                )
        if place in taken:
            raise OutputError(f"{path}: is the other output too; give another name to write to")
        taken.add(place)
