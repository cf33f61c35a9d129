from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.errors import UnreadableSource
from ofsted_kg.text import read_text


def written(folder: Path, content: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_text_is_read_as_it_is_with_one_page(tmp_path: Path) -> None:
    source = read_text(written(tmp_path, "a\r\n\tb’s\n".encode()))
    assert (source.text, source.media_type, source.page_starts, source.page(3)) == ("a\r\n\tb’s\n", "text/plain", (0,), 1)
    assert source.sha256 == "95f135fd4a50db03b244bf751ddadb2067554f526eca758e946394629d395e98"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, b"\xef\xbb\xbfa", "report.md")).text == "a"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("Dudley".encode("utf-16"), "is UTF-16, not UTF-8: save it as UTF-8"),
        ("Dudley, a town".encode("utf-16-le"), "looks like UTF-16"),
        ("Dudley".encode("utf-32"), "is UTF-32"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a binary file"),
        (bytes(range(1, 256)), "is a binary file"),
        ("line one\nd’Inverno".encode("cp1252"), r"is not UTF-8 \(line 2, byte 10\).*CP1252"),
    ],
    ids=["empty", "blank", "utf-16", "utf-16 without mark", "utf-32", "png", "all bytes", "cp1252"],
)
def test_what_cannot_be_read_is_said_in_one_line_with_a_remedy(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=f"^report.txt: {reason}") as caught:
        read_text(written(tmp_path, content))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_one_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"none.txt: can't be opened: No such file"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(UnreadableSource, match=r"a.docx: files ending in '.docx' are not read; known: .txt"):
        read_text(written(tmp_path, b"PK", "a.docx"))
