"""`align corpus` as its user runs it: with real files and the real model."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def rows(path):
    return path.read_text("utf-8").split("\n")[1:-1]


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """A folder of the seed pairs alone."""
    folder = tmp_path_factory.mktemp("texts")
    for path in SEEDS.glob("0[123]*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def corpus(run, texts, tmp_path_factory):
    """(folder, finished process) of the seed pairs."""
    folder = tmp_path_factory.mktemp("a corpus") / "out"
    done = run("corpus", "--ru", texts, "--kk", texts, "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_each_pair_comes_out_as_align_files_writes_it(corpus, aligned):
    folder, _ = corpus
    for path, alone in zip(("pairs-00000.tsv", "rest-00000.tsv"), aligned, strict=False):
        of_first = [row for row in rows(folder / path) if row.startswith(f"{RU.name}\t")]
        assert of_first == rows(alone)


def test_the_summary_is_one_line_on_stderr_and_stdout_is_empty(corpus):
    folder, done = corpus
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    pairs = len(rows(folder / "pairs-00000.tsv"))
    assert f": {pairs} pairs" in done.stderr
    assert (folder / "errors.tsv").read_text("utf-8") == "document\tfile\treason\n"


def test_a_second_run_finds_nothing_to_do(run, texts, corpus):
    folder, done = corpus
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*-*.tsv")}
    again = run("corpus", "--ru", texts, "--kk", texts, "-o", folder)
    assert (again.returncode, again.stderr) == (0, done.stderr)
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*-*.tsv")} == before


def test_tables_of_texts_and_of_paths_and_lists_of_pairs_say_the_same(run, corpus, tmp_path):
    want = [row.split("\t")[2:] for row in rows(corpus[0] / "pairs-00000.tsv") if row[:2] == "01"]
    shutil.copy(RU, tmp_path / "a.txt")
    shutil.copy(KK, tmp_path / "b.txt")
    texts = {"ru": RU.read_text("utf-8"), "kk": KK.read_text("utf-8")}
    (tmp_path / "t.jsonl").write_text(json.dumps(texts) + "\n", "utf-8")
    pd.DataFrame([texts]).to_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.tsv").write_text("ru_path\tkk_path\na.txt\tb.txt\n", "utf-8")
    (tmp_path / "p.tsv").write_text("ru_doc\tkk_doc\tscore\na.txt\tb.txt\t1.0\n", "utf-8")
    for source in (
        ["t.jsonl"],
        ["t.parquet"],
        ["t.tsv"],
        ["--pairs", "p.tsv", "--ru", ".", "--kk", "."],
    ):
        done = run("corpus", *source, "-o", "out", "--fresh", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        found = [row.split("\t")[2:] for row in rows(tmp_path / "out" / "pairs-00000.tsv")]
        assert found == want


def test_bad_documents_are_listed_and_the_exit_status_says_so(run, tmp_path):
    (tmp_path / "ru").mkdir()
    (tmp_path / "kk").mkdir()
    for name, ru, kk in [
        ("good", RU.read_bytes(), KK.read_bytes()),
        ("cp1251", RU.read_text("utf-8").encode("cp1251"), KK.read_bytes()),
        ("dos", RU.read_bytes().replace(b"\n", b"\r\n"), KK.read_bytes()),
        ("empty", b"", KK.read_bytes()),
        ("pdf", RU.read_bytes(), b"%PDF-1.7"),
        ("swapped", KK.read_bytes(), RU.read_bytes()),
    ]:
        (tmp_path / "ru" / f"{name}.txt").write_bytes(ru)
        (tmp_path / "kk" / f"{name}.txt").write_bytes(kk)
    (tmp_path / "ru" / "alone.txt").write_bytes(RU.read_bytes())
    done = run("corpus", "--ru", "ru", "--kk", "kk", "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert "3 pairs of documents aligned, 4 not (see errors.tsv)" in done.stderr
    errors = [row.split("\t") for row in rows(tmp_path / "out" / "errors.tsv")]
    assert [row[:2] for row in errors] == [
        ["alone.txt", "ru/alone.txt"],
        ["empty.txt", "ru/empty.txt"],
        ["pdf.txt", "kk/pdf.txt"],
        ["swapped.txt", "ru/swapped.txt"],
    ]
    assert "can't be read as PDF" in errors[2][2]
    pairs = [row.split("\t") for row in rows(tmp_path / "out" / "pairs-00000.tsv")]
    by_document = {name: [row[2:] for row in pairs if row[0] == name] for name, *_ in pairs}
    good, *same = by_document.values()
    assert len(by_document) == 3
    assert all(one == good for one in same)


@pytest.mark.parametrize(
    ("arguments", "status", "fact"),
    [
        (["-o", "out"], 2, "give either TABLE, or both"),
        (["t.tsv", "--ru", ".", "-o", "out"], 2, "give either TABLE, or both"),
        (["--ru", ".", "-o", "out"], 2, "give either TABLE, or both"),
        (["t.tsv", "-o", "out", "--shard", "9/8"], 2, "for example 2/8"),
        (["no.tsv", "-o", "out"], 1, "no.tsv: no such file"),
        (["--ru", "no", "--kk", ".", "-o", "out"], 1, "no: no such folder"),
        (["t.tsv", "-o", "t.tsv"], 1, "t.tsv: can't be written"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_written(run, tmp_path, arguments, status, fact):
    (tmp_path / "t.tsv").write_text("ru\tkk\nСнег.\tҚар.\n", "utf-8")
    done = run("corpus", *arguments, cwd=tmp_path)
    assert done.returncode == status
    assert fact in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["t.tsv"]


def test_an_interrupted_run_says_how_to_go_on_and_stays_what_it_was_begun_as(
    run, interrupt, tmp_path
):
    table = "".join(
        f"Это предложение номер {n}, и в нём ничего не происходит.\t{n}-сөйлемде ештеңе болмайды.\n"
        for n in range(3000)
    )
    (tmp_path / "t.tsv").write_text(f"ru\tkk\n{table}", "utf-8")
    progress = tmp_path / "out" / ".progress.sqlite"
    done = interrupt("corpus", "t.tsv", "-o", "out", cwd=tmp_path, begun=progress.is_file)
    assert done.returncode == 130
    assert done.stderr == "align: stopped; the same command goes on from here\n"
    assert not list((tmp_path / "out").glob("*-*.tsv"))
    (tmp_path / "t.tsv").write_text("ru\tkk\nСнег.\tҚар.\n", "utf-8")
    assert (
        "was begun with source documents 3000, now 1"
        in run("corpus", "t.tsv", "-o", "out", cwd=tmp_path).stderr
    )
