from __future__ import annotations

from pathlib import Path

from ofsted_kg.rdf.shape_reference import MARKER, reference, with_reference
from ofsted_kg.rdf.shapes import read_shapes
from ofsted_kg.resources import packaged_folder

FILES = sorted(packaged_folder("shapes").glob("*.ttl"))
PAGE = Path(__file__).parents[2] / "docs" / "shapes.md"


def test_the_page_of_shapes_is_current() -> None:
    text = PAGE.read_text("utf-8")
    assert text.count(MARKER) == 1
    assert with_reference(text, FILES) == text


def test_the_page_names_every_shape_with_its_message_and_severity() -> None:
    text = PAGE.read_text("utf-8")
    rows = [line for line in text.split(MARKER)[1].splitlines() if line.startswith("| `")]
    shapes = read_shapes(FILES).listed()
    assert sorted(row.split("`")[1] for row in rows) == sorted(str(shape).split("#")[1] for shape in shapes)
    assert {row.split(" | ")[3] for row in rows} == {"violation", "warning"}


def test_a_row_says_in_words_what_a_shape_checks(tmp_path: Path) -> None:
    (tmp_path / "thing.ttl").write_text(
        """# Things: what there is.
@prefix okg: <https://w3id.org/ofsted-kg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/ofsted-kg/shapes#> .
shape:kind a sh:PropertyShape ; sh:targetClass okg:Thing ; sh:name "It has a kind" ; sh:message "Look." ; sh:severity sh:Warning ;
    sh:path [ sh:alternativePath ( okg:a okg:b ) ] ; sh:maxCount 1 ; sh:in ( okg:This okg:That ) .
""",
        "utf-8",
    )
    assert reference([tmp_path / "thing.ttl"]).splitlines() == [
        "## Things (`thing.ttl`)",
        "",
        "what there is.",
        "",
        "| shape | asks for | checks | severity | message |",
        "| --- | --- | --- | --- | --- |",
        "| `kind` | It has a kind | `okg:Thing`: at most one `okg:a\\|okg:b`, one of `okg:This` `okg:That` | warning | Look. |",
    ]
