"""A path -> `SourceText`: the only module that knows file kinds and encodings, and the only importer of a PDF library.

The text is the file as decoded, never normalised: offsets into it stay true. A file that can't be read raises
UnreadableSource with one line that says why and what to do.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ofsted_kg.document import SourceText
from ofsted_kg.errors import UnreadableSource
from ofsted_kg.text_layer import PlacedLine, in_reading_order, is_lone_mark

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

PDF: Final = "application/pdf"
MEDIA_TYPES: Final = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": PDF,
}
"""File endings that can be read, with their media types."""

_MOST_PAGES: Final = 1000
_MOST_EXPANDED: Final = 100_000_000
"""Bytes of a PDF's packed streams, pictures left out; a report has a few million, and a page of many takes minutes."""
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY: Final = 500
"""Bytes before a stream in which its dictionary says what it is."""
_HEAD: Final = 4096
"""Bytes by which a file's kind is guessed."""
_LINE_END: Final = "\r\n"
"""Of a PDF's text layer."""

_BYTE_ORDER_MARKS: Final = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_text(path: Path) -> SourceText:
    """The file's text with its hash; UnreadableSource where it is empty, binary, in another encoding or not there."""
    name = _printable(path.name)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        known = ", ".join(MEDIA_TYPES)
        raise UnreadableSource(name, f"files ending in {path.suffix or 'nothing'!r} are not read; known: {known}")
    content = _content(path, name)
    text, page_starts = _pages(name, content) if media_type == PDF else (_decoded(name, content), (0,))
    return SourceText(name, text, hashlib.sha256(content).hexdigest(), media_type, page_starts)


def _printable(name: str) -> str:
    """A file's name as it can be shown and stored: bytes that are no UTF-8 and line ends in it give way to U+FFFD."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(name, f"can't be opened: {error.strerror or error}") from None


def _pages(name: str, content: bytes) -> tuple[str, tuple[int, ...]]:
    """A PDF's text layer and the offset at which each page of it begins."""
    from pypdfium2 import PdfDocument, PdfiumError

    if not content.startswith(b"%PDF-") and b"%PDF-" not in content[:1024]:
        raise UnreadableSource(name, "is no PDF, whatever its ending says")
    if _expands_without_measure(content):
        raise UnreadableSource(name, f"unpacks to more than {_MOST_EXPANDED // 1_000_000} MB; no inspection report does")
    try:
        with PdfDocument(content) as document:
            if len(document) > _MOST_PAGES:
                raise UnreadableSource(name, f"has {len(document)} pages; no inspection report has more than {_MOST_PAGES}")
            texts = [_page_text(document, number) for number in range(len(document))]
    except PdfiumError as error:
        raise UnreadableSource(name, _pdf_fault(str(error))) from None
    if not "".join(texts).strip():
        raise UnreadableSource(name, "has no text layer: it is scanned; run it through OCR first (ocrmypdf)")
    return "\n".join(texts), tuple(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))


def _expands_without_measure(content: bytes) -> bool:
    """Whether the packed streams of a PDF hold more than any report: a small file may keep its reader busy for hours."""
    left = _MOST_EXPANDED
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        if b"/Image" in content[max(0, found.start() - _DICTIONARY) : found.start()]:
            continue
        left -= _expanded(view[found.end() : content.find(b"endstream", found.end())], left + 1)
        if left < 0:
            return True
    return False


def _expanded(packed: memoryview, most: int) -> int:
    """Bytes that a stream unpacks to, counted up to ``most``; 0 where it is packed in another way, or damaged."""
    try:
        return len(zlib.decompressobj().decompress(packed, most))
    except zlib.error:
        return 0


def _page_text(document: PdfDocument, number: int) -> str:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return _in_reading_order(layer)
        finally:
            layer.close()
    finally:
        page.close()


def _in_reading_order(layer: PdfTextPage) -> str:
    """The page's text, with lone bullets and numbers put back where the layer has any; boxes are asked for then alone."""
    text: str = layer.get_text_range()
    lines = text.split(_LINE_END)
    if not any(is_lone_mark(line) for line in lines):
        return text
    starts = accumulate((len(line) + len(_LINE_END) for line in lines[:-1]), initial=0)
    return _LINE_END.join(in_reading_order([_placed(layer, line, start) for line, start in zip(lines, starts, strict=True)]))


def _placed(layer: PdfTextPage, line: str, start: int) -> PlacedLine:
    if start >= layer.count_chars():
        return PlacedLine(line, 0, 0, 0)
    left, bottom, _, top = layer.get_charbox(start)
    return PlacedLine(line, left, bottom, top)


def _pdf_fault(error: str) -> str:
    if "password" in error.lower():
        return "is encrypted: save it without a password"
    return f"is a damaged PDF ({error.partition('(')[0].strip().rstrip('.').lower()}): fetch it again"


def _decoded(name: str, content: bytes) -> str:
    _refuse_other_encodings(name, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSource(name, _not_utf8(content, error)) from None
    if not text.strip():
        raise UnreadableSource(name, "is empty: nothing to read")
    if "\r" in text and "\n" not in text:
        raise UnreadableSource(name, "ends its lines with carriage returns alone: save it with line feeds (mac2unix)")
    return text


def _refuse_other_encodings(name: str, content: bytes) -> None:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            raise UnreadableSource(name, f"is {encoding}, not UTF-8: save it as UTF-8 (iconv -f {encoding} -t UTF-8)")
    if b"\0" in content:
        raise UnreadableSource(name, _why_nul(content))


def _why_nul(content: bytes) -> str:
    """What a file with NUL bytes seems to be."""
    head = content[:_HEAD]
    even, odd = (head[half::2].count(0) / len(head) * 2 for half in (0, 1))
    if max(even, odd) > 0.6 and min(even, odd) < 0.1:
        encoding = "UTF-16BE" if even > odd else "UTF-16LE"
        return f"looks like UTF-16 without its mark: save it as UTF-8 (iconv -f {encoding} -t UTF-8)"
    if b"\0" in head:
        return "is a binary file, not text"
    line = content.count(b"\n", 0, content.index(b"\0")) + 1
    return f"is a binary file, or damaged: a NUL byte stands in line {line}"


def _not_utf8(content: bytes, error: UnicodeDecodeError) -> str:
    controls = sum(byte < 9 or 13 < byte < 32 for byte in content[:_HEAD])
    if controls > len(content[:_HEAD]) / 50:
        return "is a binary file, not text"
    line = content.count(b"\n", 0, error.start) + 1
    return f"is not UTF-8 (line {line}, byte {error.start}); if it is Windows text, save it as UTF-8 (iconv -f CP1252 -t UTF-8)"
