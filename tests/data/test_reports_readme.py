"""What `data/reports/README.md` says of the sample reports, held against the files themselves."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

REPORTS = Path(__file__).parents[2] / "data" / "reports"
README = (REPORTS / "README.md").read_text("utf-8")
FILES = sorted(path.name for path in REPORTS.glob("*.txt"))
ROWS = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in README.splitlines() if line.startswith("| `")]
DESCRIBED = {row[0]: row[1:] for row in ROWS if len(row) == 6}
SUMS = {row[0]: row[1:] for row in ROWS if len(row) == 3}


def text_of(name: str) -> str:
    return (REPORTS / name).read_text("utf-8")


def front_of(name: str) -> str:
    return text_of(name).split("About this inspection")[0].replace("*", "")


def test_every_report_is_described_and_has_its_sums():
    assert (sorted(DESCRIBED), sorted(SUMS)) == (FILES, FILES)


@pytest.mark.parametrize("name", FILES)
def test_size_and_hash_are_those_of_the_file(name):
    content = (REPORTS / name).read_bytes()
    assert SUMS[name] == [str(len(content)), hashlib.sha256(content).hexdigest()]


@pytest.mark.parametrize("name", FILES)
def test_authority_inspector_and_copyright_are_printed_as_described(name):
    authority, _, _, inspector, copyright_line = DESCRIBED[name]
    front = front_of(name)
    assert re.search(rf"^{authority}( Council)?$", front, re.MULTILINE)
    assert inspector in front
    assert re.findall(r"© Crown copyright \d{4}", front) == ([] if copyright_line == "none" else [copyright_line])


@pytest.mark.parametrize("name", FILES)
def test_the_dates_are_the_printed_ones(name):
    _, inspected, published, _, _ = DESCRIBED[name]
    start, end = map(date.fromisoformat, inspected.split(" to "))
    printed = re.search(r"Inspection dates:(.*)", front_of(name))
    assert printed is not None
    assert re.match(rf"\s*{start.day}\b.*\b0?{end.day} {end:%B} {end.year}", printed[1])
    assert f"Published: {int(published[8:])} {date.fromisoformat(published):%B %Y}" in front_of(name)


def test_the_quoted_licence_line_is_printed_in_four_of_the_five():
    quoted = " ".join(line.removeprefix("> ") for line in README.splitlines() if line.startswith("> "))
    assert [name for name in FILES if quoted not in text_of(name)] == ["tameside-2012.txt"]


@pytest.mark.parametrize("phrase", ["Crown copyright", "Website", "may be reproduced", "Further copies"])
def test_tameside_alone_lacks_the_lines_that_it_is_said_to_lack(phrase):
    assert [name for name in FILES if phrase not in front_of(name)] == ["tameside-2012.txt"]


def test_the_lost_paragraph_numbers_are_the_ones_named():
    numbers = {int(n) for n in re.findall(r"(?m)^\s*(?:- )?(\d{1,3})\. ", text_of("tameside-2012.txt"))}
    assert sorted(set(range(1, max(numbers) + 1)) - numbers) == [1, 41, 60, 97]


def test_tameside_has_thirteen_grade_lines_and_the_others_twenty():
    counts = {name: len(re.findall(r"(?i)\bgrade [1-4] ?\(", text_of(name))) for name in FILES}
    assert counts == {name: 13 if name.startswith("tameside") else 20 for name in FILES}


def test_the_four_files_said_to_lack_the_last_line_end_lack_it():
    lacking = [name for name in FILES if not text_of(name).endswith("\n")]
    assert lacking == [name for name in FILES if not name.startswith("dudley")]
