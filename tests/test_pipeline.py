import textwrap
from functools import partial
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align import pipeline
from align.corpus.stream import align_corpus
from align.errors import InputError, LanguageError, ModelError
from align.pipeline import align_files, align_sentences, align_texts
from align.scoring.model import BeadModel, bead_input_names, sentence_input_names
from align.scoring.networks import Network
from align.scoring.potentials import SHAPES
from align.search.blocks import cut_into_blocks
from align.types import Options, ReadOptions
from support.meanings import KK, KK_BOTH, KK_ONLY, RU, RU_BOTH, RU_ONLY, Meanings

SHIPPED = pipeline.bundled_bead_model  # before the fixture puts another in its place

BEAD_INPUTS, SENTENCE_INPUTS = bead_input_names(tokens=False), sentence_input_names(tokens=False)


class Refusing:
    """A fake encoder for where none is needed."""

    def encode(self, sentences):
        raise AssertionError("nothing was to be encoded")


class Giving:
    """A fake encoder that gives what it is told to."""

    def __init__(self, vectors):
        self.vectors = vectors

    def encode(self, sentences):
        return self.vectors


def linear(inputs, weights, bias=0.0):
    """A network that is a weighted sum of some of its inputs."""
    column = np.array([[weights.get(name, 0)] for name in inputs], np.float32)
    layers = ((column, np.array([bias], np.float32)),)
    return Network(np.zeros(len(inputs), np.float32), np.ones(len(inputs), np.float32), layers)


# A bead by hand: likeness counts, and for longer beads what they gain over their parts.
LIKENESS = {"cosine": 14, "over_both": 6, "over_parts": 40, "strayed": -10}
SIZE = {"1-1": -6, "1-2": -12, "2-1": -12, "1-3": -20, "3-1": -20, "1-4": -28, "4-1": -28}
LONG = {f"{a}-{b}": SIZE.get(f"{a}-{b}", -60) for a, b in SHAPES}


def by_hand(weights):
    """A bead model of one fit, in which nothing speaks for leaving a sentence unpaired."""
    return BeadModel((linear(BEAD_INPUTS, weights),), (linear(SENTENCE_INPUTS, {}),))


def simple_model():
    """A bead model by hand; nothing speaks for or against leaving a sentence unpaired."""
    return by_hand(LIKENESS | LONG)


def random_model(seed):
    rng = np.random.default_rng(seed)
    bead, sentence = (
        linear(inputs, dict(zip(inputs, rng.normal(0, 2, len(inputs)), strict=True)), rng.normal())
        for inputs in (BEAD_INPUTS, SENTENCE_INPUTS)
    )
    return BeadModel((bead,), (sentence,))


@pytest.fixture(autouse=True, scope="module")
def bead_model():
    """The model by hand in place of the shipped one: these tests are about the pipeline."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "bundled_bead_model", lambda _: simple_model())
        yield


@pytest.fixture
def bundled_bead_model(monkeypatch):
    monkeypatch.setattr(pipeline, "bundled_bead_model", SHIPPED)


def short(alignment):
    """Beads as (Russian indexes, Kazakh indexes)."""
    return [([*bead.ru], [*bead.kk]) for bead in alignment]


def tile(alignment):
    """Whether each sentence is in exactly one bead, in order."""
    ru = [i for bead in alignment for i in bead.ru]
    kk = [j for bead in alignment for j in bead.kk]
    return ru == list(range(len(alignment.ru))) and kk == list(range(len(alignment.kk)))


def holds_each_once(alignment):
    """Whether each sentence is in exactly one bead; the Russian ones in order."""
    ru = [i for bead in alignment for i in bead.ru]
    kk = [j for bead in alignment for j in bead.kk]
    return ru == list(range(len(alignment.ru))) and sorted(kk) == list(range(len(alignment.kk)))


def test_translations_are_paired_and_the_rest_is_not():
    result = align_sentences(
        [*RU[:2], RU_ONLY, *RU[2:]], [*KK[:3], KK_ONLY, *KK[3:]], encoder=Meanings()
    )
    assert short(result) == [
        ([0], [0]), ([1], [1]), ([2], []), ([3], [2]), ([], [3]), ([4], [4]), ([5], [5]),
        ([6], [6]),
    ]  # fmt: skip
    notes = ["", "", "unpaired", "", "unpaired", "", "", ""]
    assert [bead.note for bead in result] == notes
    assert all(bead.score > 0.5 for bead in result)
    assert len(result.pairs) == 6
    assert [bead.kind for bead in result.rest] == ["1-0", "0-1"]


def test_two_sentences_are_paired_with_the_one_that_says_both():
    result = align_sentences(
        [RU[0], RU_BOTH, *RU[3:]], [*KK[:3], KK_BOTH, KK[5]], encoder=Meanings()
    )
    assert short(result) == [([0], [0]), ([1], [1, 2]), ([2, 3], [3]), ([4], [4])]


@pytest.mark.usefixtures("bundled_bead_model")
def test_what_one_side_tells_earlier_is_paired_and_marked():
    kk = [KK[4], *KK[:4], KK[5]]
    result = align_sentences(RU, kk, encoder=Meanings())
    assert holds_each_once(result)
    assert [(bead.ru.start, bead.kk.start) for bead in result] == [
        (0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 5),
    ]  # fmt: skip
    assert [bead.note for bead in result] == ["", "", "", "", "moved", ""]
    assert len(result.pairs) == 6
    in_order = align_sentences(RU, kk, encoder=Meanings(), options=Options(moved=False))
    assert [bead.note for bead in in_order].count("unpaired") == 2


@pytest.mark.usefixtures("bundled_bead_model")
def test_the_shipped_bead_model_pairs_translations_and_leaves_the_rest():
    result = align_sentences(
        [*RU[:2], RU_ONLY, *RU[2:]], [*KK[:3], KK_ONLY, *KK[3:]], encoder=Meanings()
    )
    assert short(result) == [
        ([0], [0]), ([1], [1]), ([2], []), ([3], [2]), ([], [3]), ([4], [4]), ([5], [5]),
        ([6], [6]),
    ]  # fmt: skip
    assert tile(result)


POOL = [*RU, *KK, RU_BOTH, KK_BOTH, "", "  ", "\u00a0", "date 2025-04-09", "Фото: МЧС", "12", "!"]
LISTS = st.lists(st.sampled_from(POOL), max_size=9)


SETTINGS = st.builds(
    Options, min_score=st.floats(0, 1), max_span=st.integers(1, 4), moved=st.booleans()
)


@given(LISTS, LISTS, st.integers(0, 2**32 - 1), SETTINGS)
def test_every_sentence_is_kept_and_is_in_one_bead(ru, kk, seed, options):
    moved, min_score = options.moved, options.min_score
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "bundled_bead_model", lambda _: random_model(seed))
        result = align_sentences(ru, kk, encoder=Meanings(), options=options)
    assert [sentence.text for sentence in result.ru] == ru
    assert [sentence.text for sentence in result.kk] == kk
    assert holds_each_once(result)
    assert moved or tile(result)
    assert sorted([*result.pairs, *result.rest], key=list(result).index) == list(result)
    for bead in result:
        assert (
            len(bead.ru) + len(bead.kk) == 1 or max(len(bead.ru), len(bead.kk)) <= options.max_span
        )
        assert 0 <= bead.score <= 1
        if not (moved and bead.note == "moved" and bead.paired and bead.score >= min_score):
            expected = "unpaired" if not bead.paired else "low-score"
            kept = bead.paired and bead.score >= min_score
            assert bead.note in (("", "language") if kept else (expected,))
        texts = [*(ru[i] for i in bead.ru), *(kk[j] for j in bead.kk)]
        assert not bead.paired or all(text.strip() for text in texts)


@pytest.mark.slow
@given(LISTS, LISTS, st.integers(1, 30), st.booleans())
def test_documents_cut_into_blocks_are_tiled_too(ru, kk, limit, moved):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "cut_into_blocks", partial(cut_into_blocks, limit=limit))
        result = align_sentences(ru, kk, encoder=Meanings(), options=Options(moved=moved))
    assert holds_each_once(result)
    assert moved or tile(result)
    assert all(bead.note == "unpaired" for bead in result if not bead.paired)


def long_document(n):
    """(ru, kk, encoder): n translated sentences, of which every tenth is left out in Kazakh."""
    encoder = Meanings()
    ru, kk = [f"Предложение {at}-е." for at in range(n)], [f"{at}-сөйлем." for at in range(n)]
    encoder.known |= {text: [f"№ {at}"] for side in (ru, kk) for at, text in enumerate(side)}
    return ru, [text for at, text in enumerate(kk) if at % 10 != 7], encoder


def test_a_document_in_blocks_is_aligned_as_if_whole(monkeypatch):
    ru, kk, encoder = long_document(120)
    whole = align_sentences(ru, kk, encoder=encoder)
    assert len(whole.pairs) == 108
    blocks = []

    def small_blocks(*sides):
        blocks.extend(cut_into_blocks(*sides, limit=900))
        return blocks

    monkeypatch.setattr(pipeline, "cut_into_blocks", small_blocks)
    cut = align_sentences(ru, kk, encoder=encoder)
    assert len(blocks) > 3
    assert short(cut) == short(whole)


def test_each_sentence_is_encoded_once_russian_first():
    encoder = Meanings()
    align_sentences(RU[:2], KK[:3], encoder=encoder)
    assert encoder.asked == [[*RU[:2], *KK[:3]]]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 3)])
def test_an_empty_side_leaves_the_other_unpaired_without_an_encoder(n, m):
    result = align_sentences(RU[:n], KK[:m], encoder=Refusing())
    assert tile(result)
    assert [bead.kind for bead in result] == ["1-0"] * n + ["0-1"] * m
    assert all(bead.note == "unpaired" and bead.score == 1 for bead in result)
    assert len(result.to_frame()) == n + m


def test_one_sentence_against_fifty_finds_its_translation():
    many = [f"{at}-сөйлем." for at in range(50)]
    many[31] = KK[0]
    result = align_sentences(RU[:1], many, encoder=Meanings())
    assert tile(result)
    assert [(bead.ru, bead.kk) for bead in result.pairs] == [(range(1), range(31, 32))]
    turned = align_sentences(many, RU[:1], encoder=Meanings())
    assert [(bead.ru, bead.kk) for bead in turned.pairs] == [(range(31, 32), range(1))]


def test_a_pair_of_single_sentences_is_paired():
    assert short(align_sentences(RU[:1], KK[:1], encoder=Meanings())) == [([0], [0])]
    assert short(align_sentences(RU[:1], KK[1:2], encoder=Meanings())) == [([0], []), ([], [0])]


def test_the_same_input_gives_the_same_alignment():
    ru, kk = [*RU, RU_ONLY, *RU[:2]], [*KK[:3], KK_ONLY, *KK[2:]]
    assert align_sentences(ru, kk, encoder=Meanings()) == align_sentences(
        tuple(ru), tuple(kk), encoder=Meanings()
    )


def test_blank_sentences_stay_unpaired_and_do_no_harm():
    result = align_sentences(
        ["", RU[0], " \t", RU[1], RU[2]], [KK[0], KK[1], "\u00a0", KK[2], ""], encoder=Meanings()
    )
    assert short(result) == [
        ([0], []), ([1], [0]), ([2], []), ([3], [1]), ([], [2]), ([4], [3]), ([], [4]),
    ]  # fmt: skip


def test_heads_and_credits_pair_with_their_own_kind_only():
    head, credit = "date 2025-04-09", "Фото: МЧС"
    encoder = Meanings()
    encoder.known |= {head: [0], credit: [0], "Сурет: ТЖМ": [0], RU[0]: [0], KK[0]: [0]}
    ru, kk = [head, RU[0], credit], [head, KK[0], "Сурет: ТЖМ"]
    assert short(align_sentences(ru, kk, encoder=encoder)) == [([at], [at]) for at in range(3)]
    for one, other in [(head, KK[0]), (credit, KK[0]), (credit, head)]:
        result = align_sentences([one], [other], encoder=encoder)
        assert [bead.kind for bead in result] == ["1-0", "0-1"]


def test_pairs_below_the_least_score_are_kept_out_with_a_note():
    ru, kk = [*RU[:3], RU_ONLY], [*KK[:3], KK_ONLY]
    everything = align_sentences(ru, kk, encoder=Meanings(), options=Options(min_score=0))
    assert {bead.note for bead in everything if bead.paired} == {""}
    scores = sorted(bead.score for bead in everything if bead.paired)
    assert scores[0] < scores[-1]
    strict = align_sentences(ru, kk, encoder=Meanings(), options=Options(min_score=scores[-1]))
    assert short(strict) == short(everything)
    assert [bead.score for bead in strict.pairs] == [scores[-1]]
    low = [bead for bead in strict if bead.note == "low-score"]
    assert sorted(bead.score for bead in low) == scores[:-1]
    assert set(low) <= set(strict.rest)


def test_no_bead_is_longer_than_the_span_asked_for():
    ru, kk = [RU[0], RU_BOTH, *RU[3:]], [*KK[:3], KK_BOTH, KK[5]]
    result = align_sentences(ru, kk, encoder=Meanings(), options=Options(max_span=1))
    assert tile(result)
    assert {bead.kind for bead in result} <= {"1-1", "1-0", "0-1"}


def test_a_pair_has_the_same_score_whatever_the_longest_span(monkeypatch):
    # only pairs 1-1 have a chance, so that longer beads take nothing from their scores
    weights = LIKENESS | {"over_grown": 2} | dict.fromkeys(LONG, -1000) | {"1-1": -6}
    grown = by_hand(weights)
    monkeypatch.setattr(pipeline, "bundled_bead_model", lambda _: grown)
    results = [
        align_sentences(RU, KK, encoder=Meanings(), options=Options(0.0, max_span))
        for max_span in (1, 2, 3, 4)
    ]
    assert short(results[0]) == [([at], [at]) for at in range(len(RU))]
    scores = [bead.score for bead in results[0]]
    assert min(scores) < max(scores)
    for other in results:
        assert short(other) == short(results[0])
        assert [bead.score for bead in other] == pytest.approx(scores, abs=1e-9)


NAN = np.ones((3, 4), np.float32)
NAN[1, 2] = np.nan


@pytest.mark.parametrize(
    ("vectors", "reason"),
    [
        (np.ones((2, 4), np.float32), "shape (2, 4) for 3 sentences"),
        (np.ones((4, 4), np.float32), "shape (4, 4) for 3 sentences"),
        (np.ones(3, np.float32), "shape (3,)"),
        (np.ones((3, 4, 1), np.float32), "shape (3, 4, 1)"),
        (np.zeros((0, 4), np.float32), "shape (0, 4)"),
        (NAN, "sentence 1 is not finite"),
        (np.where(np.isnan(NAN), np.inf, 1), "sentence 1 is not finite"),
    ],
)
def test_an_encoder_that_gives_unusable_vectors_is_named(vectors, reason):
    with pytest.raises(ModelError) as caught:
        align_sentences(RU[:2], KK[:1], encoder=Giving(vectors))
    message = str(caught.value)
    assert message.startswith("encoder: ")
    assert reason in message
    assert "; " in message
    assert "\n" not in message


def test_vectors_of_zeros_or_of_double_precision_are_taken():
    assert tile(align_sentences(RU[:2], KK[:1], encoder=Giving(np.zeros((3, 4)))))
    single, double = Meanings(), Meanings()
    double.encode = lambda sentences: single.encode(sentences).astype(np.float64)
    assert align_sentences(RU, KK, encoder=double) == align_sentences(RU, KK, encoder=single)


def test_texts_are_split_before_they_are_aligned():
    ru, kk = " ".join(RU[:3]), "\n".join(KK[:3])
    result = align_texts(ru, kk, encoder=Meanings())
    assert short(result) == [([at], [at]) for at in range(3)]
    assert [ru[sentence.start : sentence.stop] for sentence in result.ru] == RU[:3]
    assert [kk[sentence.start : sentence.stop] for sentence in result.kk] == KK[:3]


def test_an_empty_text_leaves_the_other_unpaired():
    assert [bead.kind for bead in align_texts("", KK[0], encoder=Refusing())] == ["0-1"]
    assert [bead.kind for bead in align_texts(RU[0], " \n", encoder=Refusing())] == ["1-0"]
    assert list(align_texts("", "", encoder=Refusing())) == []


def test_exchanged_texts_are_refused_with_the_advice_to_swap_them():
    with pytest.raises(LanguageError, match="swap them") as caught:
        align_texts(" ".join(KK), " ".join(RU), encoder=Refusing())
    assert "\n" not in str(caught.value)


def files(folder, ru, kk):
    (folder / "a.ru.txt").write_text(ru, "utf-8")
    (folder / "a.kk.txt").write_text(kk, "utf-8")
    return folder / "a.ru.txt", folder / "a.kk.txt"


def test_files_are_split_and_aligned_under_their_names(tmp_path):
    paths = files(tmp_path, " ".join(RU[:3]), " ".join(KK[:3]))
    result = align_files(*paths, encoder=Meanings())
    assert (result.ru_doc, result.kk_doc) == ("a.ru.txt", "a.kk.txt")
    assert short(result) == [([at], [at]) for at in range(3)]
    assert align_files(*map(str, paths), encoder=Meanings()) == result


def test_russian_within_kazakh_text_is_noted_and_kept():
    quoted = "Сегодня мы приняли очень важное решение, сказал он."
    result = align_sentences([*RU[:2], quoted], [*KK[:2], quoted], encoder=Meanings())
    assert [(bead.kind, bead.note) for bead in result.pairs] == [
        ("1-1", ""), ("1-1", ""), ("1-1", "language")
    ]  # fmt: skip
    pair = ([*RU[:2], quoted], [*KK[:2], quoted])
    assert next(align_corpus([pair], encoder=Meanings())).beads == result.beads


RU_DAMAGED, KK_DAMAGED = RU[0].replace("с", "c"), KK[0].replace("ү", "ү\xad")


def test_what_is_embedded_is_repaired_and_what_is_kept_is_not():
    class Told(Meanings):
        texts: ClassVar[list[str]] = []

        def encode(self, sentences):
            self.texts += sentences
            return super().encode(sentences)

    align_sentences([RU_DAMAGED], [KK_DAMAGED], encoder=Told())
    result = align_texts(RU_DAMAGED, KK_DAMAGED, encoder=Told())
    assert Told.texts == [RU[0], KK[0]] * 2
    (row,) = result.rows()
    assert (row.ru, row.kk) == (RU_DAMAGED, KK_DAMAGED)


def test_kazakh_in_latin_letters_is_kazakh(tmp_path):
    latin = "Memleket basshysy oblys ákimderine tapsyrma berdi. Búgin qala turǵyndary kóp boldy."
    with pytest.raises(LanguageError, match=r"a\.ru\.txt: is Kazakh"):
        align_files(*files(tmp_path, latin, " ".join(KK)), encoder=Refusing())


@pytest.mark.parametrize("repair", [False, True])
def test_files_are_written_repaired_only_on_demand(tmp_path, repair):
    paths = files(tmp_path, RU_DAMAGED, KK_DAMAGED)
    (row,) = align_files(*paths, encoder=Meanings(), reading=ReadOptions(repair=repair)).rows()
    written = (RU[0], KK[0]) if repair else (RU_DAMAGED, KK_DAMAGED)
    assert (row.ru, row.kk) == written


@pytest.mark.parametrize("presplit", [False, True])
def test_several_files_of_a_side_are_one_text(tmp_path, presplit):
    ru, kk = files(tmp_path, "\n".join(RU[:3]), "\n".join(KK[:3]))
    parts = []
    for at, text in enumerate(RU[:3]):
        parts.append(tmp_path / f"{at}.txt")
        parts[-1].write_text(text, "utf-8")
    whole = align_files(ru, kk, encoder=Meanings(), reading=ReadOptions(presplit=presplit))
    result = align_files(parts, [kk], encoder=Meanings(), reading=ReadOptions(presplit=presplit))
    assert (result.ru_doc, result.kk_doc) == ("0.txt+1.txt+2.txt", "a.kk.txt")
    assert (result.ru, result.beads) == (whole.ru, whole.beads)
    with pytest.raises(InputError, match=r"the Kazakh text: no files; give at least one"):
        align_files(ru, [], encoder=Refusing())


def test_kinds_of_a_second_file_are_in_their_place(tmp_path):
    for name in ("1.md", "2.md"):
        (tmp_path / name).write_text(f"# {RU[0]}\n\n{RU[1]}", "utf-8")
    kk = files(tmp_path, "", "\n".join(KK[:2]))[1]
    result = align_files([tmp_path / "1.md", tmp_path / "2.md"], kk, encoder=Meanings())
    assert [s.kind for s in result.ru] == ["title", "body", "title", "body"]


def test_hard_wrapped_lines_of_a_text_are_joined():
    ru, kk = (" ".join(side * 3) for side in (RU, KK))
    result = align_texts(textwrap.fill(ru, 60), kk, encoder=Meanings())
    assert [sentence.text for sentence in result.ru] == list(RU) * 3


def test_each_line_of_a_presplit_file_is_a_sentence(tmp_path):
    paths = files(tmp_path, f"{RU[0]} {RU[1]}\n{RU[2]}\n", f"{KK[0]} {KK[1]}\n{KK[2]}\n")
    result = align_files(*paths, encoder=Meanings(), reading=ReadOptions(presplit=True))
    assert [sentence.text for sentence in result.ru] == [f"{RU[0]} {RU[1]}", RU[2]]
    assert len(align_files(*paths, encoder=Meanings()).ru) == 3


@pytest.mark.parametrize("presplit", [False, True])
def test_files_in_the_wrong_order_are_refused_with_their_names(tmp_path, presplit):
    ru, kk = files(tmp_path, "\n".join(RU), "\n".join(KK))
    with pytest.raises(LanguageError) as caught:
        align_files(kk, ru, encoder=Refusing(), reading=ReadOptions(presplit=presplit))
    assert str(caught.value).startswith(f"{kk}: is Kazakh, and {ru} is Russian; swap them")


def test_a_missing_file_is_an_input_error(tmp_path):
    ru, _ = files(tmp_path, " ".join(RU), " ".join(KK))
    with pytest.raises(InputError, match=r"none\.txt: "):
        align_files(ru, tmp_path / "none.txt", encoder=Refusing())


def test_options_reach_the_alignment_of_texts_and_files(tmp_path):
    options = Options(min_score=1.0)
    texts = " ".join(RU[:3]), " ".join(KK[:3])
    assert align_texts(*texts, encoder=Meanings(), options=options).pairs == ()
    result = align_files(*files(tmp_path, *texts), encoder=Meanings(), options=options)
    assert {bead.note for bead in result} == {"low-score"}
