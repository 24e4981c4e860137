"""The example programs and the notebook, run as their readers would."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

PROJECT = Path(__file__).parents[1]
EXAMPLES, SEEDS = PROJECT / "examples", PROJECT / "seeds"


def run(name, *arguments):
    command = [sys.executable, str(EXAMPLES / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_is_run_and_listed():
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".ipynb")}
    source = Path(__file__).read_text("utf-8")
    listed = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f'"{name}"' in source and f"`{name}`" in listed for name in files)


def test_a_folder_is_aligned_and_looked_at(tmp_path):
    said = run("align_folder.py", SEEDS, SEEDS, tmp_path / "corpus")
    assert "pairs out of 11 pairs of documents" in said
    assert "1-1" in said
    assert "The least sure pairs:" in said


def test_encoders_are_compared():
    # The folder of the embedded model: nothing is fetched, and the difference must be none.
    said = run("compare_encoders.py", SEEDS / "gold.tsv", PROJECT / "models" / "ru-kk-e5-small")
    line = next(line for line in said.splitlines() if line.startswith("bead"))
    assert float(line.split()[1]) > 95
    assert "+0.0 to +0.0" in line


def test_a_filtered_corpus_is_exported(tmp_path):
    for language in ("ru", "kk"):
        (tmp_path / language).mkdir()
        for path in SEEDS.glob(f"0*.{language}.txt"):
            (tmp_path / language / path.name).write_bytes(path.read_bytes())
    said = run("filtered_corpus.py", tmp_path / "ru", tmp_path / "kk", tmp_path / "clean.tmx")
    assert "3 pairs of documents, 2 files without partner" in said
    units = (tmp_path / "clean.tmx").read_text("utf-8").count("<tu>") or (
        tmp_path / "clean.tmx"
    ).read_text("utf-8").count("<tu ")
    assert f"{units} translation units" in said
    assert units > 20


def test_the_notebook_runs_and_shows_table_and_drawing():
    notebook = nbformat.read(EXAMPLES / "first_look.ipynb", as_version=4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": EXAMPLES}}
    ).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kinds = [{kind for output in cell.outputs for kind in output.get("data", ())} for cell in cells]
    assert "text/html" in kinds[0]
    assert "image/png" in kinds[2]
    assert "bead" in cells[-1].outputs[0]["text"]


def test_the_notebook_is_kept_without_outputs():
    notebook = nbformat.read(EXAMPLES / "first_look.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.name)
def test_an_example_says_how_it_is_called(path):
    assert f"python examples/{path.name} " in path.read_text("utf-8").partition("import")[0]
