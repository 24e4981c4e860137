"""The lines of a text, repaired: what is split, embedded and compared in their place."""

from __future__ import annotations

from collections.abc import Sequence

from align.text.repair.code_pages import foreign_letters, mended_bytewise, mended_western
from align.text.repair.lookalikes import many_mixed, mended_scripts
from align.text.repair.scripts import in_cyrillic
from align.text.repair.signs import mended_signs
from align.types import Language


def repaired_lines(lines: Sequence[str], language: Language) -> list[str]:
    """The lines of one text, each repaired; sound ones as they are.

    In this order: UTF-8 that was read byte by byte, code pages that were read as Western, unseen
    signs, letters in pieces, makeshift quotes and dashes, Kazakh letters of another code page,
    words of mixed scripts, and Kazakh in Latin or Arabic letters. What is seen of the whole text
    decides in doubt, so lines of one text belong into one call. [] for no lines.

    >>> repaired_lines(["Ќазаќстан Республикасыныѕ заѕы", "Cосын айтты"], "kk")
    ['Қазақстан Республикасының заңы', 'Сосын айтты']
    """
    lines = [mended_western(mended_bytewise(line), language) for line in lines]
    lines = [mended_signs(line) for line in lines]
    text = "\n".join(lines)
    letters = foreign_letters(text) if language == "kk" else None
    if letters:
        lines = [line.translate(letters) for line in lines]
        text = "\n".join(lines)
    suspect = many_mixed(text, language)
    lines = [mended_scripts(line, language, suspect) for line in lines]
    return in_cyrillic(lines) if language == "kk" else lines
