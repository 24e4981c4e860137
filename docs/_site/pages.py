"""Pages of the site that are not in docs/: a hook of mkdocs.

Pages that have their place elsewhere in the repository (README.md, benchmarks/README.md, …) are
brought in as they are, the reference of commands is made from the program, and links, which lead
from file to file in the repository, are led from page to page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from align.cli import app

PROJECT = Path(__file__).resolve().parents[2]
ELSEWHERE = {  # file in the repository → page of the site
    "README.md": "index.md",
    "README.ru.md": "ru/index.md",
    "README.kk.md": "kk/index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
    "examples/README.md": "examples.md",
    "models/build/README.md": "models.md",
    "seeds/README.md": "seeds.md",
}
GENERATED = "docs/commands.md"  # where the reference of commands would be in the repository
INTRODUCTION = """# Commands

This page is made from the program; `align COMMAND --help` says the same. Data go to standard
output, progress and messages to standard error. The exit status is 0 when all is done, 1 for what
the one line on standard error says, 2 for a wrong option; of `align corpus` and `align match` also
3: some documents were left out; of `align corpus` 130 after Ctrl-C.
"""
_LINK = re.compile(r"(?<=\]\()([^)#\s:]+)(#[^)\s]*)?(?=\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are not in docs/."""
    for source, page in ELSEWHERE.items():
        text = (PROJECT / source).read_text("utf-8")
        files.append(File.generated(config, page, content=relinked(text, source)))
    files.append(File.generated(config, "commands.md", content=commands_page()))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Leads the links of a page of docs/ from page to page."""
    source = page.file.src_uri
    return markdown if page.file.generated_by else relinked(markdown, f"docs/{source}")


def relinked(markdown: str, source: str) -> str:
    """The page of a file of the repository with its links between files as links between pages.

    Raises ValueError for a link to a file that there is not.
    """
    here = posixpath.dirname(_page_of(source))

    def page_link(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[1]))
        if target != GENERATED and not (PROJECT / target).exists():
            raise ValueError(f"{source}: links to {target}, which is no file")
        return posixpath.relpath(_page_of(target), here or ".") + (found[2] or "")

    return _LINK.sub(page_link, markdown)


def _page_of(source: str) -> str:
    return ELSEWHERE.get(source, source.removeprefix("docs/"))


def commands_page() -> str:
    """The reference of commands as Markdown, from the program itself."""
    group = typer.main.get_command(app)
    lines = [INTRODUCTION]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        lines += _command_lines(name, command)
    return "\n".join(lines)


def _command_lines(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401 (typer hides it)
    context = command.make_context(f"align {name}", [], resilient_parsing=True)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## align {name}", "", "```text", f"align {name} {usage}", "```", "")
    for paragraph in command.help.split("\n\n"):
        text = " ".join(line.strip() for line in paragraph.replace("\b", "").splitlines())
        example = re.match(r"(Example|Then): +(?=align )", text)
        yield from ("```sh", text[example.end() :], "```") if example else (text,)
        yield ""
    yield from ("| argument, option | what it says |", "|---|---|")
    for parameter in command.params:
        names, says = parameter.get_help_record(context)
        yield f"| {_cell(names, code=True)} | {_cell(says)} |"
    yield ""


def _cell(text: str, code: bool = False) -> str:
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`{text}`" if code else text.replace("<", "&lt;")
