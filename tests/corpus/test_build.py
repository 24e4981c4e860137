"""A folder of corpus files: whole, resumed after anything, never mixed."""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

import align
from align.corpus import stream
from align.corpus.counts import CorpusCounts
from align.corpus.sources import Fault
from align.scoring.resources import bead_model_fingerprint
from align.types import COLUMNS, ReadOptions
from support.meanings import KK, RU, Meanings
from support.small_documents import documents

BUILDING = Path(__file__).with_name("building.py")
KILLS = 26
OWN = align.Calibration(model=bead_model_fingerprint(tokens=False))


@pytest.fixture(scope="module")
def building():
    """Folder and arguments of `building.py` → the finished process."""
    command = [sys.executable, str(BUILDING), "--serve"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as server:

        def run(folder, *arguments):
            words = [str(folder), *map(str, arguments)]
            server.stdin.write(json.dumps(words) + "\n")
            server.stdin.flush()
            return subprocess.CompletedProcess(words, *json.loads(server.stdout.readline()))

        yield run
        server.stdin.close()


def contents(folder):
    """What a user sees of a folder."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
    }


def table(*paths):
    frames = [pd.read_csv(path, sep="\t", quoting=3, keep_default_na=False) for path in paths]
    return pd.concat(frames, ignore_index=True)


def build(sources, folder, **settings):
    return align.build_corpus(sources, folder, encoder=Meanings(), per_file=4, **settings)


@pytest.fixture(scope="module")
def whole(building, tmp_path_factory):
    """What an undisturbed run leaves."""
    folder = tmp_path_factory.mktemp("whole") / "corpus"
    done = building(folder)
    assert done.returncode == 0, done.stderr
    return contents(folder)


def test_pairs_and_rest_hold_every_sentence_of_every_document_once(tmp_path):
    pairs = list(documents(30))
    counts = build(pairs, tmp_path / "c")
    files = sorted((tmp_path / "c").glob("*-*.tsv"))
    frame = table(*files)
    assert list(frame.columns) == list(COLUMNS)
    for side in ("ru", "kk"):
        found = {}
        for row in frame.to_dict("records"):
            indexes = range(row[f"{side}_first"], row[f"{side}_first"] + row[f"{side}_count"])
            found.setdefault(row[f"{side}_doc"], []).extend(indexes)
        for one in pairs:
            name, texts = getattr(one, f"{side}_doc"), getattr(one, side)
            assert sorted(found.get(name, [])) == list(range(len(texts)))
    assert counts.documents == 30
    assert counts.ru_sentences == sum(len(one.ru) for one in pairs)
    assert counts.pairs == len(table(*(path for path in files if path.name[0] == "p")))


def test_files_hold_what_align_corpus_gives_in_order_so_many_documents_each(tmp_path):
    pairs = list(documents(10))
    build(pairs, tmp_path / "c")
    alignments = list(align.align_corpus(pairs, encoder=Meanings()))
    for number, part in enumerate((slice(0, 4), slice(4, 8), slice(8, 10))):
        for kind in ("pairs", "rest"):
            rows = [row for one in alignments[part] for row in one.rows(getattr(one, kind))]
            found = table(tmp_path / "c" / f"{kind}-{number:05}.tsv")
            want = pd.DataFrame(rows, columns=list(COLUMNS))
            want["score"] = want["score"].round(4)
            pd.testing.assert_frame_equal(found, want, check_dtype=False, atol=1e-9)


def test_parquet_holds_the_rows_of_the_tsv(tmp_path, monkeypatch):
    monkeypatch.setattr("align.table.formats.parquet.GROUP", 7)
    pairs = list(documents(10))
    counts = build(pairs, tmp_path / "t")
    assert build(pairs, tmp_path / "p", file_format="parquet") == counts
    for path in (tmp_path / "t").glob("*-*.tsv"):
        found = pd.read_parquet(tmp_path / "p" / f"{path.stem}.parquet")
        pd.testing.assert_frame_equal(found, table(path), check_dtype=False)
        assert found["score"].dtype == "float64"
        assert found["ru_first"].dtype == "int64"


def test_the_manifest_says_what_the_corpus_was_made_of(tmp_path):
    counts = build(list(documents(6)), tmp_path / "c", options=align.Options(min_score=0.3))
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text("utf-8"))
    assert manifest["version"] == align.__version__
    assert manifest["complete"] is True
    assert manifest["model"]["encoder"] == "meanings"
    assert manifest["settings"]["min_score"] == 0.3
    assert manifest["counts"]["pairs"] == counts.pairs
    rows = {path.name: len(table(path)) for path in (tmp_path / "c").glob("*-*.tsv")}
    assert manifest["files"] == rows


def test_bad_documents_are_listed_and_never_stop_the_run(tmp_path):
    pairs = list(documents(5))
    (tmp_path / "empty.txt").touch()
    pairs[1:1] = [
        Fault("d\t1", "f", "why"),
        align.Source(tmp_path / "no.txt", KK),
        align.Source(RU, tmp_path / "empty.txt", "a", "b"),
        align.Source(KK, RU, "swapped"),
    ]
    counts = build(pairs, tmp_path / "c")
    assert (counts.documents, counts.faults) == (9, 4)
    errors = table(tmp_path / "c" / "errors.tsv")
    assert errors["document"].tolist() == ["d 1", "no.txt", "a + b", "swapped"]
    assert errors["file"].tolist()[1:3] == [str(tmp_path / "no.txt"), str(tmp_path / "empty.txt")]
    assert "swap them" in errors["reason"][3]
    good = build(list(documents(5)), tmp_path / "d")
    assert replace(good, documents=9, faults=4) == counts


def test_an_empty_corpus_has_a_manifest_and_no_files_of_rows(tmp_path):
    assert build([], tmp_path / "c") == CorpusCounts()
    assert sorted(contents(tmp_path / "c")) == ["errors.tsv", "manifest.json"]


@pytest.mark.slow
def test_killed_at_any_point_and_started_again_it_ends_the_same(building, tmp_path, whole):
    draw = random.Random(16)
    steps = {
        where: int(building(tmp_path / where, "--kill-at", 0, "--while", where).stdout)
        for where in ("writing", "anything")
    }
    kills = corpora = 0
    while kills < KILLS:
        corpora += 1
        folder = tmp_path / f"corpus {corpora}"
        while True:
            where = draw.choice(sorted(steps))
            done = building(
                folder, "--kill-at", draw.randrange(1, steps[where] // 6), "--while", where
            )
            seen = contents(folder) if folder.is_dir() else {}
            for name, content in seen.items():  # a file appears whole or not at all
                if name not in ("manifest.json", "errors.tsv"):
                    assert content == whole[name]
            if done.returncode == 0:
                break
            assert done.returncode == -signal.SIGKILL, done.stderr
            kills += 1
        assert contents(folder) == whole
        assert sorted(path.name for path in folder.iterdir() if path.name[0] == ".") == [".lock"]


@pytest.mark.slow
def test_a_resumed_run_encodes_only_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "BATCH", 40)
    pairs = list(documents(20))

    class Dying(Meanings):
        def encode(self, sentences):
            if len(self.asked) == 3:
                raise MemoryError
            return super().encode(sentences)

    dying = Dying()
    with pytest.raises(MemoryError):
        align.build_corpus(pairs, tmp_path / "c", encoder=dying, per_file=4)
    encoder = Meanings()
    align.build_corpus(pairs, tmp_path / "c", encoder=encoder, per_file=4)
    build(pairs, tmp_path / "d")
    assert contents(tmp_path / "c") == contents(tmp_path / "d")
    whole_run = [text for one in pairs for text in (*one.ru, *one.kk)]
    asked = [text for batch in encoder.asked for text in batch]
    assert whole_run[-len(asked) :] == asked
    # the batch that was encoded ahead was lost with the run, those before were kept
    assert len(asked) < len(whole_run) - 40
    again = Meanings()
    align.build_corpus(pairs, tmp_path / "c", encoder=again, per_file=4)
    assert again.asked == []


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_the_next_run_goes_on(building, tmp_path, whole):
    for limit in (100, 2_000, 12_000, 20_000, 30_000):  # bytes that a file may have
        folder = tmp_path / str(limit)
        done = building(folder, "--file-limit", limit)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"align: {folder}")
        assert done.stderr.count("\n") == 1
        for name, content in contents(folder).items():
            assert name == "manifest.json" or content == whole[name]
        assert building(folder).returncode == 0
        assert contents(folder) == whole


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "c", Path("/proc/c")):
        with pytest.raises(align.OutputError) as caught:
            build(list(documents(2)), place)
        assert str(place) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(align.OutputError, match="can't be written"):
        build(list(documents(2)), tmp_path)
    tmp_path.chmod(0o700)


@pytest.mark.slow
def test_a_second_run_on_one_folder_is_told_and_leaves(building, tmp_path, whole):
    command = [sys.executable, str(BUILDING), str(tmp_path / "c"), "--wait"]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline() == "begun\n"
    before = contents(tmp_path / "c")
    second = building(tmp_path / "c")
    assert second.returncode == 1
    assert "another run is writing there" in second.stderr
    assert contents(tmp_path / "c") == before
    first.communicate()
    assert first.returncode == 0
    assert contents(tmp_path / "c") == whole


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"options": align.Options(min_score=0.5)}, "settings min_score 0.4, now 0.5"),
        ({"options": align.Options(max_span=3)}, "settings max_span 4, now 3"),
        ({"options": align.Options(calibration=OWN)}, "settings calibration None"),
        ({"reading": ReadOptions(presplit=True)}, "settings presplit False, now True"),
        ({"file_format": "parquet"}, "settings format tsv, now parquet"),
        ({"limit": 3}, "source documents 6, now 3"),
        ({"sources": list(documents(7))}, "source documents 6, now 7"),
        ({"sources": list(documents(6, seed=1))}, "source sha256"),
        ({"encoder": "other"}, "model encoder meanings, now other"),
    ],
)
def test_what_was_begun_otherwise_is_refused_in_one_line_never_mixed(tmp_path, change, fact):
    encoder = Meanings()
    settings = {"sources": list(documents(6)), "encoder": encoder, "folder": tmp_path / "c"}
    align.build_corpus(**settings, per_file=4)
    before = contents(tmp_path / "c")
    if change.get("encoder") == "other":
        other = Meanings()
        other.fingerprint = "other"
        change = {"encoder": other}
    with pytest.raises(align.OutputError, match="was begun with") as caught:
        align.build_corpus(**settings | change, per_file=4)
    assert fact in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path / "c") == before
    align.build_corpus(**settings | change, per_file=4, fresh=True)
    align.build_corpus(**settings | change | {"folder": tmp_path / "d"}, per_file=4)
    assert contents(tmp_path / "c") == contents(tmp_path / "d")


def test_a_changed_file_is_a_changed_source(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" ".join(RU), "utf-8")
    sources = [align.Source(path, " ".join(KK))]
    build(sources, tmp_path / "c")
    path.write_text(" ".join(RU[1:]), "utf-8")
    with pytest.raises(align.OutputError, match="source sha256"):
        build(sources, tmp_path / "c")


def test_sources_that_change_meanwhile_make_no_corpus(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" ".join(RU), "utf-8")

    class Editing(Meanings):
        def encode(self, sentences):
            path.write_text("Снег.", "utf-8")
            return super().encode(sentences)

    pairs = [(path, " ".join(KK))]
    with pytest.raises(align.OutputError, match="were changed while they were aligned"):
        align.build_corpus(pairs, tmp_path / "c", encoder=Editing())
    assert not json.loads((tmp_path / "c" / "manifest.json").read_text("utf-8"))["complete"]
    with pytest.raises(align.OutputError, match="source sha256"):
        build(pairs, tmp_path / "c")
    assert build(pairs, tmp_path / "c", fresh=True).documents == 1


def test_sources_that_can_be_gone_through_only_once_are_refused(tmp_path):
    with pytest.raises(align.InputError, match="only once; give a list"):
        build(iter([(RU, KK)]), tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_what_is_no_corpus_is_not_overwritten(tmp_path):
    (tmp_path / "errors.tsv").write_text("mine\n", "utf-8")
    with pytest.raises(align.OutputError, match=r"holds errors\.tsv, but no manifest\.json"):
        build(list(documents(2)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["errors.tsv"]
    assert (tmp_path / "errors.tsv").read_text("utf-8") == "mine\n"
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "manifest.json").write_text('{"name": "a page"}', "utf-8")
    with pytest.raises(align.OutputError, match="is no manifest of a corpus"):
        build(list(documents(2)), tmp_path / "c")


def test_files_of_others_stay_beside_a_corpus_that_is_begun_anew(tmp_path):
    (tmp_path / "notes.tsv").write_text("mine\n", "utf-8")
    build(list(documents(9)), tmp_path)
    build(list(documents(3)), tmp_path, fresh=True)
    assert sorted(contents(tmp_path)) == [
        "errors.tsv", "manifest.json", "notes.tsv", "pairs-00000.tsv", "rest-00000.tsv",
    ]  # fmt: skip


def test_a_file_that_is_gone_from_a_complete_corpus_is_missed(tmp_path):
    build(list(documents(9)), tmp_path)
    (tmp_path / "rest-00001.tsv").unlink()
    with pytest.raises(align.OutputError, match=r"rest-00001\.tsv is gone"):
        build(list(documents(9)), tmp_path)


@pytest.mark.slow
def test_a_damaged_progress_file_is_one_line(building, tmp_path):
    building(tmp_path, "--file-limit", 30_000)
    (tmp_path / ".progress.sqlite").write_bytes(b"damaged" * 1000)
    done = building(tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "--fresh" in done.stderr


@pytest.mark.slow
def test_shards_go_to_folders_of_their_own_and_make_the_whole(tmp_path):
    pairs = list(documents(11))
    counts = build(pairs, tmp_path / "whole")
    parts = [build(pairs, tmp_path / "c", shard=(i, 3)) for i in (1, 2, 3)]
    assert sum(parts, CorpusCounts()) == counts
    for kind in ("pairs", "rest"):
        of_parts = table(*(tmp_path / "c").glob(f"*-of-3/{kind}-*.tsv"))
        of_whole = table(*(tmp_path / "whole").glob(f"{kind}-*.tsv"))
        assert sorted(of_parts.values.tolist()) == sorted(of_whole.values.tolist())
    with pytest.raises(align.OutputError, match="another division"):
        build(pairs, tmp_path / "c", shard=(1, 4))
    with pytest.raises(align.OutputError, match="holds a whole corpus"):
        build(pairs, tmp_path / "whole", shard=(1, 4))


def test_an_encoder_without_fingerprint_is_refused(tmp_path):
    class Nameless:
        encode = Meanings.encode

    with pytest.raises(align.ModelError, match="has no fingerprint"):
        align.build_corpus([], tmp_path / "c", encoder=Nameless())
    assert not (tmp_path / "c").exists()


def test_an_executor_may_divide_the_sources_as_it_likes(tmp_path):
    sources = list(documents(9))
    build(sources, tmp_path / "here")

    def by_threes(left, task):
        every = list(left)
        for first in range(0, len(every), 3):
            yield [one for part in task.run(every[first : first + 3]) for one in part]

    build(sources, tmp_path / "elsewhere", executor=by_threes)
    assert contents(tmp_path / "elsewhere") == contents(tmp_path / "here")


@pytest.mark.parametrize(
    ("given", "fact"),
    [
        (lambda every: [], "0 results for 3 sources"),
        (lambda every: every[:2], "2 results for 3 sources"),
        (lambda every: [*every, every[0]], "not of the next source"),
        (lambda every: every[::-1], "not of the next source"),
    ],
)
def test_an_executor_that_mixes_results_up_leaves_nothing_wrong_behind(tmp_path, given, fact):
    def mixing(left, task):
        yield given([one for part in task.run(left) for one in part])

    sources = list(documents(3))
    with pytest.raises(align.OutputError, match=fact):
        build(sources, tmp_path / "c", executor=mixing)
    manifest = json.loads((tmp_path / "c" / "manifest.json").read_text("utf-8"))
    assert manifest["complete"] is False
    build(sources, tmp_path / "c")  # goes on from what was right
    build(sources, tmp_path / "d")
    assert contents(tmp_path / "c") == contents(tmp_path / "d")


def test_every_setting_is_in_the_manifest(tmp_path):
    build(list(documents(1)), tmp_path / "c")
    settings = json.loads((tmp_path / "c" / "manifest.json").read_text("utf-8"))["settings"]
    fields_of = (one.name for kind in (align.Options, ReadOptions) for one in fields(kind))
    assert settings.keys() >= set(fields_of)
