"""The pictures of README and documentation: the review page and a report, of the first seed pair.

    python docs/_site/pictures.py

Needs Chromium (Debian's package chromium) and what `make setup` installs. Few colours keep them
small.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))  # which start the command and the browser too

from support.chromium import launched  # noqa: E402
from support.commands import align, reviewing  # noqa: E402

PICTURES = PROJECT / "docs" / "pictures"
SEEDS = [str(PROJECT / "seeds" / f"01-flood.{language}.txt") for language in ("ru", "kk")]
# Of the picture of the report, in pixels: height, widths of its two parts, free space around.
HEIGHT, NUMBERS, DRAWN, EDGE = 620, 430, 800, 20


def main() -> None:
    """Makes both anew."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        tables = ("pairs.tsv", "rest.tsv")
        made = align("files", *SEEDS, "-o", tables[0], "--rest", tables[1], cwd=folder)
        made.check_returncode()
        align("report", *tables, "-o", "report.html", cwd=folder).check_returncode()
        browser = launched(playwright)
        page = browser.new_page(viewport={"width": 1180, "height": 640}, locale="en-GB")
        with reviewing(*tables, cwd=folder) as (address, _):
            page.goto(address)
            page.wait_for_timeout(1500)  # what the texts share is marked a moment later
            save(picture(page.screenshot()), "review")
        page.goto((Path(folder) / "report.html").as_uri())
        save(beside(section(page, "What is there"), section(page, "One document")), "report")
        browser.close()


def section(page: Page, heading: str) -> Image.Image:
    """A part of a report, by its heading."""
    title = page.get_by_role("heading", name=heading, exact=True)
    return picture(page.locator("section").filter(has=title).screenshot())


def beside(numbers: Image.Image, drawing: Image.Image) -> Image.Image:
    """Numbers as they are, and the drawing smaller."""
    smaller = drawing.crop((0, 0, DRAWN, drawing.height)).resize(
        (DRAWN * HEIGHT // drawing.height, HEIGHT), Image.Resampling.LANCZOS
    )
    both = Image.new("RGB", (EDGE + NUMBERS + smaller.width, HEIGHT + EDGE), "white")
    both.paste(numbers.crop((0, 0, NUMBERS, min(HEIGHT, numbers.height))), (EDGE, 0))
    both.paste(smaller, (EDGE + NUMBERS, 0))
    return both


def picture(png: bytes) -> Image.Image:
    """A screenshot."""
    return Image.open(BytesIO(png)).convert("RGB")


def save(image: Image.Image, name: str) -> None:
    """The image as a PNG of few colours."""
    path = PICTURES / f"{name}.png"
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(PROJECT)}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
