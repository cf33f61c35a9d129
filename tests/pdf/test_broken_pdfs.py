"""Broken and hostile PDFs: each is refused in one line or read, none crashes, hangs or runs anything."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from ofsted_kg.errors import SourceError, UnreadableSource
from ofsted_kg.text import read_text

NUMBERS = re.compile(rb"/(?:Count|Length|Size|Kids|Parent|First|W|Index) ?\[?\d+")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    paragraphs = "".join(f"<p>{number}. The lamp is lit on day {number} and everybody sees it.</p>" for number in range(1, 200))
    content = HTML(string=f"<h1>Inspection of lamps</h1>{paragraphs}").write_pdf()
    assert isinstance(content, bytes)
    return content


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 5, 50, 500])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def shuffled(content: bytes, chance: random.Random) -> bytes:
    start, other, length = chance.randrange(len(content)), chance.randrange(len(content)), chance.randrange(4000)
    return content[:start] + content[other : other + length] + content[start + length :]


def misnumbered(content: bytes, chance: random.Random) -> bytes:
    for place in chance.sample(list(NUMBERS.finditer(content)), 3):
        number = str(chance.choice([0, 9_999_999, -1, 2**31])).encode()
        content = content[: place.end() - 1] + number + content[place.end() :]
    return content


@pytest.mark.parametrize("broken", [truncated, flipped, shuffled, misnumbered])
def test_a_broken_pdf_is_read_or_refused_in_one_line(broken: object, pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    assert callable(broken)
    for seed in range(60):
        path.write_bytes(broken(pdf, random.Random(seed)))
        outcome = outcome_of(path)
        assert outcome.startswith("broken.pdf: ")
        assert "\n" not in outcome


def outcome_of(path: Path) -> str:
    """The error's line, or the number of characters read."""
    try:
        return f"{path.name}: {len(read_text(path).text)} characters"
    except SourceError as error:
        return str(error)


def document(objects: dict[int, str]) -> bytes:
    body = "".join(f"{number} 0 obj {content} endobj\n" for number, content in objects.items())
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            document({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
            "damaged PDF|no text layer",
        ),
        (
            document({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 900000000 >>"}),
            "damaged|pages|no text layer",
        ),
        (
            document(
                {
                    1: "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.beep()) >> >>",
                    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                }
            ),
            "no text layer",
        ),
        (b"%PDF-1.7\n" + b"\0" * 100, "damaged PDF"),
        (b"Inspection of lamps", "is no PDF"),
        (b"", "is no PDF"),
    ],
    ids=["pages that hold themselves", "a huge page count", "a script", "a header alone", "a text", "nothing"],
)
def test_a_hostile_pdf_is_refused_with_its_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=f"^hostile.pdf: .*(?:{reason})"):
        read_text(path)


def test_an_encrypted_pdf_says_so(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(pdf)
    with pikepdf.open(plain) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnreadableSource, match=r"secret\.pdf: is encrypted: save it without a password"):
        read_text(path)
