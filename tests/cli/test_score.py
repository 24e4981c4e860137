from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


def test_score_prints_every_measure(run, aligned):
    pairs, rest, _ = aligned
    done = run("score", SEEDS / "gold.tsv", pairs, rest)
    assert done.returncode == 0
    for name in ("bead", "link", "null", "vecalign strict", "vecalign lax"):
        assert f"\n{name} " in done.stdout
    assert "02-library.ru.txt" in done.stderr  # gold documents without a prediction are named


def test_gold_against_itself_is_perfect(run):
    done = run("score", SEEDS / "gold.tsv", SEEDS / "gold.tsv")
    bead = next(line for line in done.stdout.split("\n") if line.startswith("bead"))
    assert bead.split()[1:4] == ["100.0", "100.0", "100.0"]
    assert done.stderr == ""


def test_score_without_the_rest_file_gives_the_same_figures(run, aligned):
    pairs, rest, _ = aligned
    lines = [run("score", SEEDS / "gold.tsv", *files).stdout for files in ([pairs, rest], [pairs])]
    assert lines[0] == lines[1]


def test_the_same_beads_are_not_scored_twice(run, aligned):
    pairs, _, _ = aligned
    done = run("score", SEEDS / "gold.tsv", pairs, pairs)
    assert (done.returncode, done.stdout) == (1, "")
    assert "give each bead once" in done.stderr


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        ("", "is empty"),
        ("ru\tkk\n", "no column"),
        ("ru_first\tru_count\tkk_first\tkk_count\n0\t1\t0\n", "line 2 has 3 fields"),
        ("ru_first\tru_count\tkk_first\tkk_count\n0\tone\t0\t1\n", "line 2"),
        ("[0]:[0]\n[0, 2]:[1]\n", "line 2"),
        ("[0]:[0]\nhello\n", "line 2"),
    ],
)
def test_bad_gold_is_one_line_with_its_place(run, tmp_path, content, fact):
    (tmp_path / "gold.tsv").write_text(content, "utf-8")
    done = run("score", tmp_path / "gold.tsv", SEEDS / "gold.tsv")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "gold.tsv: " in done.stderr
    assert fact in done.stderr


def test_figures_of_each_document_come_before_the_total(run, aligned):
    pairs, _, _ = aligned
    done = run("score", SEEDS / "gold.tsv", pairs, "--by", "document")
    documents, total = done.stdout.split("\n\n")
    names, *rows = documents.split("\n")
    assert names.split()[:3] == ["document", "bead", "P"]
    assert [row[:2] for row in rows] == ["01", "02", "03"]
    assert rows[1].split()[3:7] == ["0.0"] * 4  # not predicted
    right = sum(int(row.split()[-3]) for row in rows)
    assert total.startswith("measure")
    assert f" {right} " in next(line for line in total.split("\n") if line.startswith("bead"))


def test_two_predictions_are_compared_with_an_interval(run, aligned):
    pairs, _, _ = aligned
    done = run("score", SEEDS / "gold.tsv", SEEDS / "gold.tsv", "--against", pairs)
    bead = next(line for line in done.stdout.split("\n") if line.startswith("bead"))
    a, b, difference, low, _, high, p = bead.split()[1:]
    assert a == "100.0"
    assert float(difference) == pytest.approx(100 - float(b), abs=0.11)
    assert 0 < float(low) < float(difference) < float(high) <= 100
    assert 0 < float(p) < 1


def test_documents_of_two_predictions_stand_side_by_side(run, aligned):
    pairs, _, _ = aligned
    options = ("--by", "document", "--against", SEEDS / "gold.tsv")
    done = run("score", SEEDS / "gold.tsv", pairs, *options)
    rows = done.stdout.split("\n\n")[0].split("\n")
    assert len(rows) == 4
    assert rows[2].split()[-3:] == ["0.0", "100.0", "-100.0"]


def test_one_document_is_compared_without_an_interval(run, aligned, tmp_path):
    lines = tmp_path / "gold.txt"
    lines.write_text("[0]:[0]\n[1]:[1]\n", "utf-8")
    pairs, _, _ = aligned
    done = run("score", lines, pairs, "--against", lines)
    assert done.returncode == 0
    assert "one document alone has no interval" in done.stderr
    assert done.stdout.split("\n")[1].split()[-2:] == ["–", "–"]


def test_what_is_compared_is_read_as_carefully(run, aligned):
    pairs, _, _ = aligned
    done = run("score", SEEDS / "gold.tsv", pairs, "--against", pairs, "--against", pairs)
    assert (done.returncode, done.stdout) == (1, "")
    assert "give each bead once" in done.stderr
