"""Groups of options that several commands share: each is declared once, as a dataclass.

A command takes a group as one parameter; `expanded` shows its fields to typer as options of the
command, and puts them together again before the command is called.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from align.encode.cache import GIGABYTE, LIMIT
from align.filters.registry import filter_names, parsed
from align.types import MIN_SCORE, Encoder, Options, ReadOptions

DEFAULTS = Options()
CACHE_SIZE = LIMIT / GIGABYTE


@dataclass(frozen=True, slots=True)
class Group:
    """A group of options; its fields are annotated as parameters of a command are."""


@dataclass(frozen=True, slots=True)
class Reading(Group):
    """How documents are read; the fields are those of `ReadOptions`, but for `repair`."""

    presplit: Annotated[
        bool, typer.Option("--presplit", help="Each line is one sentence already.")
    ] = False
    ru_encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of the Russian file, for example cp1251; detected if missing."),
    ] = None
    kk_encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of the Kazakh file, for example cp1251; detected if missing."),
    ] = None

    @property
    def options(self) -> ReadOptions:
        """The options for the library."""
        return ReadOptions(**_values(self))


@dataclass(frozen=True, slots=True)
class ReadingAndRepair(Reading):
    """All fields of `ReadOptions`, for commands that write texts."""

    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="Write damaged text repaired too; it is compared repaired in any case."
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class Search(Group):
    """How beads are searched; the fields are those of `Options`."""

    min_score: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Pairs less probable than this are not kept.",
            show_default=f"{MIN_SCORE}, or what --calibration says",
        ),
    ] = DEFAULTS.min_score
    max_span: Annotated[
        int, typer.Option(min=1, max=4, help="Most sentences of a bead on one side.")
    ] = DEFAULTS.max_span
    moved: Annotated[
        bool, typer.Option(help="Look elsewhere on the page for what has no partner in its place.")
    ] = DEFAULTS.moved
    calibration: Annotated[
        Path | None,
        typer.Option(metavar="MY.json", help="What `align calibrate` made of hand alignments."),
    ] = None

    @property
    def options(self) -> Options:
        """The options for the library, the calibration read from its file."""
        from align.scoring.calibration import read_calibration

        calibration = read_calibration(self.calibration) if self.calibration else None
        return Options(**_values(self) | {"calibration": calibration})


@dataclass(frozen=True, slots=True)
class Encoding(Group):
    """Which encoder embeds the sentences, and where their vectors are kept."""

    model: Annotated[
        str | None,
        typer.Option(help="A sentence-transformers model or folder, instead of the embedded one."),
    ] = None
    cache: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep vectors here: no sentence is embedded twice."),
    ] = None
    cache_size: Annotated[
        float,
        typer.Option(min=0.001, metavar="GB", help="Most that --cache holds, 25 KB per sentence."),
    ] = CACHE_SIZE

    @property
    def encoder(self) -> Encoder | None:
        """The encoder that is asked for; None for the bundled one without cache."""
        from align.encode.cache import cached_encoder
        from align.encode.load import load_encoder

        if self.model is None and self.cache is None:
            return None
        encoder = load_encoder(self.model)
        if self.cache is None:
            return encoder
        return cached_encoder(encoder, self.cache, limit=round(self.cache_size * GIGABYTE))


def _filter_names(begun: str) -> list[str]:
    """What the shell completes `--filter` with."""
    return [name for name in filter_names() if name.startswith(begun)]


@dataclass(frozen=True, slots=True)
class Filtering(Group):
    """Which pairs are dropped."""

    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            metavar="NAME[=VALUE]",
            autocompletion=_filter_names,
            help=f"Drop pairs: {', '.join(filter_names())}; several, in their order.",
        ),
    ] = None
    clean: Annotated[
        bool, typer.Option("--clean", help="Drop pairs by all filters, each as it is by default.")
    ] = False

    def chosen(self, *, clean: bool = False, of_pairs: bool = False) -> list[str]:
        """The filters that are asked for, each a sound NAME or NAME=VALUE.

        `clean`: as if --clean were given. `of_pairs`: --clean asks only for those that look at a
        pair alone, as where a corpus is built.
        """
        chosen = list(self.filters or ())
        if self.clean or clean:  # a value that was given replaces the default
            given = {parsed(text)[0].name: text for text in chosen}
            chosen = list(
                ({name: name for name in filter_names(of_pairs=of_pairs)} | given).values()
            )
        for text in chosen:
            parsed(text)
        return chosen


def _values(group: Group) -> dict[str, Any]:
    return {field.name: getattr(group, field.name) for field in fields(group)}


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the fields of its groups as parameters of its own.

    A parameter whose annotation is a `Group` is replaced by the group's fields, in their order.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[Group]] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        kind = hints[parameter.name]
        if isinstance(kind, type) and issubclass(kind, Group):
            groups[parameter.name] = kind
            of_field = get_type_hints(kind, include_extras=True)
            parameters += [
                inspect.Parameter(
                    field.name,
                    inspect.Parameter.KEYWORD_ONLY,
                    default=field.default,
                    annotation=of_field[field.name],
                )
                for field in fields(kind)
            ]
        else:
            keyword = inspect.Parameter.KEYWORD_ONLY
            annotation = hints[parameter.name]
            parameters.append(parameter.replace(kind=keyword, annotation=annotation))

    @functools.wraps(command)
    def call(**values: Any) -> None:  # noqa: ANN401 (typer gives what the annotations say)
        made = {
            name: kind(**{field.name: values.pop(field.name) for field in fields(kind)})
            for name, kind in groups.items()
        }
        command(**values, **made)

    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    return call
