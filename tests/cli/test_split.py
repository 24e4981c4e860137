from pathlib import Path

import align

KK = Path(__file__).parents[2] / "seeds" / "01-flood.kk.txt"


def test_split_prints_one_sentence_a_line(run):
    done = run("split", KK, "--lang", "kk")
    sentences = align.split_text(KK.read_text("utf-8"), "kk")
    assert done.stdout.splitlines() == [sentence.text for sentence in sentences]
