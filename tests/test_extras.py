"""Each extra does its part when it is the only one that is installed.

The others are hidden from the import system: whatever no requirement leads to, from the package and
the extra on, can't be imported. Real environments, one an extra, are made by
`benchmarks/install.py`, which takes a network and minutes.
"""

import subprocess
import sys
import zipfile
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.commands import reviewing

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[1] / "seeds"
NEWS = [str(SEEDS / f"01-flood.{language}.txt") for language in ("ru", "kk")]
HIDE = """
import sys
from importlib.machinery import PathFinder
class Rest(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] not in {names!r}:
            return super().find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Rest
"""


def reached(extra):
    """The distributions that requirements lead to, from ours with one extra (or none) on."""
    found, open_ = set(), [("ru-kk-align", {extra} if extra else set())]
    while open_:
        name, extras = open_.pop()
        if (name, frozenset(extras)) in found:
            continue
        found.add((name, frozenset(extras)))
        try:
            lines = distribution(name).requires or ()
        except PackageNotFoundError:  # for another system
            continue
        for needed in map(Requirement, lines):
            marks = [{"extra": one} for one in extras or ("",)]
            if needed.marker is None or any(map(needed.marker.evaluate, marks)):
                open_.append((canonicalize_name(needed.name), needed.extras))
    return {name for name, _ in found}


@cache
def hidden(extra):
    allowed = reached(extra)
    return {
        module
        for module, owners in packages_distributions().items()
        if not {canonicalize_name(owner) for owner in owners} & allowed
    }


def alone(extra, code, cwd):
    """What the code prints, and says on stderr, where this extra alone is installed."""
    done = subprocess.run(
        [sys.executable, "-c", HIDE.format(names=hidden(extra)) + code],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def calls(*lines):
    """Code that runs commands in its process, and prints the exit status of each."""
    return f"""
from align.cli import main
for line in {[["align", *map(str, line)] for line in lines]!r}:
    sys.argv = line
    try:
        main()
    except SystemExit as end:
        print(end.code or 0)
"""


def test_what_is_hidden():
    assert {"sentence_transformers", "torch", "matplotlib", "trafilatura"} <= hidden(None)
    assert not {"numpy", "pandas", "onnxruntime", "typer"} & hidden(None)
    assert "matplotlib" not in hidden("plot")
    assert not {"torch", "matplotlib", "trafilatura", "starlette"} & hidden("all")


def test_none_aligns_scores_filters_and_reports(tmp_path):
    code = calls(
        ("files", *NEWS, "-o", "pairs.tsv", "--rest", "rest.tsv"),
        ("score", SEEDS / "gold.tsv", "pairs.tsv", "--report", "errors.html"),
        ("filter", "pairs.tsv", "-o", "clean.tsv"),
        ("export", "pairs.tsv", "-o", "pairs.tmx"),
        ("report", "pairs.tsv", "rest.tsv", "-o", "report.html"),
        ("corpus", "--ru", SEEDS, "--kk", SEEDS, "-o", "corpus", "--limit", "1"),
    )
    said = alone(None, code, tmp_path)[0].splitlines()
    assert [line for line in said if line.isdigit()] == ["0"] * 6


def test_where_none_is_there_one_line_says_which_to_install(tmp_path):
    (tmp_path / "page.html").write_text("<!DOCTYPE html><p>Снег выпал.</p>", "utf-8")
    asked = {
        ("files", "page.html", NEWS[1]): "formats",
        ("export", "pairs.tsv", "-o", "pairs.xlsx"): "formats",
        ("export", "pairs.tsv", "-o", "pairs.parquet"): "parquet",
        ("review", "pairs.tsv"): "review",
        ("files", *NEWS, "--model", "sentence-transformers/LaBSE"): "sentence-transformers",
    }
    code = calls(("files", *NEWS, "-o", "pairs.tsv"), *asked)
    statuses, said = alone(None, code, tmp_path)
    assert statuses.split() == ["0", "1", "1", "1", "1", "1"]
    lines = [line for line in said.splitlines() if line.startswith("align: ")]
    for line, extra in zip(lines, asked.values(), strict=True):
        assert line.endswith(f"; pip install 'ru-kk-align[{extra}]'")


def test_the_embedded_model_as_sentence_transformer_says_what_is_missing(tmp_path):
    code = """
try:
    import align.encode.sentence_transformer
except ImportError as error:
    print(error)
"""
    said = alone(None, code, tmp_path)[0]
    assert said.endswith("; pip install 'ru-kk-align[sentence-transformers]'\n")


def test_formats_alone(tmp_path):
    (tmp_path / "a.html").write_text(
        f"<!DOCTYPE html><html><body><article><p>{Path(NEWS[0]).read_text('utf-8')}</p></article>",
        "utf-8",
    )
    (tmp_path / "b.md").write_text(Path(NEWS[1]).read_text("utf-8"), "utf-8")
    endings = ("xlsx", "parquet", "jsonl")
    code = calls(*(("files", "a.html", "b.md", "-o", f"pairs.{one}") for one in endings))
    assert alone("formats", code, tmp_path)[0].split() == ["0", "0", "0"]
    assert zipfile.is_zipfile(tmp_path / "pairs.xlsx")


def test_parquet_alone(tmp_path):
    code = calls(
        ("corpus", "--ru", SEEDS, "--kk", SEEDS, "-o", "c", "--format", "parquet", "--limit", 1),
        ("filter", "c", "-o", "clean.tsv"),
    )
    assert alone("parquet", code, tmp_path)[0].split() == ["0", "0"]


def test_plot_alone(tmp_path):
    code = f"""
import align
figure = align.align_files(*{NEWS!r}).plot().figure
figure.savefig("drawing.png")
"""
    alone("plot", code, tmp_path)
    assert (tmp_path / "drawing.png").read_bytes().startswith(b"\x89PNG")


def test_sentence_transformers_alone(tmp_path):
    code = """
from align.encode.sentence_transformer import load_sentence_transformer
print(load_sentence_transformer().encode(["Қар жауды."]).shape)
"""
    assert alone("sentence-transformers", code, tmp_path)[0] == "(1, 384)\n"


def test_review_alone(tmp_path):
    alone(None, calls(("files", *NEWS, "-o", "pairs.tsv")), tmp_path)
    code = HIDE.format(names=hidden("review")) + "from align.cli import main; main()"
    with reviewing("pairs.tsv", cwd=tmp_path, program=(sys.executable, "-c", code)) as (address, _):
        assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("extra", ["formats", "parquet", "plot", "review", "sentence-transformers"])
def test_all_has_each_extra(extra):
    assert reached(extra) <= reached("all")
