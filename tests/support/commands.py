"""The `align` command, called in the process of the test or in one of its own.

In the test's own process libraries and models are loaded once for all tests, which saves most of
the time of a call. What a process of its own alone can show (its environment, signals, what is
imported) asks for one.
"""

import contextlib
import io
import os
import runpy
import signal
import subprocess
import sys
import traceback
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ALIGN = (sys.executable, "-m", "align.cli")


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
        [*ALIGN, *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
    )  # fmt: skip


def started(*arguments, cwd=None, env=None, program=ALIGN):
    """The command in a process of its own that goes on, and heeds Ctrl-C; what it says is piped."""
    return subprocess.Popen(
        [*program, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=cwd, env=env,
        # What a shell starts in the background ignores SIGINT, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads)
    )  # fmt: skip


@contextmanager
def reviewing(*arguments, **settings):
    """`align review`, until the end of the block → (its page's address, the process)."""
    with started("review", *arguments, "--no-browser", **settings) as process:
        try:
            lines = []
            while not lines or not lines[-1].startswith("http"):
                lines.append(process.stderr.readline())
                assert lines[-1], "".join(lines)
            yield lines[-1].strip(), process
        finally:
            process.terminate()
            process.wait(30)
