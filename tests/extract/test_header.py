from __future__ import annotations

from datetime import date

import pytest
from tests.textcases import Case, read_cases

from ofsted_kg.document import SourceText
from ofsted_kg.errors import NotAReport, UnknownAuthority
from ofsted_kg.extract.header import extract_header
from ofsted_kg.facts import ReportHeader
from ofsted_kg.structure import build_document
from ofsted_kg.vocabulary import Vocabulary

TITLE = "Inspection of safeguarding and looked after children services\n\n"
BODY = "\n\nService information\n\n1. A town.\n"


def header(front: str, vocabulary: Vocabulary) -> ReportHeader:
    source = SourceText("case.txt", TITLE + front + BODY, "0" * 64)
    return extract_header(build_document(source, vocabulary), vocabulary)[0]


@pytest.mark.parametrize("case", read_cases("extract/dates.txt"), ids=str)
def test_the_dates_of_an_inspection(case: Case, vocabulary: Vocabulary) -> None:
    found = header(f"Dudley\n\nInspection dates: {case.given}", vocabulary)
    assert f"{found.inspection_start} {found.inspection_end}" == case.expected


def test_labels_with_and_without_colon_bold_and_two_on_one_line(vocabulary: Vocabulary) -> None:
    dates = "**Inspection dates:** 6 – 17 June 2011 Reporting inspector Ann d’Arc HMI"
    front = f"# Dudley\n\n{dates}\n\n**Age group:** All\n\nPublished 22 July 2011"
    found = header(front, vocabulary)
    assert found.authority == "dudley"
    assert found.reporting_inspector == "Ann d’Arc HMI"
    assert found.age_group == "All"
    assert found.published == date(2011, 7, 22)


def test_the_printed_form_of_an_authority_is_kept(vocabulary: Vocabulary) -> None:
    found = header("Telford & Wrekin Council\n", vocabulary)
    assert (found.authority, found.authority_as_printed) == ("telford-and-wrekin", "Telford & Wrekin Council")


def test_of_two_authorities_of_one_name_the_one_that_existed_is_meant(vocabulary: Vocabulary) -> None:
    before = header("Dorset\n\nInspection dates: 6 – 17 June 2011", vocabulary)
    after = header("Dorset\n\nInspection dates: 6 – 17 June 2022", vocabulary)
    assert before.authority != after.authority
    assert vocabulary.authority(before.authority).until == vocabulary.authority(after.authority).since == date(2019, 4, 1)


def test_an_unknown_authority_is_refused_with_what_to_add(vocabulary: Vocabulary) -> None:
    with pytest.raises(
        UnknownAuthority, match=r"case.txt: authority 'Barsetshire' is not in the vocabulary: add it.*authorities.ttl"
    ):
        header("Barsetshire", vocabulary)


def test_no_authority_at_all_is_refused(vocabulary: Vocabulary) -> None:
    with pytest.raises(NotAReport, match="names no authority"):
        header("Inspection dates: 6 – 17 June 2011", vocabulary)


def test_each_field_that_is_missing_is_a_notice(vocabulary: Vocabulary) -> None:
    source = SourceText("case.txt", TITLE + "Dudley" + BODY, "0" * 64)
    notices = extract_header(build_document(source, vocabulary), vocabulary)[1]
    assert [n.subject for n in notices] == ["inspection_start", "inspection_end", "published", "reporting_inspector", "age_group"]
