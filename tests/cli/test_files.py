"""The command as its user runs it: with real files and the real model."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import align
from align.types import COLUMNS

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def table(path):
    return pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False)


def indexes(frame, side):
    return sorted(
        index
        for first, count in zip(frame[f"{side}_first"], frame[f"{side}_count"], strict=True)
        for index in range(first, first + count)
    )


def test_files_writes_the_columns_that_scripts_rely_on(aligned):
    pairs, rest, _ = aligned
    for path in (pairs, rest):
        assert path.read_text("utf-8").split("\n")[0] == "\t".join(COLUMNS)
        assert b"\r" not in path.read_bytes()
    frame = table(pairs)
    assert set(frame["ru_doc"]) == {"01-flood.ru.txt"}
    assert frame["score"].between(0, 1).all()


def test_pairs_and_rest_together_hold_every_sentence_once(aligned):
    pairs, rest, _ = aligned
    both = pd.concat([table(pairs), table(rest)])
    ru = align.split_text(RU.read_text("utf-8"), "ru")
    kk = align.split_text(KK.read_text("utf-8"), "kk")
    assert indexes(both, "ru") == list(range(len(ru)))
    assert indexes(both, "kk") == list(range(len(kk)))


def test_rest_says_why_each_bead_was_not_kept(aligned):
    _, rest, _ = aligned
    assert set(table(rest)["note"]) <= {"unpaired", "low-score"}


def test_data_goes_to_stdout_and_the_summary_to_stderr(run, aligned):
    pairs, _, done = aligned
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "21 Russian and 23 Kazakh sentences" in done.stderr
    assert run("files", RU, KK).stdout == pairs.read_text("utf-8")


def test_presplit_lines_are_taken_as_they_are(run, tmp_path):
    ru = [sentence.text for sentence in align.split_text(RU.read_text("utf-8"), "ru")]
    kk = [sentence.text for sentence in align.split_text(KK.read_text("utf-8"), "kk")]
    ru[3:5] = [f"{ru[3]} {ru[4]}"]  # what the splitter would cut stays one line
    (tmp_path / "ru.txt").write_text("\n".join(ru) + "\n", "utf-8")
    (tmp_path / "kk.txt").write_text("\r\n".join(kk) + "\r\n", "utf-8")
    done = run(
        "files", "ru.txt", "kk.txt", "--presplit", "-o", "o.tsv", "--rest", "r.tsv", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    both = pd.concat([table(tmp_path / "o.tsv"), table(tmp_path / "r.tsv")])
    assert indexes(both, "ru") == list(range(len(ru)))
    assert indexes(both, "kk") == list(range(len(kk)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "kz1048"])
def test_other_encodings_give_the_same_alignment(run, aligned, tmp_path, encoding):
    ru, kk = tmp_path / RU.name, tmp_path / KK.name
    ru.write_text(RU.read_text("utf-8"), "cp1251" if encoding == "kz1048" else encoding)
    kk.write_text(KK.read_text("utf-8"), encoding)
    done = run("files", ru, kk)
    assert done.stdout == aligned[0].read_text("utf-8")


def test_windows_line_ends_give_the_same_alignment(run, aligned, tmp_path):
    for path in (RU, KK):
        text = path.read_text("utf-8").replace("\n", "\r\n")
        (tmp_path / path.name).write_bytes(text.encode())
    assert run("files", tmp_path / RU.name, tmp_path / KK.name).stdout == aligned[0].read_text(
        "utf-8"
    )


def test_a_cache_changes_nothing_but_the_time(run, aligned, tmp_path):
    for _ in range(2):
        done = run("files", RU, KK, "--cache", tmp_path / "cache")
        assert done.stdout == aligned[0].read_text("utf-8")
    (tmp_path / "file").touch()
    refused = run("files", RU, KK, "--cache", tmp_path / "file")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "the cache can't be written" in refused.stderr


def test_one_sentence_against_fifty_pairs_once(run, tmp_path):
    fifty = [f"Бұл {n}-ші сөйлем, ол туралы айтатын ештеңе жоқ." for n in range(50)]
    fifty[20] = "Астанадағы жаңа кітапхана дүйсенбіде ашылады."
    (tmp_path / "ru.txt").write_text(
        "Новая библиотека в Астане откроется в понедельник.\n", "utf-8"
    )
    (tmp_path / "kk.txt").write_text("\n".join(fifty), "utf-8")
    done = run("files", "ru.txt", "kk.txt", "-o", "o.tsv", "--rest", "r.tsv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    pairs = table(tmp_path / "o.tsv")
    assert pairs[["kind", "kk_first"]].values.tolist() == [["1-1", 20]]
    assert len(table(tmp_path / "r.tsv")) == 49


def bad_inputs(folder):
    """Arguments → what the one line must say."""
    made = {
        "empty.txt": b"",
        "blank.txt": b"\n \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "pdf.txt": b"%PDF-1.7\n" + bytes(range(256)),
        "broken.txt": "Сегодня выпал снег. ".encode() + b"\xff\xfe\xfa" + "Он растаял.".encode(),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / "a folder").mkdir()
    (folder / "model").mkdir()
    (folder / "model" / "config.json").write_text('{"format": "ru-kk-align encoder 1"}', "utf-8")
    (folder / "model" / "model.onnx").write_bytes(b"")
    (folder / "no model").mkdir()
    mine = folder / "mine.txt"
    mine.write_text(RU.read_text("utf-8"), "utf-8")
    out = ["-o", folder / "o.tsv", "--rest", folder / "r.tsv"]
    return {
        "missing": ([folder / "no.txt", KK, *out], "no.txt: no such file"),
        "folder": ([folder / "a folder", KK, *out], "a folder: "),
        "empty": ([folder / "empty.txt", KK, *out], "empty.txt: "),
        "blank": ([RU, folder / "blank.txt", *out], "blank.txt: "),
        "binary": ([folder / "binary.txt", KK, *out], "binary.txt: "),
        "pdf": ([folder / "pdf.txt", KK, *out], "PDF"),
        "undecodable": ([folder / "broken.txt", KK, *out, "--ru-encoding", "utf-8"], "line 1"),
        "encoding": ([RU, KK, *out, "--ru-encoding", "utf-9"], "utf-9"),
        "same language": ([RU, RU, *out], "is Russian, like the other side"),
        "same language kk": ([KK, KK, *out], "is Kazakh, like the other side"),
        "swapped": ([KK, RU, *out], "swap them"),
        "no such place": ([RU, KK, "-o", folder / "nowhere" / "o.tsv"], "does not exist"),
        "output is a folder": ([RU, KK, "-o", folder / "a folder"], "is a folder"),
        "output is an input": ([mine, KK, "-o", folder / "." / "mine.txt"], "is an input"),
        "outputs equal": (
            [RU, KK, "-o", folder / "o.tsv", "--rest", folder / "o.tsv"],
            "other out",
        ),
        "rest can't be": ([RU, KK, *out[:2], "--rest", folder / "no" / "r.tsv"], "does not exist"),
        "unknown model": ([RU, KK, *out, "--model", "nobody/no-model"], "hf download"),
        "incomplete model": ([RU, KK, *out, "--model", folder / "model"], "tokenizer.json"),
        "not a model": ([RU, KK, *out, "--model", folder / "no model"], "no model here"),
    }


BAD_INPUTS = [
    "missing", "folder", "empty", "blank", "binary", "pdf", "undecodable", "encoding",
    "same language", "same language kk", "swapped", "no such place", "output is a folder",
    "output is an input", "outputs equal", "rest can't be", "unknown model",
    "incomplete model", "not a model",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_one_line_and_leaves_no_file(run, tmp_path, name):
    arguments, fact = bad_inputs(tmp_path)[name]
    before = sorted(tmp_path.rglob("*"))
    done = run("files", *arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("align: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert fact in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "mine.txt").exists() or (
        (tmp_path / "mine.txt").read_text("utf-8") == RU.read_text("utf-8")
    )


def test_standard_input_and_a_packed_page(tmp_path, aligned):
    date, text = KK.read_text("utf-8").split(maxsplit=2)[1:]
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    head = f"<meta property='article:published_time' content='{date}'>"
    page = f"<html><head>{head}</head><body>{lines}</body></html>"
    (tmp_path / "kk.html.gz").write_bytes(gzip.compress(page.encode()))
    done = subprocess.run(
        [sys.executable, "-m", "align.cli", "files", "-", str(tmp_path / "kk.html.gz")],
        input=RU.read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert rows[1][:2] == ["stdin", "kk.html.gz"]
    plain = [line.split("\t") for line in aligned[0].read_text("utf-8").splitlines()]
    assert [row[9:] for row in rows] == [row[9:] for row in plain]


def test_several_files_of_a_side(run, tmp_path, aligned):
    head, *lines = RU.read_text("utf-8").splitlines()
    (tmp_path / "1.txt").write_text(head, "utf-8")
    (tmp_path / "2.txt").write_text("\n".join(lines), "utf-8")
    done = run("files", "--ru", tmp_path / "1.txt", "--ru", tmp_path / "2.txt", "--kk", KK)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[1][:2] == ["1.txt+2.txt", KK.name]
    whole = [line.split("\t") for line in aligned[0].read_text("utf-8").splitlines()]
    assert [row[2:] for row in rows] == [row[2:] for row in whole]


@pytest.mark.parametrize(
    "arguments", [[], [RU], ["--ru", RU], [RU, "--kk", KK], [RU, KK, "--ru", RU]]
)
def test_sides_are_given_one_way(run, arguments):
    done = run("files", *arguments)
    assert done.returncode == 2
    assert "give RU and KK, or else both --ru FILE and --kk FILE" in done.stderr


def test_standard_input_is_one_side_only(run):
    done = run("files", "-", "-")
    assert (done.returncode, done.stderr) == (
        1,
        "align: -: standard input can be read only once; give files for the others\n",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder_is_one_line(run, tmp_path):
    tmp_path.chmod(0o500)
    done = run("files", RU, KK, "-o", tmp_path / "o.tsv")
    tmp_path.chmod(0o700)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_interrupt_leaves_nothing_half_written(interrupt, tmp_path):
    lines = [f"Это предложение номер {n}, и в нём ничего не происходит." for n in range(6000)]
    (tmp_path / "ru.txt").write_text("\n".join(lines), "utf-8")

    def begun():  # the run has begun when its unfinished output is there
        return list(tmp_path.glob(".align-*.part"))

    done = interrupt("files", "ru.txt", KK, "-o", "o.tsv", cwd=tmp_path, begun=begun)
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ru.txt"]
