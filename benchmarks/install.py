"""What an installation takes and weighs: fresh environments, set up as the README says.

    python benchmarks/install.py [--only NAME ...] [--work DIR]

Needs the package index. Each environment gets a virtual environment and pip's cache of its own, so
that all is downloaded anew, and then does what it is for. Prints a row of the table in
`benchmarks/README.md` for each.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

PROJECT = Path(__file__).resolve().parents[1]
NEWS = "seeds/01-flood.ru.txt seeds/01-flood.kk.txt"
ALIGN = f"align files {NEWS} -o $OUT/pairs.tsv --rest $OUT/rest.tsv"
CONSTRAINED = "pip install --constraint constraints.txt"
FROM_HERE = "import align.encode.sentence_transformer as s; s.load_sentence_transformer()"


@dataclass(frozen=True, slots=True)
class Environment:
    """How it is set up, and what must work in it then; shell lines, run in the project."""

    name: str
    install: str
    works: tuple[str, ...]


ENVIRONMENTS = (
    Environment("embedded only", "pip install .", (ALIGN,)),
    Environment(
        "all extras",
        f"{CONSTRAINED} '.[all]'",
        (
            ALIGN,
            "align export $OUT/pairs.tsv -o $OUT/pairs.xlsx",
            "align export $OUT/pairs.tsv -o $OUT/pairs.parquet",
            f'python -c "{FROM_HERE}"',
            f"python -c \"import align; align.align_files(*'{NEWS}'.split()).plot()\"",
            "timeout --signal=INT 10 align review $OUT/pairs.tsv --no-browser; test $? = 124",
        ),
    ),
    Environment("wheel only", "pip install dist/*.whl", (ALIGN,)),
    Environment("formats", "pip install '.[formats]'", ("align split README.md --lang ru",)),
    Environment("parquet", "pip install '.[parquet]'", (f"{ALIGN.replace('.tsv', '.parquet')}",)),
    Environment(
        "plot",
        "pip install '.[plot]'",
        (f"python -c \"import align; align.align_files(*'{NEWS}'.split()).plot()\"",),
    ),
    Environment(
        "review",
        "pip install '.[review]'",
        (ALIGN, "timeout --signal=INT 10 align review $OUT/pairs.tsv --no-browser; test $? = 124"),
    ),
    Environment(
        "sentence-transformers",
        f"{CONSTRAINED} '.[sentence-transformers]'",
        (f'python -c "{FROM_HERE}"',),
    ),
)


def main() -> None:
    arguments = parser().parse_args()
    work = Path(arguments.work or tempfile.mkdtemp(prefix="align-install-"))
    print("| environment | set up by | packages | seconds | MB | first alignment, s |")
    print("|---|---|---|---|---|---|")
    chosen = [one for one in ENVIRONMENTS if not arguments.only or one.name in arguments.only]
    for environment in tqdm(chosen, disable=not sys.stderr.isatty()):
        print(row(environment, work / environment.name.replace(" ", "-")), flush=True)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", choices=[one.name for one in ENVIRONMENTS])
    parser.add_argument("--work", metavar="DIR", help="where the environments go, and stay")
    return parser


def row(environment: Environment, folder: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    libraries = next(folder.glob("lib/python*/site-packages"))
    before = size(libraries)
    seconds = timed(environment.install, folder)
    heavier = size(libraries) - before
    packages = len(list(libraries.glob("*.dist-info"))) - 1  # pip is there from the start
    times = [timed(line, folder) for line in environment.works]
    first = f"{times[0]:.1f}" if "align files" in environment.works[0] else ""
    return (
        f"| {environment.name} | `{environment.install}` | {packages} | {seconds:.0f} "
        f"| {heavier / 1e6:.0f} | {first} |"
    )


def timed(line: str, folder: Path) -> float:
    """The seconds that a shell line takes with the environment on; its failure ends the program."""
    (folder / "out").mkdir(exist_ok=True)
    env = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PIP_CACHE_DIR": str(folder / "cache"),
        "OUT": str(folder / "out"),
    }
    start = time.perf_counter()
    done = subprocess.run(
        ["bash", "-c", line], env=env, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{folder.name}: {line}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def size(folder: Path) -> int:
    """The bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
