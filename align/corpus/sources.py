"""Where the pairs of documents of a corpus are: folders, lists of pairs, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from align.errors import InputError
from align.languages import LANGUAGES
from align.languages.base import LanguageFacts
from align.table.load import read_records
from align.text.load import as_files, file_names
from align.types import DocumentInput, Language

if TYPE_CHECKING:
    import pandas as pd


class Source(NamedTuple):
    """One pair of documents: each side a `Path` or several, a text, or a list of its sentences.

    `ru_doc` and `kk_doc` are the names in the corpus; where they are empty, files have their own.
    """

    ru: DocumentInput
    kk: DocumentInput
    ru_doc: str = ""
    kk_doc: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """The documents' names in the corpus, "" for a text without one."""
        ru, kk = (file_names(as_files(text)) for text in (self.ru, self.kk))
        return self.ru_doc or ru, self.kk_doc or kk


class Fault(NamedTuple):
    """Why a pair of documents can't be aligned: its name, the file at fault, the reason."""

    document: str
    file: str
    reason: str


Sources = Iterable[Source | Fault]


def refuse(fault: Fault) -> NoReturn:
    """Raises InputError for a fault: what is done if the caller gave no `on_error`."""
    raise InputError(f"{fault.file or fault.document}: {fault.reason}")


TABLE_COLUMNS = {"ru", "kk"}, {"ru_path", "kk_path"}  # of a table: texts, or else files


@dataclass(frozen=True, slots=True)
class Listed:
    """Sources that can be gone through again and again; `each` starts anew."""

    each: Callable[[], Iterator[Source | Fault]]

    def __iter__(self) -> Iterator[Source | Fault]:
        return self.each()


def as_source(pair: Source | Fault | tuple[DocumentInput, DocumentInput]) -> Source | Fault:
    """The pair, with names if it has none."""
    return pair if isinstance(pair, Source | Fault) else Source(*pair)


def chosen(
    sources: Iterable[Source | Fault | tuple[DocumentInput, DocumentInput]],
    limit: int | None,
    shard: tuple[int, int] | None,
) -> Sources:
    """The first `limit` of the sources, and of these each n-th from the i-th for a shard (i, n).

    Raises InputError for a shard that is none.
    """
    if shard and not 1 <= shard[0] <= shard[1]:
        raise InputError(f"shard {shard[0]}/{shard[1]}: no such part; give 1/{shard[1]} and on")
    first, step = (shard[0] - 1, shard[1]) if shard else (0, 1)
    return Listed(lambda: map(as_source, islice(iter(sources), first, limit, step)))


# What tells a file's language in its name: `report.ru.txt`, `report_kk.txt`, `kaz-report.txt`.
def _file_mark(language: LanguageFacts) -> re.Pattern[str]:
    marks = "|".join(language.file_marks)
    pattern = rf"(?:^|(?<=/))(?:{marks})[._-]|[._-](?:{marks})(?=\.[^./]*$|$)"
    return re.compile(pattern, re.IGNORECASE)


_MARK = LANGUAGES.map(_file_mark)


def sources_from_folders(ru: str | Path, kk: str | Path) -> Sources:
    """The files of two folders that have the same name, also below subfolders, in its order.

    A mark of the language in the name does not count, so `report.ru.txt` belongs to
    `report.kk.txt`; where both folders are one, only files with a mark count. Files whose name
    begins with a dot are passed over. A file without partner is a Fault. Raises InputError where
    a folder is missing, two files of one side have the same name, or no name is on both sides.
    """
    ru, kk = Path(ru), Path(kk)
    files = {folder: files_below(folder) for folder in (ru, kk)}
    alike = set(files[ru]) & set(files[kk]) if ru.resolve() != kk.resolve() else None
    left, right = _by_name(ru, files[ru], "ru", alike), _by_name(kk, files[kk], "kk", alike)
    if not left.keys() & right.keys():
        raise InputError(
            f"{ru}: shares no file name with {kk} ({len(left)} and {len(right)} files); "
            "name the files alike, or say with --pairs which belong together"
        )

    def each() -> Iterator[Source | Fault]:
        for name in sorted(left.keys() | right.keys()):
            if name not in right:
                yield Fault(left[name], str(ru / left[name]), f"no file of this name in {kk}")
            elif name not in left:
                yield Fault(right[name], str(kk / right[name]), f"no file of this name in {ru}")
            else:
                yield Source(ru / left[name], kk / right[name], left[name], right[name])

    return Listed(each)


def files_below(folder: Path) -> list[str]:
    """The files in a folder and below, as paths within it, in order, but hidden ones.

    Raises InputError where there is no such folder.
    """
    if not folder.is_dir():
        fact = "this is a file" if folder.exists() else "no such folder"
        raise InputError(f"{folder}: {fact}; give a folder of texts")
    inside = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        path.as_posix() for path in inside if not any(part.startswith(".") for part in path.parts)
    )


def _by_name(
    folder: Path, files: Iterable[str], language: Language, alike: set[str] | None
) -> dict[str, str]:
    """The files by what two of a pair share.

    `alike` are those that the other folder has too; None where it is the same folder.
    """
    found: dict[str, str] = {}
    for file in files:
        name, marks = _MARK[language].subn("", file)
        if alike is None and not marks:
            continue
        if alike and file in alike:
            name = file
        if name in found:
            raise InputError(
                f"{folder}: {found[name]} and {file} have the same name but for the language; "
                "rename one"
            )
        found[name] = file
    return found


def sources_from_pairs(pairs: str | Path, ru: str | Path, kk: str | Path) -> Sources:
    """The files of two folders that a TSV with the columns ru_doc and kk_doc puts together.

    Raises InputError for a table without these columns.
    """
    pairs, ru, kk = Path(pairs), Path(ru), Path(kk)
    rows = read_records(pairs)
    _columns(str(pairs), rows.columns, {"ru_doc", "kk_doc"})

    def each() -> Iterator[Source | Fault]:
        for at, row in rows:
            names = row if isinstance(row, str) else _strings(row, ("ru_doc", "kk_doc"))
            if isinstance(names, str):
                yield Fault(f"line {at}", str(pairs), names)
            else:
                yield Source(ru / names[0], kk / names[1], *names)

    return Listed(each)


def sources_from_table(path: str | Path) -> Sources:
    """The pairs of a table, TSV, JSON Lines or Parquet by its name's ending.

    Its columns are ru and kk, the texts, or ru_path and kk_path, files that are looked for from
    the table's folder on, in JSON Lines and Parquet also lists of files in their order; ru_doc and
    kk_doc may name the documents. A row that holds something else is a Fault. Raises InputError
    for a table without these columns.
    """
    path = Path(path)
    rows = read_records(path)
    columns = _columns(str(path), rows.columns, *TABLE_COLUMNS)

    def each() -> Iterator[Source | Fault]:
        for at, row in rows:
            made = row if isinstance(row, str) else _source(row, columns, at, path.parent)
            yield Fault(f"line {at}", str(path), made) if isinstance(made, str) else made

    return Listed(each)


def sources_from_frame(frame: pd.DataFrame) -> Sources:
    """The pairs of a DataFrame with the columns of `sources_from_table`."""
    columns = _columns("the frame", set(frame.columns), *TABLE_COLUMNS)

    def each() -> Iterator[Source | Fault]:
        for at, row in enumerate(frame.to_dict("records"), 1):
            made = _source({str(key): value for key, value in row.items()}, columns, at, Path())
            yield Fault(f"row {at}", "the frame", made) if isinstance(made, str) else made

    return Listed(each)


def _source(
    row: Mapping[str, object], columns: Sequence[str], at: int, folder: Path
) -> Source | str:
    """The pair that a row holds, or what is wrong with it."""
    named = row.get("ru_doc"), row.get("kk_doc")
    ru_doc, kk_doc = (name if isinstance(name, str) else "" for name in named)
    if columns == ("ru", "kk"):
        texts = _strings(row, columns)
        if isinstance(texts, str):
            return texts
        return Source(*texts, ru_doc or str(at), kk_doc or str(at))
    ru_files, kk_files = (_files(row.get(name)) for name in columns)
    if not ru_files or not kk_files:
        return f"no text in the column {columns[1] if ru_files else columns[0]}"
    return Source(
        _in_folder(folder, ru_files),
        _in_folder(folder, kk_files),
        ru_doc or "+".join(ru_files),
        kk_doc or "+".join(kk_files),
    )


def _files(cell: object) -> list[str]:
    """The files that a cell names, one or a list of them; [] where it names none."""
    names = cell if isinstance(cell, list) else [cell]
    return list(map(str, names)) if all(isinstance(name, str) for name in names) else []


def _in_folder(folder: Path, files: Sequence[str]) -> DocumentInput:
    paths = [folder / file for file in files]
    return paths if len(paths) > 1 else paths[0]


def _strings(row: Mapping[str, object], columns: Sequence[str]) -> tuple[str, str] | str:
    """The two columns' texts, or what is wrong with them."""
    values = tuple(row.get(name) for name in columns)
    for name, value in zip(columns, values, strict=True):
        if not isinstance(value, str):
            return f"no text in the column {name}"
    return str(values[0]), str(values[1])


def _columns(name: str, have: AbstractSet[str], *choices: set[str]) -> tuple[str, str]:
    """The columns of the first choice that the table has; raises InputError for none."""
    for choice in choices:
        if choice <= have:
            ru, kk = sorted(choice, reverse=True)
            return ru, kk
    wanted = ", or ".join(" and ".join(sorted(one, reverse=True)) for one in choices)
    raise InputError(f"{name}: has no columns {wanted}; rename its columns")
