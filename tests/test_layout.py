"""What the rooms of the package may import, and what importing them loads."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
HEAVY = ("torch", "transformers", "pandas", "onnxruntime", "tokenizers", "tqdm")


def loaded(code, names):
    """Which of the modules are there after the code has run in a fresh process."""
    code = f"{code}\nimport sys\nprint(*(name for name in {names} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_data_flows_one_way_and_in_no_circle():
    found = lint_imports(config_filename=str(PROJECT), no_cache=True, no_logo=True)
    assert found == EXIT_STATUS_SUCCESS, "the captured output names the imports"


def test_the_embedded_path_never_loads_torch():
    code = "import align\nalign.align_texts('Сегодня выпал снег.', 'Бүгін қар жауды.')"
    assert loaded(code, ("torch", "transformers", "sentence_transformers")) == []


@pytest.mark.parametrize("module", ["align", "align.cli"])
def test_import_and_help_load_no_heavy_library(module):
    assert loaded(f"import {module}", HEAVY) == []
