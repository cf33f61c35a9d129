"""Reports as bad converters, editors and downloads leave them: refused in one line, or read without a false fact."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from made_up import made_up_report
from mutations import MUTATIONS, mutated_report
from ofsted_kg.document import Passage, SourceText, Span
from ofsted_kg.errors import SourceError
from ofsted_kg.facts import ReportFacts
from ofsted_kg.pipeline import Conversion, convert
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure.folding import fold
from ofsted_kg.verification import verify
from ofsted_kg.vocabulary import Vocabulary

SAMPLES = sorted(packaged_folder("reports").glob("*.txt"))
OWL_FUNCTIONAL = NamedNode("http://www.w3.org/2002/07/owl#FunctionalProperty")

quick = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def vocabulary() -> Vocabulary:
    return packaged_vocabulary()


@cache
def made_up(framework_id: str) -> str:
    return made_up_report(vocabulary().framework(framework_id), "Telford and Wrekin Council")


@cache
def functional_properties() -> frozenset[str]:
    ontology = parse((packaged_folder("ontology") / "ofsted-kg.ttl").read_bytes(), format=RdfFormat.TURTLE)
    return frozenset(quad.subject.value for quad in ontology if quad.object == OWL_FUNCTIONAL)


def converted(folder: Path, text: str) -> Conversion | None:
    """The conversion of a text, or None where it is refused as it should be: in one line that names the file."""
    path = folder / "mutated.txt"
    path.write_text(text, "utf-8", newline="")
    try:
        return convert(path, vocabulary())
    except SourceError as refusal:
        message = str(refusal)
    assert message.startswith("mutated.txt: ")
    assert len(message.splitlines()) == 1
    return None


def check(conversion: Conversion) -> None:
    """All that must hold of every conversion, however bad its source."""
    facts = conversion.facts
    for passage in passages_in(facts):
        check_passage(facts.source.text, passage)
    check_numbers_and_sections(facts)
    check_graph(conversion)


def passages_in(value: object) -> Iterator[Passage]:
    """Every passage anywhere in some facts, found by walking all their fields."""
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Span):
        for member in value:
            yield from passages_in(member)
    elif is_dataclass(value) and not isinstance(value, SourceText):
        for field in fields(value):
            yield from passages_in(getattr(value, field.name))


def check_passage(text: str, passage: Passage) -> None:
    start, end = passage.span
    assert 0 <= start < end <= len(text)
    for omit in passage.omits:
        assert start < omit.start < omit.end < end
    for one, other in pairwise(passage.omits):
        assert one.end <= other.start
    kept = text[start:end]
    for omit in reversed(passage.omits):
        kept = kept[: omit.start - start] + " " + kept[omit.end - start :]
    assert passage.quote == fold(kept)
    assert passage.quote.strip()


def check_numbers_and_sections(facts: ReportFacts) -> None:
    numbers = [paragraph.number for paragraph in facts.paragraphs]
    assert all(one < other for one, other in pairwise(numbers))
    sections = Counter(section.key for section in facts.sections)
    assert set(sections.values()) == {1}
    statements = [statement for judgement in facts.judgements for statement in judgement.statements]
    assert {fact.section for fact in (*facts.paragraphs, *statements, *facts.recommendations)} <= set(sections)
    judged = Counter((judgement.part, judgement.area) for judgement in facts.judgements)
    assert set(judged.values()) <= {1}


def check_graph(conversion: Conversion) -> None:
    quads = list(parse(conversion.nquads, format=RdfFormat.N_QUADS))
    assert conversion.nquads.splitlines() == sorted(conversion.nquads.splitlines())
    assert len(set(quads)) == len(conversion.nquads.splitlines())
    assert {quad.graph_name for quad in quads} == {NamedNode(conversion.report)}
    assert more_than_one_value(quads) == {}
    assert dangling(quads, conversion.report) == set()


def more_than_one_value(quads: list[Quad]) -> dict[tuple[str, str], set[str]]:
    """What the graph says twice of a property that the ontology declares functional."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value in functional_properties():
            values[quad.subject.value, quad.predicate.value].add(quad.object.value)
    return {key: found for key, found in values.items() if len(found) > 1}


def dangling(quads: list[Quad], report: str) -> set[str]:
    """Resources of the report that are pointed to and not described."""
    described = {quad.subject.value for quad in quads}
    pointed = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return {iri for iri in pointed - described if iri.startswith(report)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_themselves_hold(sample):
    check(convert(sample, vocabulary()))


@pytest.mark.parametrize("framework", [framework.id for framework in packaged_vocabulary().frameworks])
def test_a_made_up_report_is_read_whole(framework, tmp_path):
    conversion = converted(tmp_path, made_up(framework))
    assert conversion is not None
    check(conversion)
    areas = {(area.part or "", area.id) for area in vocabulary().framework(framework).areas}
    assert {(judgement.part, judgement.area) for judgement in conversion.facts.judgements} == areas
    assert conversion.facts.header.authority == "telford-and-wrekin"


@pytest.mark.parametrize("framework", [framework.id for framework in packaged_vocabulary().frameworks])
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
@settings(quick, max_examples=12)
@given(data=st.data())
def test_a_made_up_report_survives(mutate, framework, data, tmp_path_factory):
    conversion = converted(tmp_path_factory.getbasetemp(), data.draw(mutate(made_up(framework))))
    if conversion is not None:
        check(conversion)


@pytest.mark.parametrize("framework", [framework.id for framework in packaged_vocabulary().frameworks])
@settings(quick, max_examples=50)
@given(data=st.data())
def test_a_made_up_report_survives_several_at_once(framework, data, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    conversion = converted(folder, data.draw(mutated_report(made_up(framework))))
    if conversion is not None:
        check(conversion)
        assert problems_found_later(folder, conversion) == ()


def problems_found_later(folder: Path, conversion: Conversion) -> tuple[str, ...]:
    """What `ofsted-kg verify` finds when it compares the graph alone with the file from which it was made."""
    graph = folder / "mutated.nq"
    graph.write_bytes(conversion.nquads)
    return next(verify([graph], [folder / "mutated.txt"])).problems


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@settings(quick, max_examples=4)
@given(data=st.data())
def test_a_real_report_survives_several_at_once(sample, data, tmp_path_factory):
    conversion = converted(tmp_path_factory.getbasetemp(), data.draw(mutated_report(sample.read_text("utf-8"))))
    if conversion is not None:
        check(conversion)


@settings(quick, max_examples=10)
@given(data=st.data())
def test_the_same_bad_report_gives_the_same_bytes(data, tmp_path_factory):
    text = data.draw(mutated_report(made_up(vocabulary().frameworks[0].id)))
    first, second = (converted(tmp_path_factory.getbasetemp(), text) for _ in range(2))
    assert (first and first.nquads) == (second and second.nquads)


@pytest.mark.parametrize(
    ("printed", "spoilt"),
    [
        ("(outstanding)", "(outstandıng)"),
        ("| Outstanding |", "| Outstandİng |"),
        ("is good", "ıs good"),
        ("Reporting inspector", "Reportıng ınſpector"),
        ("4 – 15 June 2012", "٤ – ١٥ June ٢٠١٢"),
        ("Well-estab-\nlished", "Well-estab²-\nlished"),
        ("under-\n\nstood", "under\ufffe\n\nstood"),
        ("# Service information", "# Record of main findings"),
        ("# Service information", "# Contents\n\n# Service information"),
        ("stood by staff.", "stood\n\n- by\n\n17\n\n- all\n\n---\n\nstaff."),
    ],
)
def test_what_once_broke_the_reader_no_longer_does(printed, spoilt, tmp_path):
    text = made_up("slac")
    assert printed in text
    conversion = converted(tmp_path, text.replace(printed, spoilt))
    assert conversion is not None
    check(conversion)
    assert problems_found_later(tmp_path, conversion) == ()


def test_a_bullet_that_its_list_repeats_is_one_recommendation_with_a_passage_for_each_place(tmp_path):
    text, bullet = made_up("slac"), "- NHS Anytown and the LSCB should review what is due immediately\n"
    conversion = converted(tmp_path, text.replace(bullet, bullet + bullet, 1))
    assert conversion is not None
    check(conversion)
    repeated = [r for r in conversion.facts.recommendations if r.text == bullet.removeprefix("- ").strip()][:2]
    spans = [f"passage/{r.passage.span.start}-{r.passage.span.end}>" for r in repeated]
    lines = conversion.nquads.decode().splitlines()
    resting = [{line.split()[0] for line in lines if "#evidence>" in line and span in line} for span in spans]
    assert resting[0] == resting[1]
    assert len(resting[0]) == 1
