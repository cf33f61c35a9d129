"""What a graph states beside its facts, so that questions need not reckon it: each against the facts that it abridges."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.queries.memory import MemoryStore, with_vocabulary

from ofsted_kg.answers import answer
from ofsted_kg.build.vocabulary_graphs import vocabulary_graphs
from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import Conversion
from ofsted_kg.queries import load_questions
from ofsted_kg.rdf.graph import to_graph
from ofsted_kg.rdf.iris import report_iris
from ofsted_kg.resources import overlaid_files
from ofsted_kg.vocabulary import Vocabulary

GRADE = "https://w3id.org/ofsted-kg/id/framework/slac/grade/3"
PREFIX = "PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>\n"
SAME = {
    "repeats of clauses": (
        "?report okg:repeats ?one . ?one okg:repeatedBy ?other",
        """?finding okg:polarity ?polarity ; okg:evidence ?one . ?report okg:reportOf ?inspection .
        ?one okg:quote ?words ; okg:inSection ?here ; okg:inParagraph/okg:number ?first .
        ?other okg:quote ?words ; okg:inSection ?there ; okg:inParagraph/okg:number ?second .
        FILTER(?second > ?first && ?there != ?here)""",
    ),
    "grades of the areas of sections": (
        "?one okg:areaGrade ?other",
        "?judgement okg:section ?one ; okg:officialGrade ?other",
    ),
    "rows of the record": (
        "?one okg:recordRow ?other",
        "?one okg:statement ?statement . ?statement okg:place okg:Record ; okg:evidence ?other",
    ),
    "statements that contradict the record": (
        "?one okg:contradictedBy ?other",
        "?one okg:officialGrade ?official ; okg:statement ?other . ?other okg:grade ?grade FILTER(?grade != ?official)",
    ),
    "agencies of a report": (
        "?one okg:mentionsAgency ?other",
        "?mention okg:mentionOf ?other ; okg:inReport ?one",
    ),
}
COUNTED = {
    "judgements of a report": ("?it okg:judgementCount ?number", "?judgement a okg:Judgement ; okg:inReport ?it", "?judgement"),
    "recommendations of a report": (
        "?it a okg:InspectionReport ; okg:recommendationCount ?number",
        "?recommendation a okg:Recommendation ; okg:inReport ?it",
        "?recommendation",
    ),
    "recommendations on the topic of a verdict": (
        "?it a okg:Verdict ; okg:recommendationCount ?number FILTER(?number > 0)",
        "?it a okg:Verdict ; okg:topic ?topic . ?recommendation a okg:Recommendation ; okg:topic ?topic",
        "?recommendation",
    ),
    "weaknesses of a section": (
        "?it a okg:Section ; okg:weaknessCount ?number FILTER(?number > 0)",
        "?finding okg:polarity <https://w3id.org/ofsted-kg/id/polarity/weakness> ; okg:evidence/okg:inSection ?it",
        "?finding",
    ),
}


@pytest.fixture(scope="module")
def store(conversions: dict[str, Conversion]) -> MemoryStore:
    return with_vocabulary(conversion.nquads for conversion in conversions.values())


@pytest.mark.parametrize("name", SAME)
def test_a_short_cut_leads_where_the_long_way_does(name: str, store: MemoryStore) -> None:
    short, long = (
        set(store.query(f"{PREFIX}SELECT DISTINCT ?one ?other {{ GRAPH ?graph {{ {pattern} }} }}")) for pattern in SAME[name]
    )
    assert short == long
    assert short


@pytest.mark.parametrize("name", COUNTED)
def test_a_stated_number_is_that_of_what_it_counts(name: str, store: MemoryStore) -> None:
    stated, pattern, counted = COUNTED[name]
    short = store.query(f"{PREFIX}SELECT ?it ?number {{ GRAPH ?graph {{ {stated} }} }}")
    long = store.query(
        f"{PREFIX}SELECT ?it (COUNT(DISTINCT {counted}) AS ?number) {{ GRAPH ?graph {{ {pattern} }} }} GROUP BY ?it"
    )
    assert set(short) == set(long)
    assert len(short) > 4


def test_an_area_that_the_record_does_not_grade_is_a_gap(all_facts: dict[str, ReportFacts], vocabulary: Vocabulary) -> None:
    facts = all_facts["dudley"]
    ungraded = replace(facts, judgements=facts.judgements[1:])
    graph = to_graph(ungraded, vocabulary, report_iris(facts.header, facts.framework))
    question = load_questions(overlaid_files("queries", ".rq"))["data-quality"]
    (gap,) = answer(MemoryStore([vocabulary_graphs()["_vocabulary.nq"], graph]), question).records()
    assert (gap["kind"], gap["code"], gap["subject"], gap["message"]) == (
        "gap",
        "no-official-grade",
        "safeguarding/overall-effectiveness",
        "The graph holds no official grade for Overall effectiveness.",
    )


def test_grades_of_a_scale_are_compared_with_one_another_alone() -> None:
    found = MemoryStore([vocabulary_graphs()["_vocabulary.nq"]]).query(
        f"{PREFIX}SELECT ?property ?number {{ GRAPH ?graph {{ <{GRADE}> ?property ?number }} "
        "FILTER(?property = okg:noBetterThan || ?property = okg:noWorseThan) } ORDER BY ?property ?number"
    )
    said = [(str(prop).rpartition("#")[2].rstrip(">"), int(getattr(number, "value", ""))) for prop, number in found]
    assert said == [("noBetterThan", 1), ("noBetterThan", 2), ("noBetterThan", 3), ("noWorseThan", 3), ("noWorseThan", 4)]
