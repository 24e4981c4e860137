"""What tests of several rooms need: the command, and a real browser."""

import os

import pytest
from hypothesis import HealthCheck, settings

import chromium
import commands

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

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
