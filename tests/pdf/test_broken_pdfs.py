"""Broken and hostile PDFs: each is refused in one line or read, none crashes, hangs or runs anything."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsted_kg.errors import UnreadableSource
from ofsted_kg.text import read_text
from tests.pdf.reader import Reader
from tests.pdf.variants import Look, rendered

NUMBERS = re.compile(rb"/(?:Count|Length|Size|Kids|Parent|First|W|Index) ?\[?\d+")


ONE_LINE = re.compile(r"broken\.pdf: .+")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return rendered(Look())


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


MUTATIONS = {"truncated": truncated, "flipped": flipped, "shuffled": shuffled, "misnumbered": misnumbered}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as started:
        yield started


@pytest.mark.parametrize("broken", MUTATIONS)
def test_a_broken_pdf_is_read_or_refused_in_one_line(broken: str, pdf: bytes, reader: Reader) -> None:
    outcomes = [reader.outcome(MUTATIONS[broken](pdf, random.Random(seed))) for seed in range(60)]
    assert [outcome for outcome in outcomes if not ONE_LINE.fullmatch(outcome)] == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(MUTATIONS)), st.integers(0, 2**32)), min_size=1, max_size=3))
def test_no_row_of_damages_breaks_the_reader(pdf: bytes, reader: Reader, damages: list[tuple[str, int]]) -> None:
    content = pdf
    for name, seed in damages:
        if len(content) > 1 and len(NUMBERS.findall(content)) >= 3:
            content = MUTATIONS[name](content, random.Random(seed))
    assert ONE_LINE.fullmatch(reader.outcome(content))


def document(objects: dict[int, str]) -> bytes:
    body = "".join(f"{number} 0 obj {content} endobj\n" for number, content in objects.items())
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n%%EOF".encode()


def stream(content: str, entries: str = "", length: str = "") -> str:
    return f"<< {entries} /Length {length or len(content)} >> stream\n{content}\nendstream"


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
        (
            document(
                {
                    1: "<< /Type /Catalog /Pages 2 0 R >>",
                    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources 6 0 R >>",
                    4: stream("/X Do", length="4 0 R"),
                    5: stream("/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 6 0 R"),
                    6: "<< /XObject << /X 5 0 R >> >>",
                }
            ),
            "no text layer",
        ),
        (
            document(
                {
                    1: "<< /Type /Catalog /Pages 2 0 R >>",
                    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    3: "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 1e30 1e30] /Contents 4 0 R >>",
                    4: stream("q " * 200_000 + "[" * 100_000 + "BT /F 1e30 Tf (x) Tj"),
                }
            ),
            "no text layer|damaged",
        ),
        (
            document({1: "<< /Type /Catalog /Pages 1 0 R /Kids 1 0 R >>"}) + b"startxref\n9\n%%EOF\ntrailer << /Prev 9 >>",
            "damaged",
        ),
        (b"%PDF-1.7\n" + b"\0" * 100, "damaged PDF"),
        (b"Inspection of lamps", "is no PDF"),
        (b"", "is no PDF"),
    ],
    ids=[
        "pages that hold themselves",
        "a huge page count",
        "a script",
        "a form that draws itself",
        "states without end",
        "a catalogue that is its own pages",
        "a header alone",
        "a text",
        "nothing",
    ],
)
def test_a_hostile_pdf_is_refused_with_its_reason(content: bytes, reason: str, reader: Reader) -> None:
    assert re.fullmatch(f"broken.pdf: .*(?:{reason}).*", reader.outcome(content))


def test_a_small_pdf_that_unpacks_to_a_huge_one_is_refused_at_once(reader: Reader) -> None:
    packer = zlib.compressobj(9)
    words = b"BT (x) Tj ET " * 100_000
    packed = b"".join(packer.compress(words) for _ in range(100)) + packer.flush()
    head = document(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        }
    )
    content = f"4 0 obj << /Filter /FlateDecode /Length {len(packed)} >> stream\n".encode() + packed + b"\nendstream endobj\n"
    bomb = head.replace(b"trailer", content + b"trailer")
    assert len(bomb) < 500_000
    assert reader.outcome(bomb) == "broken.pdf: unpacks to more than 100 MB; no inspection report does"


def test_what_a_pdf_wants_to_be_run_is_not_run(pdf: bytes, reader: Reader, tmp_path: Path) -> None:
    whole = reader.outcome(pdf)
    path, mark = tmp_path / "plain.pdf", tmp_path / "mark"
    path.write_bytes(pdf)
    with pikepdf.open(path) as opened:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.launchURL('file://{mark}'); while (true) {{}}")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"touch {mark}")
        opened.Root.OpenAction = script
        opened.Root.AA = pikepdf.Dictionary(WC=launch)
        opened.pages[0].obj.AA = pikepdf.Dictionary(O=launch, C=script)
        opened.save(tmp_path / "acting.pdf")
    assert reader.outcome((tmp_path / "acting.pdf").read_bytes()) == whole
    assert whole == "broken.pdf: 31 paragraphs"
    assert not mark.exists()


def test_an_encrypted_pdf_says_so(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(pdf)
    with pikepdf.open(plain) as opened:
        opened.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UnreadableSource, match=r"secret\.pdf: is encrypted: save it without a password"):
        read_text(path)
