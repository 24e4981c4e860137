"""What tests of several rooms need: the command, and a real browser."""

import os

import pytest

import chromium
import commands

# Two tests at a time on two cores: each worker, and what it starts, keeps to a core of its own.
# Else all of them start as many threads as there are cores, which then wait for each other.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if WORKER and hasattr(os, "sched_setaffinity"):
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[int(WORKER) % len(cores)]})

os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks the model hub, which would wait for a network


@pytest.fixture(scope="session")
def browser():
    if chromium.PROGRAM is None:
        pytest.skip("no Chromium on this machine (Debian's package chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = chromium.launched(running)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def run():
    """The command, called in this process: arguments → what a process of its own would give."""
    return commands.align


@pytest.fixture(scope="session")
def run_process():
    """The command in a process of its own, for what depends on its environment."""
    return commands.align_process
