"""What a corpus was made of, and whether it is complete: the manifest in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from align.corpus.counts import CorpusCounts
from align.errors import OutputError
from align.table.whole_file import whole_file

Identity = Mapping[str, object]  # what a corpus is made of: the same for all runs on one folder

FORMAT = "ru-kk-align corpus 1"
MANIFEST = "manifest.json"


def refuse_other(folder: Path, held: Mapping[str, Any], identity: Identity) -> None:
    """Raises OutputError, saying what differs, where a corpus was begun as another one."""
    for name, now in identity.items():
        before = held.get(name)
        if before == now:
            continue
        fact = f"another {name}"
        if isinstance(before, Mapping) and isinstance(now, Mapping):
            changed = [key for key in now if before.get(key) != now[key]]
            fact = (
                f"{name} {changed[0]} {_said(before.get(changed[0]))}, now {_said(now[changed[0]])}"
            )
        elif isinstance(now, str):
            fact = f"{name} {before}, now {now}"
        raise OutputError(
            f"{folder}: was begun with {fact}; give another folder, or --fresh to begin anew"
        )


def _said(value: object) -> str:
    return str(value)[:12]


def counts_of(folder: Path, held: Mapping[str, Any]) -> CorpusCounts:
    """The counts of a corpus that is complete; raises OutputError where a file of it is gone."""
    gone = [name for name in held["files"] if not (folder / name).is_file()]
    if gone:
        raise OutputError(
            f"{folder}: {gone[0]} is gone; bring it back, or give --fresh to begin anew"
        )
    return CorpusCounts(**held["counts"])


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the folder's corpus, None if there is none.

    Raises OutputError for one that is damaged or of something else.
    """
    import json

    path = folder / MANIFEST
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(f"format {held['format']}")
        if held["complete"]:
            CorpusCounts(**held["counts"])
            list(held["files"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{path}: is no manifest of a corpus ({error}); give another folder, or --fresh"
        ) from None
    return dict(held)


def write_manifest(
    folder: Path, identity: Identity, found: Mapping[str, object] | None = None
) -> None:
    """Writes what the corpus is made of; with what was found it is complete."""
    import json

    manifest = {"format": FORMAT, "complete": found is not None, **identity, **(found or {})}
    with whole_file(folder / MANIFEST) as file:
        file.write(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
