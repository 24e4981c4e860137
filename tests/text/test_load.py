"""One side of a pair: `ReadOptions`, and the keywords that stood in their place."""

import pytest

import align
from align.text.load import read_options
from align.types import ReadOptions
from support.meanings import KK, RU, Meanings


def test_without_options_the_defaults_hold():
    assert read_options(None, {}) == ReadOptions()
    assert read_options(ReadOptions(repair=True), {}) == ReadOptions(repair=True)


def test_old_keywords_still_work_and_say_what_to_write_instead(tmp_path):
    for name, side in (("ru", RU), ("kk", KK)):
        (tmp_path / f"a.{name}.txt").write_text("\n".join(side), "utf-8")
    paths = tmp_path / "a.ru.txt", tmp_path / "a.kk.txt"
    with pytest.warns(DeprecationWarning, match=r"give reading=ReadOptions\(presplit=True\)"):
        old = align.align_files(*paths, encoder=Meanings(), presplit=True)
    new = align.align_files(*paths, encoder=Meanings(), reading=ReadOptions(presplit=True))
    assert old == new


@pytest.mark.parametrize(
    "call",
    [
        lambda **keywords: align.align_files("a", "b", **keywords),
        lambda **keywords: align.align_corpus([], **keywords),
        lambda **keywords: align.match_documents({}, {}, **keywords),
        lambda **keywords: align.read_gold("a", **keywords),
    ],
)
def test_a_keyword_that_there_never_was_is_a_type_error(call):
    with pytest.raises(TypeError, match="presplt"):
        call(presplt=True)
