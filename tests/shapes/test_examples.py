"""Each shape has an example that passes and one that fails for it alone, and the plain command agrees."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsted_kg.rdf.shapes import read_shapes
from ofsted_kg.resources import packaged_folder
from ofsted_kg.validation import packaged_rules, validate_file
from tests.shapes.pyshacl_command import merged, rows, run_pyshacl


def named(path: Path) -> str:
    return path.stem


SHAPES = read_shapes(packaged_rules().shapes)
NAMES = [str(shape).removeprefix("https://w3id.org/ofsted-kg/shapes#") for shape in SHAPES.listed()]
EXAMPLES = packaged_folder("shapes") / "examples"
VALID = sorted((EXAMPLES / "valid").iterdir(), key=named)
INVALID = sorted((EXAMPLES / "invalid").iterdir(), key=named)
WARNINGS = {"inspection-start-known", "judgement-places-agree", "report-published-known"}


def test_every_shape_has_both_examples_and_every_example_a_shape() -> None:
    assert [named(path) for path in VALID] == NAMES
    assert [named(path) for path in INVALID] == NAMES


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_an_invalid_example_fails_for_its_own_shape_and_no_other(path: Path) -> None:
    results = validate_file(path, packaged_rules())
    severity = "warning" if path.stem in WARNINGS else "violation"
    assert [(result.shape, result.severity) for result in results] == [
        (f"https://w3id.org/ofsted-kg/shapes#{path.stem}", severity)
    ]


@pytest.mark.parametrize("path", VALID, ids=named)
def test_a_valid_example_passes_every_shape(path: Path) -> None:
    assert validate_file(path, packaged_rules()) == ()


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_says_what_it_shows_and_is_short(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    word = "Passes" if path.parent.name == "valid" else "Fails for"
    assert lines[0].startswith(f"# {word} {path.stem}")
    assert len(lines) <= 50


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_tells_people_what_it_asks_for_and_where_to_look(name: str) -> None:
    [message] = _said("message", name)
    [asks] = _said("name", name)
    [severity] = _said("severity", name)
    assert severity == f"http://www.w3.org/ns/shacl#{'Warning' if name in WARNINGS else 'Violation'}"
    assert asks[0].isupper()
    assert "Look " in message or "look " in message or "onvert the" in message or "onvert both" in message
    assert message.endswith(".")
    assert not {"IRI", "triple", "cardinality", "node", "property", "datatype"} & set(message.split())


def test_the_command_gives_the_same_results_on_the_examples(tmp_path: Path) -> None:
    """All invalid ones and some valid ones in one run, each under a namespace of its own: the command is slow to start."""
    copies, ours = [], set()
    for number, path in enumerate((*VALID[::5], *INVALID)):
        copies.append(tmp_path / f"{number}.ttl")
        copies[-1].write_text(
            path.read_text("utf-8").replace("<https://example.org/>", f"<https://example.org/{number}/>"), "utf-8"
        )
        ours |= rows(validate_file(copies[-1], packaged_rules()))
    shapes = merged(SHAPES.files, tmp_path / "shapes.ttl")
    assert len(ours) == len(INVALID)
    assert run_pyshacl(shapes, copies) == (1, ours)


@pytest.mark.parametrize(("name", "status"), [("judgement-places-agree", 0), ("judgement-official-grade", 1)])
def test_the_command_fails_for_a_violation_and_not_for_a_warning(name: str, status: int, tmp_path: Path) -> None:
    shapes = merged(SHAPES.files, tmp_path / "shapes.ttl")
    assert run_pyshacl(shapes, [EXAMPLES / "invalid" / f"{name}.ttl"])[0] == status


def _said(term: str, name: str) -> list[str]:
    from rdflib import URIRef

    shape = URIRef(f"https://w3id.org/ofsted-kg/shapes#{name}")
    return [str(value) for value in SHAPES.graph.objects(shape, URIRef(f"http://www.w3.org/ns/shacl#{term}"))]
