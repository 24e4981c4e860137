"""`align export`, and the formats that `align files` writes."""

import json
from pathlib import Path

import pytest

from align.table.registry import table_formats
from align.types import COLUMNS

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def test_export_by_the_ending(run, aligned, tmp_path):
    done = run("export", aligned[0], "-o", tmp_path / "pairs.tmx")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "16 rows written as tmx\n"
    assert (tmp_path / "pairs.tmx").read_text("utf-8").count("<tu ") == 16


def test_rows_left_out_are_counted(run, aligned, tmp_path):
    done = run("export", aligned[1], "--to", "moses", "-o", tmp_path / "rest")
    assert done.stderr == ("0 rows written as moses, 7 left out, which are no usable pairs\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rest.kk", "rest.ru"]


def test_files_writes_any_format_by_the_ending(run, aligned, tmp_path):
    done = run("files", RU, KK, "-o", tmp_path / "o.jsonl", "--rest", tmp_path / "r.jsonl")
    assert done.returncode == 0
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").open(encoding="utf-8")]
    table = [line.split("\t") for line in aligned[0].read_text("utf-8").splitlines()[1:]]
    assert [(row["ru"], row["kk"]) for row in rows] == [(row[-2], row[-1]) for row in table]
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)
    # the title has no partner of its own on the page in every corpus: heads come from both files
    assert rows[-1]["ru_title"] == "Из затопленного Каражара вывезли более двухсот человек"
    assert len((tmp_path / "r.jsonl").read_text("utf-8").splitlines()) == 7


@pytest.mark.slow
def test_every_format_is_in_the_help_and_can_be_asked_for(run, aligned, tmp_path):
    shown = " ".join(run("export", "--help").stdout.split())
    for one in table_formats():
        assert f"{one.name}: {one.help}" in shown
        done = run("export", aligned[0], "--to", one.name, "-o", tmp_path / "out")
        assert done.returncode == 0, done.stderr
        assert all(file.is_file() for file in one.files(tmp_path / "out"))


def test_a_format_that_there_is_not_is_a_wrong_use(run, aligned, tmp_path):
    done = run("export", aligned[0], "--to", "doc", "-o", tmp_path / "o")
    assert done.returncode == 2
    assert "doc: no such format; give one of hunalign, jsonl" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        (["export", "none.tsv", "-o", "o.tmx"], "align: none.tsv: no such file; check the name\n"),
        (["export", "a.tsv", "-o", "a.tsv"], "align: a.tsv: is an input, a.tsv; give another"),
        (["export", "a.tsv", "--to", "moses", "-o", "a"], "align: a.ru: is an input, a.ru"),
        (["export", "a.tsv", "-o", "no/o.tmx"], "align: no/o.tmx: the folder no does not exist"),
        (["files", RU, KK, "--rest", "r.tmx"], "align: r.tmx: this format has no place for"),
    ],
)
def test_faults_are_one_line(run, tmp_path, arguments, fact):
    if "moses" in arguments:
        arguments = [arguments[0], "a.ru", *arguments[2:]]
        (tmp_path / "a.ru").write_text("ru\tkk\nСнег.\tҚар.\n", "utf-8")
    (tmp_path / "a.tsv").write_text("ru\tkk\nСнег.\tҚар.\n", "utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(fact)
    assert done.stderr.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"a.tsv", "a.ru"}
