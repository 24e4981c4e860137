"""`align filter`, and filters of `align files` and `align corpus`."""

from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
RU, KK = SEEDS / "01-flood.ru.txt", SEEDS / "01-flood.kk.txt"


def rows(path):
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]


def test_all_filters_by_default(run, aligned, tmp_path):
    done = run("filter", aligned[0], "-o", tmp_path / "c.tsv", "--rest", tmp_path / "d.tsv")
    assert (done.returncode, done.stdout) == (0, "")
    kept, dropped = rows(tmp_path / "c.tsv"), rows(tmp_path / "d.tsv")
    assert done.stderr.startswith(f"16 rows, {len(kept)} kept (")
    assert "boilerplate 2, " in done.stderr  # the date head and the photo credit
    assert sorted(row[-1] for row in kept + dropped) == sorted(row[-1] for row in rows(aligned[0]))
    assert {row[8] for row in dropped} >= {"boilerplate"}


def test_named_filters_and_values(run, aligned, tmp_path):
    done = run("filter", aligned[0], "-o", tmp_path / "c.tsv", "--filter", "score=0.95")
    scores = [float(row[7]) for row in rows(tmp_path / "c.tsv")]
    assert scores
    assert min(scores) >= 0.95
    assert done.stderr.splitlines()[1].startswith("dropped: score ")
    done = run("filter", aligned[0], "-o", tmp_path / "c.tsv", "--clean", "--filter", "score=0.95")
    assert "near-duplicate" in done.stderr
    assert min(float(row[7]) for row in rows(tmp_path / "c.tsv")) >= 0.95


def test_filters_of_one_alignment(run, aligned, tmp_path):
    done = run(
        "files", RU, KK, "-o", tmp_path / "o.tsv", "--rest", tmp_path / "r.tsv", "--clean"
    )  # fmt: skip
    kept, rest = rows(tmp_path / "o.tsv"), rows(tmp_path / "r.tsv")
    dropped = [row for row in rest if row[8] not in ("unpaired", "low-score")]
    assert f"{len(kept)} pairs, 0 of low score, {len(dropped)} dropped by filters" in done.stderr
    assert len(kept) + len(dropped) == 16
    assert "boilerplate" in {row[8] for row in dropped}


def test_filters_of_a_corpus_look_at_pairs_alone(run, tmp_path):
    for name, source in (("ru", RU), ("kk", KK)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_bytes(source.read_bytes())
    done = run("corpus", "--ru", "ru", "--kk", "kk", "-o", "out", "--clean", cwd=tmp_path)
    assert "dropped by filters" in done.stderr
    rest = rows(tmp_path / "out" / "rest-00000.tsv")
    assert {row[8] for row in rest} > {"unpaired"}
    done = run("corpus", "--ru", "ru", "--kk", "kk", "-o", "out", cwd=tmp_path)
    assert "settings filters" in done.stderr  # another corpus
    done = run("filter", "out", "-o", "clean.tsv", cwd=tmp_path)
    assert done.returncode == 0
    done = run(
        "corpus", "--ru", "ru", "--kk", "kk", "-o", "o2", "--filter", "duplicate", cwd=tmp_path
    )
    assert done.stderr.startswith("align: duplicate: this filter looks at a whole corpus; run")


def test_both_files_appear_or_neither_and_nothing_is_dropped_for_its_format(run, aligned, tmp_path):
    for rest, fact in [
        ("no/r.tsv", "align: no/r.tsv: the folder no does not exist"),
        ("r.tmx", "align: r.tmx: this format has no place for unpaired sentences"),
    ]:
        done = run("filter", aligned[0], "-o", "c.tsv", "--rest", rest, cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert done.stderr.startswith(fact)
    assert not list(tmp_path.iterdir())


def test_faults_are_one_line(run, aligned, tmp_path):
    for arguments, fact in [
        (["filter", aligned[0], "-o", "c.tsv", "--filter", "nice"], "align: nice: no such filter"),
        (["filter", "no.tsv", "-o", "c.tsv"], "align: no.tsv: no such file"),
        (["filter", aligned[0], "-o", "c.tsv", "--rest", "c.tsv"], "align: c.tsv: is the other"),
        (["files", RU, KK, "--filter", "score=x"], "align: score=x: 'x' is no number"),
    ]:
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith(fact)
        assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())
