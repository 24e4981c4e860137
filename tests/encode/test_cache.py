"""Vectors kept on disk."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import align
from align.encode.cache import FILE
from align.types import Tokens
from support.meanings import Meanings, drawn
from support.translations import KK, RU

pytestmark = pytest.mark.slow


class Words(Meanings):
    """A fake encoder with tokens, one a word, of another width than its vectors."""

    def encode_tokens(self, sentences):
        return self.encode(sentences), [self.words(text) for text in sentences]

    def words(self, text):
        rows = [drawn(word)[:5] for word in text.split()]
        weights = np.arange(1, len(rows) + 1, dtype=np.float32)
        return Tokens(np.array(rows, np.float16).reshape(-1, 5), weights)


def same(one, other):
    np.testing.assert_array_equal(one[0], other[0])
    assert len(one[1]) == len(other[1])
    for a, b in zip(one[1], other[1], strict=True):
        for left, right in zip(a, b, strict=True):
            np.testing.assert_array_equal(left, right)
            assert left.dtype == right.dtype
            assert left.shape == right.shape


CALLS = st.lists(st.lists(st.sampled_from([*RU, *KK, "", "сөз", "a\0b"]), max_size=8), max_size=6)


@settings(max_examples=25)
@given(CALLS)
def test_it_gives_what_the_encoder_gives_and_asks_it_for_no_sentence_twice(tmp_path_factory, calls):
    folder = tmp_path_factory.mktemp("cache")
    inner = Words()
    for call in calls:
        cached = align.cached_encoder(inner, folder)
        same(cached.encode_tokens(call), Words().encode_tokens(call))
        np.testing.assert_array_equal(cached.encode(call), Words().encode(call))
    asked = [text for batch in inner.asked for text in batch]
    assert len(asked) == len(set(asked)) == len({text for call in calls for text in call})


def test_an_encoder_without_tokens_has_none_from_the_cache_either(tmp_path):
    inner = Meanings()
    for _ in range(2):
        cached = align.cached_encoder(inner, tmp_path)
        np.testing.assert_array_equal(cached.encode(RU), Meanings().encode(RU))
        assert not isinstance(cached, align.TokenEncoder)
    assert inner.asked == [RU]


def test_an_alignment_is_the_same_from_the_cache(tmp_path):
    plain = align.align_sentences(RU, KK)
    for _ in range(2):
        cached = align.cached_encoder(align.load_encoder(), tmp_path)
        assert align.align_sentences(RU, KK, encoder=cached).beads == plain.beads


def test_another_model_never_gets_what_one_has_kept(tmp_path):
    one, other = Meanings(), Meanings()
    other.fingerprint = "another"
    other.vector = lambda text: -Meanings.vector(other, text)
    align.cached_encoder(one, tmp_path).encode(RU)
    np.testing.assert_array_equal(align.cached_encoder(other, tmp_path).encode(RU), -one.encode(RU))
    # with tokens and without are two things as well
    words = Words()
    assert len(align.cached_encoder(words, tmp_path).encode_tokens(RU)[1]) == len(RU)


def test_an_encoder_without_fingerprint_is_refused(tmp_path):
    class Nameless:
        encode = Meanings.encode

    with pytest.raises(align.ModelError, match="has no fingerprint"):
        align.cached_encoder(Nameless(), tmp_path)


def test_the_oldest_go_beyond_the_limit_and_it_never_grows_beyond(tmp_path):
    inner, limit = Meanings(), 200_000
    cached = align.cached_encoder(inner, tmp_path, limit=limit)
    texts = [f"{at}-сөйлем" for at in range(1000)]
    for start in range(0, 1000, 20):
        cached.encode(texts[start : start + 20])
        assert (tmp_path / FILE).stat().st_size < limit + 20 * 2000
    assert (tmp_path / FILE).stat().st_size > limit / 2
    inner.asked.clear()
    cached.encode(texts[-20:])
    assert inner.asked == []
    cached.encode(texts[:20])
    assert inner.asked == [texts[:20]]
    small = align.cached_encoder(inner, tmp_path / "small", limit=1)
    np.testing.assert_array_equal(small.encode(RU), inner.encode(RU))


def test_a_quiet_one_shares_what_is_kept(tmp_path):
    inner = Words()
    cached = align.cached_encoder(inner, tmp_path)
    cached.encode(RU)
    same(cached.quiet().encode_tokens(RU), Words().encode_tokens(RU))
    assert inner.asked == [RU]


def test_threads_may_share_it(tmp_path):
    cached = align.cached_encoder(Words(), tmp_path)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(cached.encode_tokens, [RU, KK, RU + KK, KK + RU] * 5):
            assert len(found[0]) == len(found[1])
    same(cached.encode_tokens(RU + KK), Words().encode_tokens(RU + KK))


SHARED = """
import sys
sys.path.insert(0, sys.argv[1])
import align
from support.meanings import Meanings
cached = align.cached_encoder(Meanings(), sys.argv[2], limit=150_000)
for start in range(0, 400, 10):
    texts = [f"{(at * 7) % 300}-сөйлем" for at in range(start, start + 10)]
    assert (cached.encode(texts) == Meanings().encode(texts)).all()
"""


def test_two_processes_may_share_a_folder(tmp_path, pytestconfig):
    command = [sys.executable, "-c", SHARED, str(pytestconfig.rootpath / "tests"), str(tmp_path)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        assert process.communicate(timeout=120)[1] == ""
        assert process.returncode == 0


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(align.OutputError, match="the cache can't be written"):
        align.cached_encoder(Meanings(), tmp_path / "file")
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(align.OutputError, match=r"is damaged .*; delete it") as caught:
        align.cached_encoder(Meanings(), tmp_path)
    assert "\n" not in str(caught.value)


def test_a_damaged_entry_is_never_used(tmp_path):
    inner = Meanings()
    cached = align.cached_encoder(inner, tmp_path)
    (vector,) = cached.encode([RU[0]])
    path = tmp_path / FILE
    content = path.read_bytes()
    assert content.count(vector.tobytes()) == 1
    path.write_bytes(content.replace(vector.tobytes(), (vector + 1).tobytes()))
    with pytest.raises(align.OutputError, match="another checksum"):
        cached.encode([RU[0]])
