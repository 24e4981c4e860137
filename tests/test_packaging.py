"""The distributions: built as they are given away, and used with the source tree out of sight."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from align import __version__

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1]
MODELS = [
    *sorted((PROJECT / "models" / "ru-kk-e5-small").iterdir()),
    *sorted((PROJECT / "models").glob("*.json*")),
]


def run(*command, cwd=PROJECT, **env):
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, encoding="utf-8",
        check=False, cwd=cwd, env={**os.environ, **env}, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")  # a worker may come back to this module
def built(tmp_path_factory):
    """The folder with the sdist and the wheel; the wheel is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "build", "--no-isolation", "--outdir", folder)
    return folder


@pytest.fixture(scope="session")  # a worker may come back to this module
def installed(built, tmp_path_factory):
    """A folder that holds what pip takes from the wheel, without the libraries it needs."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = next(built.glob("*.whl"))
    run("-m", "pip", "install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def test_twine_has_nothing_to_say(built):
    said = run("-m", "twine", "check", "--strict", *built.iterdir())
    assert said.count("PASSED") == 2


def test_the_version_is_one_everywhere(built):
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = re.search(r"^version: (\S+)$", (PROJECT / "CITATION.cff").read_text("utf-8"), re.M)
    assert project["version"] == cited[1] == __version__
    assert {path.name for path in built.iterdir()} == {
        f"ru_kk_align-{__version__}.tar.gz",
        f"ru_kk_align-{__version__}-py3-none-any.whl",
    }


def test_the_wheel_holds_the_models_as_they_are(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        for path in MODELS:
            inside = f"align/models/{path.relative_to(PROJECT / 'models').as_posix()}"
            found = hashlib.sha256(wheel.read(inside)).digest()
            assert found == hashlib.sha256(path.read_bytes()).digest()
    assert {"align/py.typed", "align/review/page/index.html", "align/report/report.css"} <= names
    assert not [name for name in names if not name.startswith(("align/", "ru_kk_align-"))]


def test_the_sdist_holds_what_builds_and_tests_it(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = {"Makefile", "constraints.txt", "seeds/gold.tsv", "tests/conftest.py"}
    assert wanted <= names
    assert not [name for name in names if name.startswith((".venv", "demo/", "site/", "dist/"))]


def test_the_installed_command_aligns(installed, tmp_path):
    there = {"cwd": tmp_path, "PYTHONPATH": str(installed)}
    code = "import align; print(align.__file__)"
    assert run("-c", code, **there).startswith(str(installed))
    assert run("-m", "align.cli", "--version", **there) == f"align {__version__}\n"
    news = [PROJECT / "seeds" / f"01-flood.{language}.txt" for language in ("ru", "kk")]
    run("-m", "align.cli", "files", *news, "-o", "pairs.tsv", "--rest", "rest.tsv", **there)
    score = run("-m", "align.cli", "score", PROJECT / "seeds/gold.tsv", "pairs.tsv", **there)
    assert float(re.search(r"^bead +(\S+)", score, re.M)[1]) > 90  # precision


def complete(how, **env):
    """What the installed command gives the shell that asks it for completion."""
    command = Path(sys.executable).with_name("align")
    env = {**os.environ, "_ALIGN_COMPLETE": how, **env}
    return subprocess.run([command], capture_output=True, text=True, env=env, check=False).stdout


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("align fi", {"files", "filter"}),
        ("align export --to j", {"jsonl"}),
        ("align filter --filter n", {"numbers", "near-duplicate"}),
        ("align corpus --ca", {"--cache", "--cache-size", "--calibration"}),
    ],
)
def test_bash_completes_commands_options_and_values(line, words):
    place = str(len(line.split()) - 1)
    said = complete("complete_bash", COMP_WORDS=line, COMP_CWORD=place)
    assert set(said.split()) >= words


def test_each_shell_has_a_script():
    for shell in ("bash", "zsh", "fish", "powershell"):
        assert "_ALIGN_COMPLETE" in complete(f"source_{shell}")
