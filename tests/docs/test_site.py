"""The documentation as a site: built with warnings as errors, whole, and sufficient unto itself."""

import os
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser

import pages
import pytest
import typer

import align
from align.cli import app
from support.reading import PROJECT, Reader, difference, steps

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")  # a worker may come back to this module
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


class Loaded(HTMLParser):
    """What a page loads by itself, and the ids it has."""

    def __init__(self):
        super().__init__()
        self.addresses, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.ids.add(attributes.get("id"))
        if tag in ("script", "img", "iframe", "source"):
            self.addresses.append(attributes.get("src") or "")
        if tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preload"):
            self.addresses.append(attributes["href"])


def loaded(path):
    page = Loaded()
    page.feed(path.read_text("utf-8"))
    return page


def test_nothing_is_loaded_from_elsewhere_and_all_that_is_loaded_is_there(site):
    # 404.html is shown at any address, so its links begin at the root.
    found = [path for path in site.rglob("*.html") if path.name != "404.html"]
    assert len(found) > 25
    for path in found:
        for address in filter(None, loaded(path).addresses):
            assert not re.match(r"(https?:)?//", address), f"{path}: {address}"
            assert (path.parent / address.partition("?")[0]).is_file(), f"{path}: {address}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", style.read_text("utf-8"))


def test_the_library_page_has_every_public_name(site):
    ids = loaded(site / "library.html").ids
    missing = {name for name in align.__all__ if f"align.{name}" not in ids} - {"__version__"}
    assert not missing
    assert {f"align.filters.{name}" for name in align.filters.__all__ if name.islower()} <= ids


def test_examples_in_docstrings_are_shown_as_code(site):
    page = (site / "library.html").read_text("utf-8")
    assert "&gt;&gt;&gt; " not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)


def test_the_page_of_commands_has_every_command_and_option(site):
    ids, page = loaded(site / "commands.html").ids, (site / "commands.html").read_text("utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        assert f"align-{name}" in ids
        for parameter in command.params:
            options = [one for one in parameter.opts if one.startswith("--")]
            assert all(option in page for option in options)


def test_examples_of_the_help_name_what_there_is():
    """Each example's options exist and take what they are given; nothing is run."""
    group = typer.main.get_command(app)
    examples = list(steps(pages.commands_page()))
    for example in examples:
        words = shlex.split(example.text.partition(" > ")[0])[1:]
        group.commands[words[0]].make_context(words[0], words[1:])
    assert len(examples) > 15


def test_each_language_has_the_same_steps():
    """First steps, making gold, questions: what is run is the same in all three, but for order."""
    for name in ("first-steps", "gold", "questions"):
        english = list(steps((PROJECT / "docs" / f"{name}.md").read_text("utf-8")))
        ours = {step.text for step in english}
        for language in ("ru", "kk"):
            page = (PROJECT / "docs" / language / f"{name}.md").read_text("utf-8")
            assert page.count("\n## ") >= (5 if name == "first-steps" else 4)
            commands = [one.text for one in steps(page) if one.kind in ("sh", "console")]
            assert commands
            known = {line.partition(" #")[0].strip() for line in ours}
            differing = [one for one in commands if one.partition(" #")[0].strip() not in known]
            assert len(differing) <= 2, differing


def test_pictures_are_small():
    sizes = [path.stat().st_size for path in (PROJECT / "docs" / "pictures").glob("*.png")]
    assert len(sizes) == 2
    assert max(sizes) < 100_000


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("16 pairs", "16 pairs\n", True),
        ("16 pairs", "17 pairs\n", False),
        ("score 0.93", "score 0.9351\n", True),
        ("score 0.93", "score 0.8751\n", False),
        ("a … c", "a b c\n", True),
        ("a … c", "a b d\n", False),
        ("one", "one\ntwo\n", False),
        ("one\n…", "one\ntwo\n", True),
        ("one\ntwo", "one\n", False),
    ],
)
def test_what_counts_as_the_same_output(shown, printed, same):
    assert (difference(shown, printed) is None) == same


def test_a_page_whose_command_fails_or_prints_something_else_is_found(tmp_path):
    blocks = ["sh\ntrue\nfalse", "console\n$ echo no\nyes", "python\nassert 1 == 2"]
    page = "\n\n".join(f"```{block}\n```" for block in blocks)
    found = list(steps(page))
    assert [step.line for step in found] == [1, 1, 6, 11]
    reader = Reader(tmp_path)
    reader.follow(found[0])
    for step in found[1:]:
        with pytest.raises(AssertionError):
            reader.follow(step)
    with pytest.raises(AssertionError, match="line 1: indented code"):
        list(steps("    align files\n"))
    with pytest.raises(AssertionError, match="line 1: a block's language"):
        list(steps("```\nalign files\n```\n"))
