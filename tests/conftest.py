"""What tests of several rooms need: the command in a process, and a real browser."""

import os
import shutil
import subprocess
import sys

import pytest

# Without these Chromium looks for hosts of its maker at every start.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium on this machine (Debian's package chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


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
        timeout=120,
    )


@pytest.fixture(scope="session")
def run():
    """The command in a process of its own: arguments → the finished process."""
    return run_align
