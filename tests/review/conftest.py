"""The review page in a browser, and `align review` behind it."""

import pytest

from support.commands import reviewing


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
