import os
import stat
import threading

import pytest

from align.errors import OutputError
from align.table.whole_file import whole_file


def leftovers(folder):
    return sorted(path.name for path in folder.iterdir())


def write_half(path, error):
    with whole_file(path) as file:
        file.write("half")
        file.flush()
        raise error


def test_an_error_in_the_block_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyError):
        write_half(tmp_path / "out.tsv", KeyError())
    assert leftovers(tmp_path) == []


def test_an_error_in_the_block_keeps_the_old_file(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_half(path, KeyboardInterrupt())
    assert path.read_text("utf-8") == "old"
    assert leftovers(tmp_path) == ["out.tsv"]


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out.tsv"
    path.write_text("old", "utf-8")
    with whole_file(path) as file:
        file.write("new\n")
        file.flush()
        assert path.read_text("utf-8") == "old"
        assert len(leftovers(tmp_path)) == 2  # beside it: a rename between disks is no rename
    assert path.read_bytes() == b"new\n"
    assert leftovers(tmp_path) == ["out.tsv"]


def test_a_new_file_can_be_read_by_others_as_far_as_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "out.tsv") as file:
            file.write("x")
        assert stat.S_IMODE((tmp_path / "out.tsv").stat().st_mode) == 0o640
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def test_a_name_may_be_as_long_as_the_file_system_lets(tmp_path):
    path = tmp_path / ("и" * 125 + ".tsv")  # 254 bytes
    with whole_file(path) as file:
        file.write("x")
    assert leftovers(tmp_path) == [path.name]


def test_a_link_stays_a_link_to_the_file_written(tmp_path):
    (tmp_path / "far").mkdir()
    path = tmp_path / "out.tsv"
    path.symlink_to(tmp_path / "far" / "real.tsv")
    for text in ("first", "second"):
        with whole_file(path) as file:
            file.write(text)
        assert path.is_symlink()
        assert (tmp_path / "far" / "real.tsv").read_text("utf-8") == text
    assert leftovers(tmp_path) == ["far", "out.tsv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf-8")), daemon=True)
    reader.start()
    with whole_file(path) as file:
        file.write("Сәлем")
    reader.join(10)
    assert read == ["Сәлем"]
    assert path.is_fifo()
    assert leftovers(tmp_path) == ["pipe"]


def output_fault(path, reason):
    with pytest.raises(OutputError) as caught, whole_file(path):
        pytest.fail("the block must not begin")
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "; " in message
    assert "\n" not in message


def test_places_that_can_not_be_written_are_refused_before_any_work(tmp_path):
    (tmp_path / "file").write_text("x")
    output_fault(tmp_path, "is a folder")
    output_fault(tmp_path / "missing" / "out.tsv", "does not exist")
    output_fault(tmp_path / "file" / "out.tsv", "does not exist")
    output_fault(tmp_path / ("и" * 200 + ".tsv"), "can't be written")
    assert leftovers(tmp_path) == ["file"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_permission_is_refused(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    output_fault(closed / "out.tsv", "can't be written")
