"""The command as its user runs it: with real files and the real model."""

import json
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"
COPIES = 4


@pytest.fixture(scope="module")
def kept(run, tmp_path_factory):
    """The folder of four hand alignments and what was fitted to them, and the process.

    All are alike, so that what one gains the others gain for sure. They leave every other pair
    alone: a habit that the model can only learn from them.
    """
    folder = tmp_path_factory.mktemp("own gold")
    header, *lines = (SEEDS / "gold.tsv").read_text("utf-8").splitlines()
    of_flood = [line.split("\t") for line in lines if line.startswith("01-flood")]
    rows = [header]
    for copy in range(COPIES):
        for source, side in ((RU, "ru"), (KK, "kk")):
            shutil.copy(source, folder / f"{copy}.{side}.txt")
        names = [f"{copy}.ru.txt", f"{copy}.kk.txt"]
        rows += ["\t".join([*names, *fields[2:]]) for fields in of_flood[::2]]
    (folder / "gold.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    done = run("calibrate", folder / "gold.tsv", "-o", folder / "my.json")
    return folder, done


def test_what_helps_is_said_and_saved(kept):
    folder, done = kept
    assert done.returncode == 0, done.stderr
    assert f"beads in {COPIES} documents, each left out in turn" in done.stdout
    gain = next(line for line in done.stdout.splitlines() if "per sentence" in line).split()
    assert float(gain[-4]) >= float(gain[-3].lstrip("(")) > 0
    saved = json.loads((folder / "my.json").read_text("utf-8"))
    assert saved["alone"] > 0
    assert [path.name for path in folder.iterdir() if "part" in path.name] == []


def test_files_takes_what_was_saved(run, kept, aligned):
    folder, _ = kept
    done = run("files", RU, KK, "--calibration", folder / "my.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") < aligned[0].read_text("utf-8").count("\n")


def test_a_calibration_must_be_one(run, tmp_path):
    (tmp_path / "my.json").write_text("{}", "utf-8")
    done = run("files", RU, KK, "--calibration", tmp_path / "my.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "my.json: " in done.stderr


def test_what_does_not_surely_help_is_not_saved(run, tmp_path):
    (tmp_path / "my.json").write_text("as it was", "utf-8")
    done = run("calibrate", SEEDS / "gold.tsv", "-o", tmp_path / "my.json")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "beads in 3 documents" in done.stdout
    assert "not written, since it does not surely help" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["my.json"]
    assert (tmp_path / "my.json").read_text("utf-8") == "as it was"


def test_a_wrong_place_is_told_before_the_work(run, tmp_path):
    done = run("calibrate", SEEDS / "gold.tsv", "-o", tmp_path / "no" / "my.json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "does not exist; make it first" in done.stderr


def test_missing_documents_and_gold_are_one_line(run, tmp_path):
    shutil.copy(SEEDS / "gold.tsv", tmp_path)
    for gold, fact in (
        ("gold.tsv", "01-flood.ru.txt: no such file"),
        ("no.tsv", "no.tsv: no such"),
    ):
        done = run("calibrate", tmp_path / gold, "-o", tmp_path / "my.json")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert fact in done.stderr
