import os
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def run_align(*arguments, env=None, cwd=None):
    command = [sys.executable, "-m", "align.cli", *map(str, arguments)]
    settings = {**os.environ, "COLUMNS": "100", **(env or {})}
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=settings,
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="session")
def run():
    """The command in a process of its own: arguments → the finished process."""
    return run_align


@pytest.fixture(scope="session")
def aligned(run, tmp_path_factory):
    """(pairs, rest, finished process) of the first seed pair."""
    folder = tmp_path_factory.mktemp("out put")
    done = run("files", RU, KK, "-o", folder / "o.tsv", "--rest", folder / "r.tsv")
    assert done.returncode == 0, done.stderr
    return folder / "o.tsv", folder / "r.tsv", done
