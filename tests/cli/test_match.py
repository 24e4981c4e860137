"""`align match` as its user runs it: with real files and the real model."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
# Names that say nothing, and an order that says nothing.
RU = {"12": "01-flood", "3": "02-library", "40": "03-harvest", "7": "04-flood-irgiz"}
KK = {"a": "03-harvest", "b": "01-flood", "c": "02-library"}
FOUND = [("12.txt", "b.txt"), ("3.txt", "c.txt"), ("40.txt", "a.txt")]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("to match")
    for side, names in (("ru", RU), ("kk", KK)):
        (folder / side).mkdir()
        for name, seed in names.items():
            shutil.copy(SEEDS / f"{seed}.{side}.txt", folder / side / f"{name}.txt")
    return folder


def read(path):
    return pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False)


def test_from_two_folders_to_a_corpus_each_file_is_embedded_once(run, folders):
    match = ["match", "ru", "kk", "-o", "pairs.tsv", "--rest", "rest.tsv", "--cache", "vectors"]
    done = run(*match, cwd=folders)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == ("3 pairs of documents, 1 Russian and 0 Kazakh ones without partner\n")
    pairs, rest = read(folders / "pairs.tsv"), read(folders / "rest.tsv")
    assert list(pairs.columns) == ["ru_doc", "kk_doc", "score"]
    assert list(zip(pairs["ru_doc"], pairs["kk_doc"], strict=True)) == FOUND
    assert pairs["score"].between(0.8, 1).all()
    assert list(rest.columns) == ["ru_doc", "kk_doc", "score", "note"]
    assert list(zip(rest["ru_doc"], rest["note"], strict=True)) == [("7.txt", "unpaired")]
    held = sorted((folders / "vectors").iterdir())
    before = [path.read_bytes() for path in held]
    corpus = ["corpus", "--ru", "ru", "--kk", "kk", "--pairs", "pairs.tsv", "-o", "out"]
    done = run(*corpus, "--cache", "vectors", cwd=folders)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("3 pairs of documents aligned: ")
    assert [path.read_bytes() for path in held] == before  # nothing new was embedded


def test_pairs_go_to_stdout_without_a_file(run, folders):
    done = run("match", "ru", "kk", cwd=folders)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [tuple(line[:2]) for line in lines] == [("ru_doc", "kk_doc"), *FOUND]


def test_bad_files_are_named_and_left_out(run, folders, tmp_path):
    shutil.copytree(folders / "ru", tmp_path / "ru")
    shutil.copytree(folders / "kk", tmp_path / "kk")
    (tmp_path / "ru" / "empty.txt").write_bytes(b"")
    (tmp_path / "kk" / "x.pdf").write_bytes(b"%PDF-1.7")
    shutil.copy(folders / "ru" / "3.txt", tmp_path / "kk" / "russian.txt")
    cp1251 = (tmp_path / "ru" / "12.txt").read_text("utf-8").replace("\n", "\r\n").encode("cp1251")
    (tmp_path / "ru" / "12.txt").write_bytes(cp1251)
    done = run("match", "ru", "kk", "-o", "pairs.tsv", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "align: ru/empty.txt: the file is empty; give a file with text; left out",
        "align: kk/russian.txt: is Russian; give a Kazakh text here; left out",
        "align: kk/x.pdf: can't be read as PDF (No /Root object); save it as plain text; left out",
        "3 pairs of documents, 1 Russian and 0 Kazakh ones without partner, 3 left out",
    ]
    pairs = read(tmp_path / "pairs.tsv")
    assert list(zip(pairs["ru_doc"], pairs["kk_doc"], strict=True)) == FOUND


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kk", "ru"], "kk: is Kazakh, and ru is Russian; swap them, the Russian one comes first"),
        (["ru", "no"], "no: no such folder; give a folder of texts"),
        (["ru", "kk/a.txt"], "kk/a.txt: this is a file; give a folder of texts"),
        (
            ["ru", "kk", "-o", "ru/p.tsv"],
            "ru/p.tsv: lies in ru, of which all files are ",
        ),
        (["ru", "kk", "-o", "p", "--rest", "p"], "p: is the other output too; give another name "),
        (["ru", "kk", "-o", "no/p.tsv"], "no/p.tsv: the folder no does not exist; make it first"),
    ],
)
def test_what_can_not_work_is_one_line_and_writes_nothing(run, folders, arguments, message):
    before = sorted(folders.rglob("*"))
    done = run("match", *arguments, cwd=folders)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"align: {message}")
    assert done.stderr.count("\n") == 1
    assert sorted(folders.rglob("*")) == before


def test_ctrl_c_leaves_no_file(interrupt, folders, tmp_path):
    for side in ("ru", "kk"):
        (tmp_path / side).mkdir()
        for at in range(60):
            for path in (folders / side).iterdir():
                text = path.read_text("utf-8")
                (tmp_path / side / f"{at}-{path.name}").write_text(
                    "\n".join(f"{line} {at}" for line in text.split("\n")), "utf-8"
                )
    cache = tmp_path / "vectors"
    done = interrupt(
        "match", "ru", "kk", "-o", "pairs.tsv", "--cache", "vectors",
        cwd=tmp_path, begun=cache.exists,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kk", "ru", "vectors"]
