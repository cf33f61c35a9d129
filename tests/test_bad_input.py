"""Files that are no readable report: one line with the file's name and the reason, or facts with notices; never a traceback."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from time import process_time

import pytest

from made_up import made_up_report
from ofsted_kg.errors import NotAReport, SourceError, UnknownAuthority, UnknownDocument, UnreadableSource
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.vocabulary import Vocabulary

MEGABYTE = 1_000_000
SECONDS = 15
"""CPU time in which each of the huge files must be dealt with; a linear reader needs a small part of it."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return packaged_vocabulary()


@pytest.fixture(scope="module")
def report(vocabulary: Vocabulary) -> str:
    return made_up_report(vocabulary.framework("slac"), "Dudley")


def refusal(path: Path, vocabulary: Vocabulary) -> SourceError:
    """The error with which a file is refused: one line that begins with the file's name."""
    with pytest.raises(SourceError) as caught:
        convert(path, vocabulary)
    message = str(caught.value)
    assert message.startswith(f"{path.name}: ")
    assert len(message.splitlines()) == 1
    assert len(message) < 400
    return caught.value


def written(folder: Path, content: bytes, name: str = "bad.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(folder: Path, text: str, vocabulary: Vocabulary) -> Conversion:
    return convert(written(folder, text.encode()), vocabulary)


def codes(conversion: Conversion) -> set[str]:
    return {notice.code for notice in conversion.facts.notices}


@pytest.mark.parametrize("content", [b"", b"\n", b" \t\r\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n \n"])
def test_an_empty_file_is_said_to_be_empty(content, tmp_path, vocabulary):
    error = refusal(written(tmp_path, content), vocabulary)
    assert isinstance(error, UnreadableSource)
    assert "empty" in error.reason


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20",
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + bytes(range(256)),
        b"\x7fELF\x02\x01\x01" + bytes(64),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        Random(7).randbytes(5_000),
        Random(8).randbytes(300),
    ],
    ids=["png", "zip", "elf", "old-word", "noise", "short-noise"],
)
def test_a_binary_file_is_said_to_be_no_text(content, tmp_path, vocabulary):
    error = refusal(written(tmp_path, content), vocabulary)
    assert isinstance(error, UnreadableSource)
    assert "binary" in error.reason


def test_a_nul_byte_far_inside_a_report_is_refused_with_its_line(tmp_path, vocabulary, report):
    text = f"{report}\nspoilt\0 here\n"
    error = refusal(written(tmp_path, text.encode()), vocabulary)
    assert "damaged" in error.reason
    assert f"line {text[: text.index(chr(0))].count(chr(10)) + 1}" in error.reason


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_a_report_in_another_unicode_encoding_is_refused_with_the_cure(encoding, said, tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.encode(encoding)), vocabulary)
    assert isinstance(error, UnreadableSource)
    assert said in error.reason
    assert "UTF-8" in error.reason


def test_a_utf_16_report_without_its_mark_is_told_which_way_round_it_is(tmp_path, vocabulary, report):
    little = refusal(written(tmp_path, report.encode("utf-16-le")), vocabulary)
    big = refusal(written(tmp_path, report.encode("utf-16-be")), vocabulary)
    assert ("UTF-16LE" in little.reason, "UTF-16BE" in big.reason) == (True, True)


def test_windows_text_is_refused_with_line_and_cure(tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.encode("cp1252")), vocabulary)
    line = next(n for n, text in enumerate(report.splitlines(), start=1) if "–" in text)
    assert isinstance(error, UnreadableSource)
    assert f"line {line}," in error.reason
    assert "CP1252" in error.reason


def test_a_byte_order_mark_of_utf_8_does_no_harm(tmp_path, vocabulary, report):
    marked = convert(written(tmp_path, b"\xef\xbb\xbf" + report.encode()), vocabulary)
    assert [p.text for p in marked.facts.paragraphs] == [p.text for p in read(tmp_path, report, vocabulary).facts.paragraphs]


def test_carriage_returns_alone_are_refused_with_the_cure(tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.replace("\n", "\r").encode()), vocabulary)
    assert "carriage returns" in error.reason


def test_windows_line_ends_do_no_harm(tmp_path, vocabulary, report):
    facts = read(tmp_path, report.replace("\n", "\r\n"), vocabulary).facts
    assert [p.text for p in facts.paragraphs] == [p.text for p in read(tmp_path, report, vocabulary).facts.paragraphs]


@pytest.mark.parametrize(
    "content",
    [
        "On the nature of councils.\n\n" + "A council is a body of persons, and persons differ. " * 2_000,
        "<!DOCTYPE html>\n<html><head><title>Inspections</title></head><body><p>1. None here.</p></body></html>",
        '{"report": {"authority": "Dudley"}}',
        "authority,grade\nDudley,3\n" * 300,
        "1. First\n2. Second\n3. Third\n",
        "# Record of main findings\n\n| Overall effectiveness | Good |\n",
    ],
    ids=["essay", "html", "json", "csv", "numbered-list", "record-alone"],
)
def test_another_kind_of_document_is_said_to_be_unknown(content, tmp_path, vocabulary):
    error = refusal(written(tmp_path, content.encode()), vocabulary)
    assert isinstance(error, UnknownDocument)


@pytest.mark.parametrize("name", ["bad.docx", "bad.html", "bad", ".txt", "bad.TXT.gz"])
def test_a_file_of_an_unknown_kind_is_refused_with_the_known_ones(name, tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.encode(), name), vocabulary)
    assert isinstance(error, UnreadableSource)
    assert ".txt" in error.reason


def test_a_file_that_is_not_there_is_refused(tmp_path, vocabulary):
    assert isinstance(refusal(tmp_path / "none.txt", vocabulary), UnreadableSource)


def test_a_folder_named_like_a_report_is_refused(tmp_path, vocabulary):
    (tmp_path / "folder.txt").mkdir()
    assert isinstance(refusal(tmp_path / "folder.txt", vocabulary), UnreadableSource)


def test_a_pdf_by_name_alone_is_refused(tmp_path, vocabulary):
    assert isinstance(refusal(written(tmp_path, b"%PDF-1.4\nnothing follows", "bad.pdf"), vocabulary), UnreadableSource)
    assert isinstance(refusal(written(tmp_path, b"", "empty.pdf"), vocabulary), UnreadableSource)


def test_a_name_that_is_no_utf_8_is_read_or_refused_in_one_line(tmp_path, vocabulary, report):
    path = written(tmp_path, report.encode(), b"caf\xe9.txt".decode("utf-8", "surrogateescape"))
    conversion = convert(path, vocabulary)
    assert conversion.facts.header.authority == "dudley"


def test_a_title_without_a_body_is_said_to_be_cut_off(tmp_path, vocabulary, report):
    title = report.split("\n\n")[0]
    error = refusal(written(tmp_path, title.encode()), vocabulary)
    assert isinstance(error, NotAReport)


def test_a_report_without_an_authority_is_said_to_have_none(tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.replace("\n\nDudley\n\n", "\n\n", 1).encode()), vocabulary)
    assert isinstance(error, NotAReport)


def test_an_unknown_authority_is_named_with_what_to_add(tmp_path, vocabulary, report):
    error = refusal(written(tmp_path, report.replace("\n\nDudley\n\n", "\n\nEast Wessex\n\n", 1).encode()), vocabulary)
    assert isinstance(error, UnknownAuthority)
    assert "East Wessex" in error.reason
    assert "authorities.ttl" in error.reason


def test_a_report_cut_in_the_middle_keeps_what_is_there_and_says_what_is_not(tmp_path, vocabulary, report):
    whole = read(tmp_path, report, vocabulary).facts.paragraphs
    cut = read(tmp_path, report[: len(report) // 2], vocabulary)
    kept = cut.facts.paragraphs
    assert 0 < len(kept) < len(whole)
    assert [p.text for p in kept[:-1]] == [p.text for p in whole[: len(kept) - 1]]
    assert {"record-missing", "section-missing"} <= codes(cut)


def test_a_report_without_a_record_has_no_official_grade_and_says_so(tmp_path, vocabulary, report):
    conversion = read(tmp_path, report[: report.index("## Record")], vocabulary)
    assert "record-missing" in codes(conversion)
    assert {judgement.grade("record") for judgement in conversion.facts.judgements} == {None}
    assert b"officialGrade" not in conversion.nquads


def test_a_record_without_its_rows_says_which_are_missing(tmp_path, vocabulary, report):
    head, rows = report.split("## Record of main findings")
    conversion = read(tmp_path, f"{head}## Record of main findings{rows[:20]}", vocabulary)
    missing = [notice for notice in conversion.facts.notices if notice.code == "record-row-missing"]
    assert len(missing) == len(vocabulary.framework("slac").areas)


def test_front_matter_without_dates_gives_facts_and_notices(tmp_path, vocabulary, report):
    conversion = read(tmp_path, report.replace("Inspection dates: 4 – 15 June 2012", ""), vocabulary)
    assert conversion.facts.header.inspection_end is None
    assert "field-missing" in codes(conversion)


def test_an_impossible_date_is_a_gap_and_no_error(tmp_path, vocabulary, report):
    conversion = read(tmp_path, report.replace("4 – 15 June 2012", "31 – 45 June 0000"), vocabulary)
    assert (conversion.facts.header.inspection_start, conversion.facts.header.inspection_end) == (None, None)
    assert "field-missing" in codes(conversion)


def seconds(path: Path, vocabulary: Vocabulary) -> float:
    """CPU time until a file is refused or read."""
    start = process_time()
    with suppress(SourceError):
        convert(path, vocabulary)
    return process_time() - start


@pytest.mark.parametrize("piece", ["a", "word and ", "1. ", "- is good. "], ids=repr)
def test_fifty_megabytes_of_one_line_are_refused_in_seconds(piece, tmp_path, vocabulary):
    path = written(tmp_path, (piece * (50 * MEGABYTE // len(piece))).encode())
    assert seconds(path, vocabulary) < SECONDS
    assert isinstance(refusal(path, vocabulary), UnknownDocument)


@pytest.mark.parametrize(
    "piece",
    ["The DSCB is good and ", "Anytown Children Board (ACB) ", "Children and ", "Ofsted and ", "the LSCB, the Board ", "not "],
    ids=repr,
)
def test_a_paragraph_of_fifty_kilobytes_full_of_names_is_read_in_seconds(piece, tmp_path, vocabulary, report):
    path = written(
        tmp_path, report.replace("whole and are under-", f"whole and {piece * (50_000 // len(piece))} are", 1).encode()
    )
    assert seconds(path, vocabulary) < SECONDS


@pytest.mark.parametrize("piece", ["a", "Good. ", "("], ids=repr)
def test_a_paragraph_of_two_megabytes_inside_a_report_is_read_in_seconds(piece, tmp_path, vocabulary, report):
    long = piece * (2 * MEGABYTE // len(piece))
    path = written(tmp_path, report.replace("whole and are under-", f"whole and {long} are under-", 1).encode())
    assert seconds(path, vocabulary) < SECONDS


@pytest.mark.parametrize(
    "line", ["some words", "- x", "Overall effectiveness", "7. x", "Grade 3 (adequate)", "| Quality of provision | Good |"]
)
def test_ten_thousand_short_lines_inside_a_report_are_read_in_seconds(line, tmp_path, vocabulary, report):
    lines = "\n".join([line] * 10_000)
    path = written(tmp_path, report.replace("\n\n17\n\n", f"\n\n{lines}\n\n", 1).encode())
    assert seconds(path, vocabulary) < SECONDS


def test_ten_thousand_lines_below_the_title_are_read_in_seconds(tmp_path, vocabulary, report):
    title, rest = report.split("\n\n", 1)
    lines = "\n".join(f"Line {n} of a foreword" for n in range(10_000))
    path = written(tmp_path, f"{title}\n\n{lines}\n\n{rest}".encode())
    assert seconds(path, vocabulary) < SECONDS
    assert convert(path, vocabulary).facts.header.authority == "dudley"
