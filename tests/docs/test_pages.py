"""Every command and every block of code in README and documentation, run in the pages' order."""

import gzip
import json
import re
import shutil
from importlib import import_module

import docx
import pytest
import tables
import typer

import align
from align.cli import app
from support.made_files import made_epub, made_pdf
from support.reading import PROJECT, Reader, steps

pytestmark = pytest.mark.slow

PAGES = sorted(
    path
    for folder in (".", "docs/**", "benchmarks", "examples", "models/build", "seeds")
    for path in PROJECT.glob(f"{folder}/*.md")
)
COMMANDS = typer.main.get_command(app).commands
OF_ALIGN = {"--help", "--version", "--install-completion"}
OF_OTHERS = {"--method", "--constraint", "--strict"}  # of opusfilter-autogen, pip, twine
SCRIPTS = [*PROJECT.glob("benchmarks/*.py"), *PROJECT.glob("models/build/*.py")]
OF_SCRIPTS = {
    name for path in SCRIPTS for name in re.findall(r'"(--[a-z-]+)"', path.read_text("utf-8"))
}


def name_of(page):
    return page.relative_to(PROJECT).as_posix()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    """The embedded encoder; it embeds the few texts of all pages once, as `--cache` has it do."""
    return align.cached_encoder(align.load_encoder(), tmp_path_factory.mktemp("vectors"))


@pytest.fixture
def reader(tmp_path, monkeypatch, encoder):
    """A reader in a folder that has what a clone has, and texts of the reader's own."""
    monkeypatch.setattr("align.encode.load._embedded", lambda: encoder)
    for registry in ("align.filters.registry._FILTERS", "align.table.registry._FORMATS"):
        module, _, name = registry.rpartition(".")
        monkeypatch.setattr(registry, getattr(import_module(module), name).copy())
    for name in ("align", "benchmarks", "docs", "models"):
        (tmp_path / name).symlink_to(PROJECT / name)
    for name in ("seeds", "examples", "tests/text/cases"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    for name in ("DATA/train", "DATA/benchmark", "WORK", "news/ru", "news/kk"):
        (tmp_path / name).mkdir(parents=True)
    for path in (tmp_path / "seeds").glob("0[123]*.txt"):
        shutil.copy(path, tmp_path / "news" / path.name.split(".")[1])
    texts = [(PROJECT / f"seeds/01-flood.{one}.txt").read_text("utf-8") for one in ("ru", "kk")]
    in_all_formats(tmp_path, *texts)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    return Reader(tmp_path)


def in_all_formats(folder, ru, kk):
    """The files that the pages align: `report` and `page` in several formats, a table of texts."""
    (folder / "report.ru.txt").write_text(ru, "utf-8")
    (folder / "report.kk.txt").write_text(kk, "utf-8")
    (folder / "pages.jsonl").write_text(json.dumps({"ru": ru, "kk": kk}), "utf-8")
    document = docx.Document()
    for line in ru.splitlines():
        document.add_paragraph(line)
    document.save(folder / "report.ru.docx")
    lines = [(50, 800 - 30 * at, line) for at, line in enumerate(kk.splitlines())]
    (folder / "report.kk.pdf").write_bytes(made_pdf([lines]))
    for language, text in (("ru", ru), ("kk", kk)):
        body = "".join(f"<p>{line}</p>" for line in text.splitlines())
        page = f"<!DOCTYPE html><html><body><article>{body}</article></body></html>"
        (folder / f"page.{language}.html").write_text(page, "utf-8")
    (folder / "page.ru.html.gz").write_bytes(gzip.compress(ru.encode()))
    half = len(ru.splitlines()) // 2
    for at, part in enumerate((ru.splitlines()[:half], ru.splitlines()[half:]), 1):
        (folder / f"part{at}.ru.txt").write_text("\n".join(part), "utf-8")
    chapter = "".join(f"<p>{line}</p>" for line in kk.splitlines())
    (folder / "whole.kk.epub").write_bytes(made_epub(chapter))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_has_its_reader_do(page, reader):
    for step in steps(page.read_text("utf-8")):
        try:
            reader.follow(step)
        except Exception as fault:
            pytest.fail(f"{name_of(page)}:{step.line}: {type(fault).__name__}: {fault}", False)
    reader.finish()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_that_a_page_names_exist(page):
    """In running text too: `align COMMAND`, and each `--option`, of ours or of a script's."""
    text = page.read_text("utf-8")
    commands = set(re.findall(r"`align ([a-z]+)\b", text))
    assert commands <= COMMANDS.keys()
    parameters = [parameter for one in COMMANDS.values() for parameter in one.params]
    known = {name for one in parameters for name in (*one.opts, *one.secondary_opts)}
    running = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", running))
    assert named - known <= OF_ALIGN | OF_SCRIPTS | OF_OTHERS


@pytest.mark.parametrize("page", tables.PAGES)
def test_tables_of_what_is_registered_are_those_of_the_program(page):
    text = (PROJECT / page).read_text("utf-8")
    assert tables.filled(text) == text, "run `python docs/_site/tables.py`"
