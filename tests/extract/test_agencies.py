"""Agencies: which names are found, which printed forms are one body, where it is mentioned, and where that is printed."""

from __future__ import annotations

import pytest
from tests.textcases import Case, ids, read_cases

from ofsted_kg.document import Bullet, Document, Paragraph, Passage, SourceText, Span
from ofsted_kg.extract.agencies import extract_agencies, extract_partners
from ofsted_kg.facts import Agency, Role
from ofsted_kg.structure.folding import passage_of
from ofsted_kg.vocabulary import Authority, Vocabulary

CASES = [case for name in ("names", "described") for case in read_cases(f"agencies/{name}.txt")]
ANYSHIRE = Authority("anyshire", "Anyshire", ("Anyshire", "Anyshire Council"), None, None, "https://example.org/anyshire")


def with_anyshire(vocabulary: Vocabulary) -> Vocabulary:
    """The packaged vocabulary with an authority that no report is about."""
    return Vocabulary(
        frameworks=vocabulary.frameworks,
        authorities=(*vocabulary.authorities, ANYSHIRE),
        version=vocabulary.version,
        word_lists=vocabulary.word_lists,
        agencies=vocabulary.agencies,
    )


@pytest.fixture(scope="module")
def anyshire(vocabulary: Vocabulary) -> Vocabulary:
    return with_anyshire(vocabulary)


def document_of(paragraphs: list[str], bullets: tuple[str, ...] = ()) -> Document:
    """A document about Anyshire whose paragraphs are numbered from 1, the bullets behind the last."""
    text = "\n\n".join(["Anyshire", *paragraphs, *bullets])
    at = len("Anyshire")
    passages = []
    for stretch in (*paragraphs, *bullets):
        at = text.index(stretch, at)
        passages.append(passage_of(text, [Span(at, at + len(stretch))]))
        at += len(stretch)
    return Document(
        source=SourceText("anyshire.txt", text, "0" * 64),
        framework="slac",
        title=Passage(Span(0, 8), "Anyshire"),
        front=(Passage(Span(0, 8), "Anyshire"),),
        sections=(),
        paragraphs=tuple(Paragraph(n, p, "s") for n, p in enumerate(passages[: len(paragraphs)], 1)),
        grade_lines=(),
        record=(),
        bullets=tuple(Bullet(p, "s", "safeguarding", "other") for p in passages[len(paragraphs) :]),
    )


def line(agency: Agency) -> str:
    return f"{agency.type}: {'; '.join((agency.name, *agency.aliases))} {list(agency.paragraphs)}"


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_agencies_of_a_text_are_read(case: Case, anyshire: Vocabulary) -> None:
    agencies = extract_agencies(document_of(case.given.splitlines()), anyshire)
    assert [line(agency) for agency in agencies] == case.expected.splitlines()


def role_line(role: Role) -> str:
    holder = f"({role.office})" if role.office else role.holder.name if role.holder else "the council"
    body = f" in {role.body.name}" if role.body else ""
    return f"{role.kind} {holder}{body} [{role.paragraph}]{' independent' if role.independent else ''}"


@pytest.mark.parametrize("case", read_cases("agencies/roles.txt"), ids=str)
def test_the_roles_that_a_text_states_are_read(case: Case, anyshire: Vocabulary) -> None:
    roles = extract_partners(document_of(case.given.splitlines()), anyshire).roles
    assert sorted(role_line(role) for role in roles) == sorted(case.expected.splitlines())


def test_a_role_rests_on_its_sentence(anyshire: Vocabulary) -> None:
    document = document_of(["All is well. Advice is given\n\nfreely. Care is provided\nby the NSPCC. It is good."])
    (role,) = extract_partners(document, anyshire).roles
    assert role.passage.quote == "Care is provided by the NSPCC."
    assert document.source.text[slice(*role.passage.span)] == "Care is provided\nby the NSPCC."
    assert (role.paragraph, role.section) == (1, "s")


def test_recommendations_state_no_roles(anyshire: Vocabulary) -> None:
    document = document_of(["Take action:"], ("ensure that care is provided by the NSPCC",))
    assert extract_partners(document, anyshire).roles == ()


def test_a_mention_in_a_bullet_counts_to_the_paragraph_that_leads_in(anyshire: Vocabulary) -> None:
    document = document_of(["Services are good.", "Take the following action:"], ("NHS Anyshire to review capacity",))
    (agency,) = extract_agencies(document, anyshire)
    assert agency.paragraphs == (2,)


def test_a_mention_can_be_sliced_out_of_the_source_across_page_breaks(anyshire: Vocabulary) -> None:
    document = document_of(["Members of\n\nNHS Anyshire, of Kent\nPolice and of\n\nthe Otherton\n\nHospital NHS Trust attend."])
    source = document.source.text
    mentions = [mention for agency in extract_agencies(document, anyshire) for mention in agency.mentions]
    assert [m.form for m in mentions] == ["NHS Anyshire", "Kent Police", "Otherton Hospital NHS Trust"]
    assert [m.passage.quote for m in mentions] == [m.form for m in mentions]
    printed = [source[m.passage.span.start : m.passage.span.end] for m in mentions]
    assert printed == ["NHS Anyshire", "Kent\nPolice", "Otherton\n\nHospital NHS Trust"]


def test_the_board_is_a_mention_but_no_alias(anyshire: Vocabulary) -> None:
    (agency,) = extract_agencies(document_of(["The LSCB is new. The Board is well led."]), anyshire)
    assert (agency.name, agency.aliases) == ("LSCB", ())
    assert [m.form for m in agency.mentions] == ["LSCB", "Board"]


def test_the_board_after_two_boards_is_left_out(anyshire: Vocabulary) -> None:
    agencies = extract_agencies(document_of(["The LSCB and the Corporate Parenting Board are new. The Board is good."]), anyshire)
    assert [m.form for agency in agencies for m in agency.mentions] == ["LSCB", "Corporate Parenting Board"]


def test_agencies_stand_in_the_order_of_their_first_mention(anyshire: Vocabulary) -> None:
    document = document_of(["Ofsted reported.", "Barnardo's and Ofsted met.", "Action for Children helps."])
    assert [agency.name for agency in extract_agencies(document, anyshire)] == ["Ofsted", "Barnardo's", "Action for Children"]


def test_a_document_without_paragraphs_has_no_agencies(anyshire: Vocabulary) -> None:
    assert extract_agencies(document_of([]), anyshire) == ()


def test_a_joint_board_is_the_board_of_the_inspected_area(anyshire: Vocabulary) -> None:
    (agency,) = extract_agencies(
        document_of(["The Kent and Anyshire Safeguarding Children Board is good.", "The LSCB meets."]), anyshire
    )
    assert (agency.name, agency.aliases) == ("Kent and Anyshire Safeguarding Children Board", ("LSCB",))


def test_the_board_of_another_area_stays_apart(anyshire: Vocabulary) -> None:
    agencies = extract_agencies(document_of(["The LSCB met the Kent Safeguarding Children Board."]), anyshire)
    assert [agency.name for agency in agencies] == ["LSCB", "Kent Safeguarding Children Board"]
