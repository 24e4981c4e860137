import pytest

from align.errors import InputError
from align.text.formats.subtitles import subtitle_blocks
from align.text.read import read_document

CAPTIONS = [
    "Я думаю, что это",
    "не так.\nИ <i>никогда</i> не было.",
    "- Ты идёшь?\n- Нет,",
    "я останусь здесь.",
    "♪ Песня",
    "Конец.",
]
EXPECTED = [
    "Я думаю, что это не так. И никогда не было.",
    "- Ты идёшь?",
    "- Нет, я останусь здесь.",
    "♪ Песня",
    "Конец.",
]


def srt(captions):
    return "\n".join(
        f"{at}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{text}\n"
        for at, text in enumerate(captions, 1)
    )


def vtt(captions):
    cues = "\n".join(
        f"00:{at:02}.000 --> 00:{at:02}.900\n{text}\n" for at, text in enumerate(captions, 1)
    )
    return f"WEBVTT\n\n{cues}"


@pytest.mark.parametrize(("kind", "made"), [("srt", srt), ("vtt", vtt)])
def test_sentences_over_several_captions_are_joined_and_speakers_kept_apart(kind, made):
    blocks = subtitle_blocks(made(CAPTIONS), "a", kind)
    # what follows music is not told from it
    assert [block.text for block in blocks] == [*EXPECTED[:3], "♪ Песня Конец."]
    assert {block.kind for block in blocks} == {"body"}


@pytest.mark.parametrize("name", ["a.srt", "a.txt"])
def test_line_ends_of_windows_and_other_endings(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(srt(CAPTIONS[:4]).replace("\n", "\r\n").encode("cp1251"))
    assert read_document(path, "ru").text.split("\n") == EXPECTED[:3]


def test_captions_without_stops_stay_apart():
    captions = ["бірінші жол", "екінші жол", "үшінші жол"]
    assert [block.text for block in subtitle_blocks(srt(captions), "a", "srt")] == captions


@pytest.mark.parametrize(("kind", "text"), [("vtt", "WEBVTT\n"), ("srt", "Просто текст.\n")])
def test_a_file_without_captions(kind, text):
    with pytest.raises(InputError, match=rf"a\.x: holds no captions; give a sound {kind.upper()}"):
        subtitle_blocks(text, "a.x", kind)
