"""A framework that nobody has seen before, in Turtle alone, and a report of it: no Python knows either."""

from __future__ import annotations

from pathlib import Path

from ofsted_kg.facts_json import to_json
from ofsted_kg.pipeline import convert, read_facts
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary

FRAMEWORK = """
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix m: <https://w3id.org/ofsted-kg/id/framework/mini/> .
@prefix fw: <https://w3id.org/ofsted-kg/id/framework/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

fw:mini a okg:Framework ; dcterms:identifier "mini" ; skos:prefLabel "Review of lighthouses"@en ;
    okg:titlePhrase "Review of lighthouses" ; okg:gradeLine "Mark: {label}" ; okg:narrativePattern "shine {grade}" ;
    okg:leadInPhrase "keepers should" .
<https://w3id.org/ofsted-kg/id/framework/mini/field/inspection_dates> a okg:FieldLabel ; okg:framework fw:mini ;
    dcterms:identifier "inspection_dates" ; skos:prefLabel "Visited"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/field/published> a okg:FieldLabel ; okg:framework fw:mini ;
    dcterms:identifier "published" ; skos:prefLabel "Printed"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/area/lamps> a okg:ServiceArea ; okg:framework fw:mini ; dcterms:identifier "lamps" ;
    okg:order 1 ; okg:required true ; skos:prefLabel "The lamps"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/section/todo> a okg:OutlineHeading ; okg:framework fw:mini ;
    dcterms:identifier "todo" ; okg:order 2 ; okg:sectionKind okg:ImprovementSection ; skos:prefLabel "To do"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/area/horn> a okg:ServiceArea ; okg:framework fw:mini ; dcterms:identifier "horn" ;
    okg:order 3 ; okg:required true ; skos:prefLabel "The horn"@en ; skos:hiddenLabel "The hron"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/section/record> a okg:OutlineHeading ; okg:framework fw:mini ;
    dcterms:identifier "record" ; okg:order 4 ; okg:sectionKind okg:RecordSection ; skos:prefLabel "Summary"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/grade/1> a okg:Grade ; okg:framework fw:mini ; dcterms:identifier "1" ;
    skos:notation 1 ; skos:prefLabel "Brightly"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/grade/2> a okg:Grade ; okg:framework fw:mini ; dcterms:identifier "2" ;
    skos:notation 2 ; skos:prefLabel "Dimly"@en .
<https://w3id.org/ofsted-kg/id/framework/mini/timescale/by-night> a okg:Timescale ; okg:framework fw:mini ;
    dcterms:identifier "by-night" ; okg:order 1 ; skos:prefLabel "By nightfall"@en .
"""

REPORT = """Review of lighthouses
Cornwall
Visited 3 May to 5 May 2031
Printed: 1 June 2031

The lamps
Mark: brightly
1. The lamps shine brightly. They are many.

To do
2. The keepers should:
By nightfall
- trim the wicks
- fill the tanks.

The hron
Mark: dimly
3. It shine dimly on foggy days.

Summary
The lamps: Dimly
The horn: Dimly
"""


def test_a_made_up_framework_in_turtle_alone_reads_a_made_up_report(tmp_path: Path) -> None:
    overlay = tmp_path / "ontology"
    (overlay / "frameworks").mkdir(parents=True)
    (overlay / "frameworks" / "mini.ttl").write_text(FRAMEWORK, "utf-8")
    report = tmp_path / "lights.md"
    report.write_text(REPORT, "utf-8")
    vocabulary = packaged_vocabulary(overlay)
    facts = to_json(read_facts(report, vocabulary), vocabulary)

    assert facts["report"]["framework"] == "mini"
    assert (facts["report"]["inspection_start"], facts["report"]["inspection_end"]) == ("2031-05-03", "2031-05-05")
    rows = [
        (j["area"], j["record_grade"], j["inline_grade"], j["narrative_grade"], j["first_paragraph"]) for j in facts["judgements"]
    ]
    assert rows == [("lamps", 2, 1, 1, 1), ("horn", 2, 2, 2, 3)]
    assert [(r["timescale"], r["text"]) for r in facts["recommendations"]] == [
        ("by-night", "trim the wicks"),
        ("by-night", "fill the tanks."),
    ]


def test_its_graph_is_named_after_authority_framework_and_day(tmp_path: Path) -> None:
    overlay = tmp_path / "ontology"
    overlay.mkdir()
    (overlay / "mini.ttl").write_text(FRAMEWORK, "utf-8")
    report = tmp_path / "lights.txt"
    report.write_text(REPORT, "utf-8")
    conversion = convert(report, packaged_vocabulary(overlay))
    assert conversion.report == "https://w3id.org/ofsted-kg/id/report/cornwall/mini/2031-05-05"
    assert b"/framework/mini/area/lamps>" in conversion.nquads
