"""SRT and VTT subtitles → what is said, with sentences that run over several captions joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from align.errors import InputError
from align.extras import extra_module
from align.text.formats.block import Block
from align.text.formats.registry import InputFormat, register

_DASH = re.compile(r"\s*[-–—]\s*(?=\w|[«\"(…])")
_FINISHED = re.compile(r"[.!?…:;♪♫)\]][\"'»”’“]*\s*\Z")
_OWN_LINE = re.compile(r"\s*(?:[-–—♪♫(\[])")
# Where fewer captions end a sentence, the text has no punctuation: joined it would be one line.
_LEAST_FINISHED = 0.15


def subtitle_blocks(text: str, name: str, kind: str) -> list[Block]:
    """A block for each run of captions that ends where a sentence does.

    `kind` is "srt" or "vtt". Each speaker of a caption («– Да. – Нет.», a line each) has a block.
    Raises InputError where there is no caption.
    """
    pysubs2 = extra_module("pysubs2", name, "subtitles", "formats")
    try:
        captions = pysubs2.SSAFile.from_string(text, format_=kind)
    except (pysubs2.Pysubs2Error, ValueError) as error:
        raise InputError(f"{name}: is no sound {kind.upper()} file ({error}); repair it") from None
    turns = [turn for caption in captions for turn in _turns(caption.plaintext)]
    if not turns:
        raise InputError(f"{name}: holds no captions; give a sound {kind.upper()} file")
    return [Block(turn, "body") for turn in _joined(turns)]


def _turns(caption: str) -> list[str]:
    """What each speaker says: a line that begins with a dash begins a turn."""
    turns: list[str] = []
    for line in filter(None, map(str.strip, caption.split("\n"))):
        if turns and not _DASH.match(line):
            turns[-1] += f" {line}"
        else:
            turns.append(line)
    return turns


def _joined(turns: Sequence[str]) -> list[str]:
    finished = sum(map(bool, map(_FINISHED.search, turns)))
    if finished < _LEAST_FINISHED * len(turns):
        return list(turns)
    found: list[str] = []
    for turn in turns:
        if found and not _FINISHED.search(found[-1]) and not _OWN_LINE.match(turn):
            found[-1] += f" {turn}"
        else:
            found.append(turn)
    return found


def _register(kind: str, begins: str) -> None:
    register(
        InputFormat(
            kind.upper(),
            "what is said: sentences over several captions joined, speakers apart",
            "pysubs2",
            lambda text, name: subtitle_blocks(text, name, kind),
            begins=re.compile(begins),
            suffixes=(f".{kind}",),
        )
    )


_TIME = r"\d+:\d\d:\d\d[,.]\d{3}"
_register("srt", rf"\s*\d+\n{_TIME} --> {_TIME}")
_register("vtt", r"\s*WEBVTT\b")
