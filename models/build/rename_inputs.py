"""Renames inputs of a fitted model in its file, after features were renamed; weights stay.

    python -m models.build.rename_inputs FILE OLD=NEW…

Only names in the lists called "inputs" are changed, and nothing else in the file.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path

INPUTS = re.compile(r'"inputs": \[[^\]]*\]')


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text of a model file with other names of inputs."""

    def of_list(match: re.Match[str]) -> str:
        found = json.loads("{" + match[0] + "}")["inputs"]
        inputs = [names.get(name, name) for name in found]
        if len({*inputs}) < len(inputs):
            raise SystemExit(f"two inputs would have one name: {', '.join(inputs)}")
        return '"inputs": ' + json.dumps(inputs)

    return INPUTS.sub(of_list, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("names", nargs="+", metavar="OLD=NEW")
    args = parser.parse_args()
    names = dict(one.split("=", 1) for one in args.names)
    args.file.write_text(renamed(args.file.read_text("utf-8"), names), "utf-8")


if __name__ == "__main__":
    main()
