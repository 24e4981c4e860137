"""`align review` as a command, without its page: what it refuses, and what it leaves."""

import signal
from pathlib import Path

import pytest

from support.commands import started
from support.made_tables import write_table

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
ROW = ("a", "b", 0, 1, 0, 1, "1-1", 0.5, "", "Снег.", "Қар.")


@pytest.fixture
def table(tmp_path):
    return write_table(tmp_path / "t.tsv", [ROW])


def refused(done, *parts):
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert all(part in done.stderr for part in parts), done.stderr


def test_bad_input_is_one_line(run, table, tmp_path):
    (tmp_path / "empty").mkdir()
    refused(run("review", tmp_path / "no.tsv"), "no.tsv", "no such file")
    refused(run("review", table, "-o", table), "is an input")
    refused(
        run("review", table, "-o", tmp_path / "no" / "out.tsv"),
        "out.history.jsonl",
        "make it first",
    )
    refused(run("review", table, "--presplit"), "give --texts DIR")
    refused(run("review", table, "--texts", tmp_path), "a: no such file")
    refused(run("review", table, "--host", "0.0.0.0"), "give the one that the browser will use")
    refused(run("review", "/"), "/: is no corpus")
    refused(run("review", ".", cwd=tmp_path / "empty"), ".: holds no pairs-00000.tsv")
    bad = tmp_path / "bad.tsv"
    bad.write_text("Снег.\tҚар.\n", "utf-8")
    refused(run("review", bad), "bad.tsv")
    bad.write_bytes("ru\tkk\nСнег.\tКар.\n".encode("cp1251"))
    refused(run("review", bad), "bad.tsv: is not UTF-8")


def test_options_that_do_not_go_together_are_a_usage_error(run, table):
    assert run("review", table, "--blank").returncode == 2
    assert run("review", "--new", table).returncode == 2


def test_swapped_languages_are_said(run, tmp_path):
    texts = SEEDS / "01-flood.kk.txt", SEEDS / "01-flood.ru.txt"
    refused(run("review", "--new", *texts, cwd=tmp_path), "swap them")


def test_an_extra_that_is_missing_is_said(run_process, table, tmp_path):
    (tmp_path / "starlette.py").write_text("raise ImportError\n", "utf-8")
    done = run_process("review", table, env={"PYTHONPATH": str(tmp_path)})
    refused(done, "the review page needs starlette; pip install 'ru-kk-align[review]'")


def test_ctrl_c_ends_it_and_says_where_everything_is(table):
    process = started("review", table, "--no-browser")
    first = process.stderr.readline()
    assert first.startswith("http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert "t.reviewed.tsv has all beads" in rest
    assert "Traceback" not in rest
    lines = table.with_name("t.reviewed.tsv").read_text("utf-8").splitlines()
    assert lines[1].split("\t")[-2:] == ["Снег.", "Қар."]
    assert not table.with_name("t.reviewed.history.jsonl.lock").exists()


def test_a_port_that_is_taken_is_said(run, table):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run("review", table, "--port", port), f"127.0.0.1:{port}: can't be listened on")
