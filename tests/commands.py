"""The `align` command, called in the process of the test or in one of its own.

In the test's own process libraries and models are loaded once for all tests, which saves most of
the time of a call. What a process of its own alone can show (its environment, signals, what is
imported) asks for one.
"""

import contextlib
import io
import os
import runpy
import subprocess
import sys
import traceback
from functools import partial
from pathlib import Path


def align(*arguments, cwd=None, columns=100):
    """Calls the command in this process → what `subprocess.run` gives, as text."""
    from align.cli import main

    return _called(main, ["align", *map(str, arguments)], cwd, columns)


def script(path, *arguments, cwd=None, columns=100):
    """Runs a Python program in this process, likewise."""
    run = partial(runpy.run_path, str(path), run_name="__main__")
    return _called(run, [str(path), *map(str, arguments)], cwd, columns)


def _called(call, words, cwd, columns):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    before, sys.argv, width = sys.argv, words, os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(columns)
    status = 0
    try:
        with (
            contextlib.chdir(cwd or Path.cwd()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            call()
    except SystemExit as end:
        status = end.code or 0
    except Exception:
        err.write(traceback.format_exc())
        status = 1
    finally:
        sys.argv = before
        os.environ.pop("COLUMNS") if width is None else os.environ.update(COLUMNS=width)
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(words, status, *said)


def align_process(*arguments, env=None, cwd=None):
    """Calls the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "align.cli", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
    )  # fmt: skip
