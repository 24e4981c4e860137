"""The review page in a browser, and `align review` behind it."""

import subprocess
import sys
from contextlib import contextmanager

import pytest


@contextmanager
def reviewing(*arguments, cwd):
    """`align review` in a process of its own → (its page's address, the process)."""
    command = [sys.executable, "-m", "align.cli", "review", *map(str, arguments), "--no-browser"]
    process = subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True)
    try:
        lines = []
        while not lines or not lines[-1].startswith("http"):
            lines.append(process.stderr.readline())
            assert lines[-1], "".join(lines)
        yield lines[-1].strip(), process
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


@pytest.fixture(scope="session")
def review_process():
    return reviewing


@pytest.fixture
def page(browser):
    """A page in English, that fails the test where a script of it fails."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert not faults
