from __future__ import annotations

from ofsted_kg.answers import Resource
from ofsted_kg.server.pages.marks import Finding, by_topic, marked

TEXT = "Plans are good and staff are keen. Plans are good but late."


def finding(quote: str, start: int, topic: str = "plans", polarity: str = "strength") -> Finding:
    iri = f"https://w3id.org/ofsted-kg/id/report/a/b/c/finding/{topic}-{polarity}-{start}"
    passage = f"https://w3id.org/ofsted-kg/id/report/a/b/c/passage/{start}-{start + len(quote)}"
    return Finding(iri, Resource(topic, topic), Resource(f"x/{polarity}", polarity), passage, quote, start)


def test_the_pieces_of_a_paragraph_are_its_text() -> None:
    pieces, unplaced = marked(TEXT, 100, [finding("Plans are good", 100), finding("good and staff", 110, "staff")])
    assert "".join(piece.text for piece in pieces) == TEXT
    assert unplaced == ()


def test_overlapping_findings_share_the_piece_between_them() -> None:
    pieces, _ = marked(TEXT, 0, [finding("Plans are good", 0), finding("good and staff", 10, "staff", "weakness")])
    assert [(piece.text, piece.polarity) for piece in pieces[:3]] == [
        ("Plans are ", "strength"),
        ("good", "mixed"),
        (" and staff", "weakness"),
    ]


def test_a_repeated_quote_is_marked_where_its_offset_says() -> None:
    pieces, _ = marked(TEXT, 0, [finding("Plans are good", 35)])
    assert [piece.text for piece in pieces] == ["Plans are good and staff are keen. ", "Plans are good", " but late."]


def test_a_quote_that_is_not_there_is_kept_beside_the_text() -> None:
    pieces, unplaced = marked(TEXT, 0, [finding("Nobody said this", 0)])
    assert [piece.text for piece in pieces] == [TEXT]
    assert len(unplaced) == 1


def test_a_passage_of_two_findings_is_anchored_once() -> None:
    pieces, _ = marked(TEXT, 0, [finding("Plans are good", 0), finding("Plans are good", 0, "staff")])
    assert [len(piece.passages) for piece in pieces] == [1, 0]


def test_the_list_beside_the_text_names_each_topic_and_polarity_once() -> None:
    found = [finding("Plans", 0), finding("Plans", 35), finding("late", 54, polarity="weakness")]
    assert by_topic(found) == (found[0], found[2])
