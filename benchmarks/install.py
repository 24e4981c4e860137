"""What an installation takes and weighs: fresh environments, set up as the README says.

    python benchmarks/install.py [--only NAME ...] [--work DIR]

Needs the package index. Each environment gets a virtual environment and pip's cache of its own, so
that all is downloaded anew, and then does what it is for. Prints a row of the table in
`benchmarks/README.md` for each.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

PROJECT = Path(__file__).resolve().parents[1]
CONSTRAINED = "pip install --constraint constraints.txt"
NEWS = "01-flood.ru.txt 01-flood.kk.txt"
ALIGN = f"align files {NEWS} -o pairs.tsv --rest rest.tsv"
FORMATS = (
    "echo '# Снег выпал.' > a.md; align split a.md --lang ru; align export pairs.tsv -o a.xlsx"
)
PARQUET = "align export pairs.tsv -o pairs.parquet"
PLOT = f"python -c \"import align; align.align_files(*'{NEWS}'.split()).plot()\""
# It serves its page until it is stopped, after which `timeout` says 124.
REVIEW = "timeout --signal=INT 10 align review pairs.tsv --no-browser; test $? = 124"
AS_LIBRARY = "import align.encode.sentence_transformer as one; one.load_sentence_transformer()"
TORCH = f'python -c "{AS_LIBRARY}"'


@dataclass(frozen=True, slots=True)
class Environment:
    """How it is set up, in the project, and what must work then, beside the seeds alone."""

    name: str
    install: str
    works: tuple[str, ...] = ()  # besides aligning


ENVIRONMENTS = (
    Environment("embedded only", "pip install ."),
    Environment("all extras", f"{CONSTRAINED} '.[all]'", (FORMATS, PARQUET, PLOT, REVIEW, TORCH)),
    Environment("wheel only", "pip install dist/*.whl"),
    Environment("sdist only", "pip install dist/*.tar.gz"),
    Environment("formats", "pip install '.[formats]'", (FORMATS,)),
    Environment("parquet", "pip install '.[parquet]'", (PARQUET,)),
    Environment("plot", "pip install '.[plot]'", (PLOT,)),
    Environment("review", "pip install '.[review]'", (REVIEW,)),
    Environment("sentence-transformers", f"{CONSTRAINED} '.[sentence-transformers]'", (TORCH,)),
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
    shutil.copytree(PROJECT / "seeds", folder / "seeds")
    libraries = next(folder.glob("lib/python*/site-packages"))
    before = size(libraries)
    seconds = timed(environment.install, folder, PROJECT)
    heavier = size(libraries) - before
    packages = len(list(libraries.glob("*.dist-info"))) - 2  # pip and setuptools are there already
    first = timed(ALIGN, folder, folder / "seeds")
    for line in environment.works:
        timed(line, folder, folder / "seeds")
    return (
        f"| {environment.name} | `{environment.install}` | {packages} | {seconds:.0f} "
        f"| {heavier / 1e6:.0f} | {first:.1f} |"
    )


def timed(line: str, folder: Path, cwd: Path) -> float:
    """The seconds that a shell line takes with the environment on; its failure ends the program."""
    env = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PIP_CACHE_DIR": str(folder / "cache"),
    }
    start = time.perf_counter()
    done = subprocess.run(
        ["bash", "-c", line], env=env, cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{folder.name}: {line}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def size(folder: Path) -> int:
    """The bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
