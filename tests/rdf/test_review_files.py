"""Files of reviews: what is written is read again, what a hand wrote is read strictly, and nobody's bytes are lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.textcases import Case, read_cases

from ofsted_kg.errors import ReviewError
from ofsted_kg.rdf.review_reader import named, parse_reviews, read_reviews, review_files
from ofsted_kg.rdf.review_writer import reviewer_iri, reviews_graph, with_review
from ofsted_kg.reviews import FindingReview, Review, Reviews, Signature, Stance, VerdictReview, in_time
from ofsted_kg.validation import packaged_rules, validate_graph

REPORT = "https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09"
FILE = Path("reviews.ttl")
ANN = Signature("Ann Example", "late is a criticism", datetime(2026, 3, 5, 14, tzinfo=UTC))
FINDING = FindingReview(
    iri="",
    report=REPORT,
    target=f"{REPORT}/finding/p14/marac/8108149c06",
    decision="amended",
    signature=ANN,
    paragraph=14,
    quote="meetings are late",
    found=Stance("marac", "strength"),
    correct=Stance("marac", "weakness"),
)
VERDICT = VerdictReview(
    iri="",
    report=REPORT,
    target=f"{REPORT}/verdict/marac",
    decision="amended",
    signature=ANN,
    topic="marac",
    found="weak",
    correct="mixed",
)
OF_EACH_KIND: list[Review] = [
    named(FINDING),
    named(replace(FINDING, decision="accepted", correct=FINDING.found)),
    named(replace(FINDING, decision="rejected", correct=None)),
    named(replace(FINDING, decision="added", found=None)),
    named(VERDICT),
    named(replace(VERDICT, decision="accepted", correct="weak")),
    named(replace(VERDICT, decision="rejected", correct=None)),
]


def written(*reviews: Review) -> bytes:
    content = b""
    for review in reviews:
        content = with_review(FILE, content, review)
    return content


def test_reviews_of_each_kind_are_read_as_they_were_written() -> None:
    assert list(parse_reviews(FILE, written(*OF_EACH_KIND))) == OF_EACH_KIND


def test_a_file_reads_like_this() -> None:
    content = written(named(replace(FINDING, iri=""))).decode()
    head, _, body = content.partition("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n")
    assert head.startswith("# What people decided about findings and verdicts, and why")
    review, _, person = body.partition("\n\n")
    assert review.splitlines()[1:] == [
        "    okg:decision okg:Amended ;",
        f"    okg:reviewOf <{REPORT}/finding/p14/marac/8108149c06> ;",
        f"    okg:inReport <{REPORT}> ;",
        "    okg:reviewedParagraph 14 ;",
        '    okg:reviewedQuote "meetings are late" ;',
        "    okg:reviewedTopic topic:marac ;",
        "    okg:reviewedPolarity polarity:strength ;",
        "    okg:correctTopic topic:marac ;",
        "    okg:correctPolarity polarity:weakness ;",
        '    okg:reason "late is a criticism" ;',
        "    prov:wasAttributedTo reviewer:ann-example ;",
        '    prov:generatedAtTime "2026-03-05T14:00:00Z"^^xsd:dateTime .',
    ]
    assert person == 'reviewer:ann-example a prov:Person ;\n    rdfs:label "Ann Example" .\n'


def test_what_stands_in_a_file_stays_as_it_is() -> None:
    by_hand = b'# mine\n@prefix ex: <https://example.org/> .\n@prefix topic: <https://example.org/topic/> .\nex:a ex:b "c" .'
    content = with_review(FILE, by_hand, named(FINDING))
    assert content.startswith(by_hand)
    assert list(parse_reviews(FILE, content)) == [named(FINDING)]


def test_prefixes_and_people_are_written_once() -> None:
    content = written(*OF_EACH_KIND).decode()
    assert (content.count("@prefix okg:"), content.count("a prov:Person"), content.count("a okg:Review")) == (1, 1, 7)


words = st.text(st.characters(codec="utf-8"), min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(quote=words, reason=words, name=words, offset=st.integers(-14, 14))
def test_any_words_survive_the_file(quote: str, reason: str, name: str, offset: int) -> None:
    time = datetime(2026, 3, 5, 14, tzinfo=timezone(timedelta(hours=offset)))
    review = named(replace(FINDING, quote=quote, signature=Signature(name, reason, time)))
    (found,) = parse_reviews(FILE, written(review))
    assert isinstance(found, FindingReview)
    assert (found.quote, found.signature) == (quote, Signature(name, reason, time))


def test_a_reviewer_is_named_by_the_name_and_alike_names_stay_apart() -> None:
    assert reviewer_iri("Ann Example").value == "https://w3id.org/ofsted-kg/id/reviewer/ann-example"
    assert len({reviewer_iri(name).value for name in ("Ann Example", "Ann-Example", "Ánn Éxample", "Ann  Example")}) == 4


def test_the_graph_of_reviews_is_the_same_whatever_their_order_and_passes_the_shapes() -> None:
    nquads = reviews_graph(in_time([OF_EACH_KIND[0], named(VERDICT)]))
    assert nquads == reviews_graph(in_time([named(VERDICT), OF_EACH_KIND[0]]))
    assert validate_graph(nquads, packaged_rules()) == ()
    assert reviews_graph(Reviews()) == b""


def test_the_graph_holds_of_several_reviews_of_one_thing_the_last_alone() -> None:
    later = Signature("Bob", "no", datetime(2026, 3, 6, tzinfo=UTC))
    second = named(replace(FINDING, decision="rejected", correct=None, signature=later))
    assert reviews_graph(in_time([named(FINDING), second])) == reviews_graph(in_time([second]))


@pytest.mark.parametrize("case", read_cases("reviews/malformed.txt"), ids=str)
def test_what_makes_no_sense_is_refused_with_the_file_and_the_review(case: Case) -> None:
    with pytest.raises(ReviewError) as refused:
        list(parse_reviews(FILE, f"{PREFIXES}{case.given}".encode()))
    assert str(refused.value) == case.expected


PREFIXES = (
    "@prefix : <https://w3id.org/ofsted-kg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix d: <https://w3id.org/ofsted-kg/id/report/dudley/slac/> . "
    "@prefix id: <https://w3id.org/ofsted-kg/id/> . @prefix t: <https://w3id.org/ofsted-kg/id/topic/> . "
    "@prefix p: <https://w3id.org/ofsted-kg/id/polarity/> .\n"
)
BY_HAND = """
[] a :Review ; :decision :Rejected ; :inReport d:2011-12-09 ; :reviewOf <%s/finding/x> ; :reviewedParagraph 3 ;
  :reviewedQuote "it is" ; :reviewedTopic t:marac ; :reviewedPolarity p:weakness ; :reason "no" ;
  prov:wasAttributedTo [ rdfs:label "Ann" ] ; prov:generatedAtTime "2026-03-05" .
"""


def test_a_review_by_hand_needs_no_name_of_its_own_and_no_time_of_day() -> None:
    (first,) = parse_reviews(FILE, (PREFIXES + BY_HAND % REPORT).encode())
    (again,) = parse_reviews(Path("other.ttl"), (PREFIXES + "# moved\n" + BY_HAND % REPORT).encode())
    assert first == again
    assert first.iri.startswith("https://w3id.org/ofsted-kg/id/review/")
    assert first.signature == Signature("Ann", "no", datetime(2026, 3, 5, tzinfo=UTC))


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.ttl").write_bytes(written(OF_EACH_KIND[0]))
    (tmp_path / "a.ttl").write_bytes(written(OF_EACH_KIND[2]))
    (tmp_path / "notes.txt").write_text("no Turtle")
    assert read_reviews(review_files(tmp_path)).by_report == {REPORT: (OF_EACH_KIND[2], OF_EACH_KIND[0])}


def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").symlink_to(tmp_path / "gone.ttl")
    with pytest.raises(ReviewError, match="No such file or directory; reviews are never passed over"):
        read_reviews(review_files(tmp_path))


@pytest.mark.parametrize("signature", [("", "why"), ("Ann", " \n"), ("Ann", "why", None)])
def test_a_review_needs_a_name_a_reason_and_a_time_zone(signature: tuple[str, ...]) -> None:
    time = datetime(2026, 3, 5) if len(signature) > 2 else datetime(2026, 3, 5, tzinfo=UTC)
    with pytest.raises(ReviewError, match="a review needs a "):
        Signature(signature[0], signature[1], time)
