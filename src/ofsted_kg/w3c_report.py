"""The W3C validation report, as Turtle or JSON.

Its ``sh:conforms`` is not our verdict.  The W3C defines it as true where there is no result at all, so a mere warning makes
it false; we call a graph valid, with exit status 0, as long as there is no violation (`ValidationReport.conforms`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ofsted_kg.violations import PREFIXES, SH, Path, Violation, in_order


def to_w3c_report(results: Sequence[Violation], report_format: str) -> bytes:
    """The W3C validation report as ``turtle`` or ``json``; KeyError for another format.

    The JSON is JSON-LD that needs no knowledge of RDF to be read, with four keys beside the W3C's (graph, focusLabel,
    shapeName, where); read as RDF, it is the same graph as the Turtle.  Both end in a newline.
    """
    return _WRITERS[report_format](in_order(results))


def _to_turtle(results: Sequence[Violation]) -> bytes:
    from pyoxigraph import RdfFormat, parse, serialize

    triples = parse("\n".join(_report_lines(results)), format=RdfFormat.N_TRIPLES)
    turtle = serialize((quad.triple for quad in triples), format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = turtle.splitlines(keepends=True)
    header = sorted(line for line in lines if line.startswith(b"@prefix"))  # else in another order each time
    return b"".join((*header, b"\n", *lines[len(header) :]))


def _report_lines(results: Sequence[Violation]) -> Iterator[str]:
    """The report in N-Triples."""
    yield f"_:report <{_RDF_TYPE}> <{SH}ValidationReport> ."
    yield f'_:report <{SH}conforms> "{str(not results).lower()}"^^<{PREFIXES["xsd"]}boolean> .'
    for number, result in enumerate(results, start=1):
        node = f"_:result{number}"
        yield f"_:report <{SH}result> {node} ."
        yield f"{node} <{_RDF_TYPE}> <{SH}ValidationResult> ."
        yield f"{node} <{SH}focusNode> {_node(result.focus)} ."
        yield f"{node} <{SH}resultSeverity> <{SH}{result.severity.capitalize()}> ."
        yield f"{node} <{SH}sourceShape> {_node(result.shape)} ."
        yield f"{node} <{SH}sourceConstraintComponent> <{result.component}> ."
        yield f"{node} <{SH}resultMessage> {_quoted(result.message)} ."
        if result.value is not None:
            yield f"{node} <{SH}value> {result.value} ."
        if result.path is not None:
            term, lines = _path_lines(result.path, f"path{number}")
            yield from lines
            yield f"{node} <{SH}resultPath> {term} ."


def _node(name: str) -> str:
    return name if name.startswith("_:") else f"<{name}>"


def _quoted(text: str) -> str:
    from pyoxigraph import Literal as Text

    return str(Text(text))


def _path_lines(path: Path, name: str) -> tuple[str, list[str]]:
    """The term of a path, and the N-Triples that describe it."""
    if isinstance(path, str):
        return f"<{path}>", []
    kind, parts = path
    described = [_path_lines(part, f"{name}x{number}") for number, part in enumerate(parts)]
    lines = [line for _, below in described for line in below]
    terms = [term for term, _ in described]
    if kind == "sequence":
        return f"_:{name}", lines + _list_lines(terms, name)
    if kind == "alternative":
        lines += _list_lines(terms, f"{name}list")
        terms = [f"_:{name}list"]
    return f"_:{name}", [*lines, f"_:{name} <{SH}{kind}Path> {terms[0]} ."]


def _list_lines(terms: Sequence[str], name: str) -> list[str]:
    """An RDF list whose first node has the given name."""
    nodes = [f"_:{name}", *(f"_:{name}n{number}" for number in range(1, len(terms))), f"<{PREFIXES['rdf']}nil>"]
    lines = []
    for node, term, rest in zip(nodes, terms, nodes[1:], strict=False):
        lines += [f"{node} <{PREFIXES['rdf']}first> {term} .", f"{node} <{PREFIXES['rdf']}rest> {rest} ."]
    return lines


_RDF_TYPE: Final = PREFIXES["rdf"] + "type"
_CONTEXT: Final[Mapping[str, object]] = {
    "@vocab": SH,
    "xsd": PREFIXES["xsd"],
    "id": "@id",
    "type": "@type",
    "conforms": {"@type": "xsd:boolean"},
    **{key: {"@type": "@id"} for key in ("focusNode", "resultPath", "sourceShape")},
    **{key: {"@type": "@vocab"} for key in ("resultSeverity", "sourceConstraintComponent")},
    **dict.fromkeys(("graph", "focusLabel", "shapeName", "where")),
}


def _to_json(results: Sequence[Violation]) -> bytes:
    report = {
        "@context": _CONTEXT,
        "type": "ValidationReport",
        "conforms": not results,
        "result": [_json_result(r) for r in results],
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


def _json_result(result: Violation) -> dict[str, object]:
    shown: dict[str, object] = {
        "type": "ValidationResult",
        "graph": result.graph,
        "resultSeverity": result.severity.capitalize(),
        "focusNode": result.focus,
        "focusLabel": result.focus_label,
        "sourceShape": result.shape,
        "shapeName": result.shape_name,
        "resultMessage": result.message,
        "where": result.where,
        "sourceConstraintComponent": result.component.removeprefix(SH),
    }
    if result.path is not None:
        shown["resultPath"] = _json_path(result.path)
    if result.value is not None:
        shown["value"] = _json_value(result.value)
    return shown


def _json_path(path: Path) -> object:
    if isinstance(path, str):
        return path
    kind, parts = path
    shown = [{"id": p} if isinstance(p, str) else _json_path(p) for p in parts]
    if kind == "sequence":
        return {"@list": shown}
    return {f"{kind}Path": {"@list": shown} if kind == "alternative" else shown[0]}


def _json_value(value: str) -> object:
    from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
    from pyoxigraph import Literal as Text

    term = next(iter(parse(f"<x:x> <x:x> {value} .", format=RdfFormat.N_TRIPLES))).object
    if isinstance(term, Text):
        return {"@value": term.value, **({"@language": term.language} if term.language else {"@type": term.datatype.value})}
    assert isinstance(term, NamedNode | BlankNode)
    return {"id": value if isinstance(term, BlankNode) else term.value}


_WRITERS: Final[Mapping[str, Callable[[Sequence[Violation]], bytes]]] = {"turtle": _to_turtle, "json": _to_json}
