"""The example programs and the notebook, run as their readers would."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1]
EXAMPLES = PROJECT / "examples"


def test_every_example_has_its_place_in_the_page_that_is_followed():
    """`tests/docs/test_pages.py` runs what the page shows, and compares what is printed."""
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(f"$ python examples/{path.name} " in page for path in EXAMPLES.glob("*.py"))
    assert all(f"`{path.name}`" in page for path in EXAMPLES.glob("[!R]*.*"))


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
