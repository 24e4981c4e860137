import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.commands import started

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def interrupt_align(*arguments, cwd, begun):
    process = started(*arguments, cwd=cwd)
    deadline = time.monotonic() + 60
    while not begun() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


@pytest.fixture(scope="session")
def interrupt():
    """The command, interrupted as by Ctrl-C once `begun` says so → the finished process."""
    return interrupt_align


@pytest.fixture(scope="session")
def aligned(run, tmp_path_factory):
    """(pairs, rest, finished process) of the first seed pair."""
    folder = tmp_path_factory.mktemp("out put")
    done = run("files", RU, KK, "-o", folder / "o.tsv", "--rest", folder / "r.tsv")
    assert done.returncode == 0, done.stderr
    return folder / "o.tsv", folder / "r.tsv", done
