"""The browser of the tests and of the documentation's pictures: Debian's Chromium."""

import shutil

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without these Chromium looks for hosts of its maker at every start.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


def launched(playwright):
    """A running browser."""
    return playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
