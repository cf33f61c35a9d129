"""The reference of the shapes as Markdown tables: every shape's name, what it checks, severity and message.

``python -m ofsted_kg.rdf.shape_reference``, run at the root of a checkout, rewrites what stands behind `MARKER` in
``docs/shapes.md``.  A test compares the two, so the page can't drift from the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ofsted_kg.rdf.shapes import Shapes, path_of, read_shapes
from ofsted_kg.violations import SH, compact, path_text

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

MARKER: Final = "<!-- made from shapes/*.ttl by python -m ofsted_kg.rdf.shape_reference -->"
PAGE: Final = Path("docs/shapes.md")
SHAPES: Final = Path("shapes")

_COUNTS: Final = {("1", "1"): "exactly one", ("1", ""): "at least one", ("", "1"): "at most one", ("", ""): ""}


def with_reference(page: str, files: Sequence[Path]) -> str:
    """The page with a fresh reference of the files behind its hand-written beginning."""
    return f"{page.split(MARKER)[0]}{MARKER}\n\n{reference(files)}"


def reference(files: Sequence[Path]) -> str:
    """One section for each file: its first comment, and a table of its shapes in alphabetical order."""
    return "\n".join(_section(file) for file in files)


def _section(file: Path) -> str:
    shapes = read_shapes([file])
    heading, _, introduction = file.read_text("utf-8").partition("\n")[0].removeprefix("# ").partition(": ")
    lines = [f"## {heading} (`{file.name}`)", ""] if introduction else [f"## {file.stem} (`{file.name}`)", ""]
    lines += [
        introduction or heading,
        "",
        "| shape | asks for | checks | severity | message |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join((*lines, *(_row(shapes, shape) for shape in shapes.listed()), ""))


def _row(shapes: Shapes, shape: Node) -> str:
    graph = shapes.graph
    severity = _end(_values(graph, shape, "severity")[0]).lower()
    cells = (f"`{_end(str(shape))}`", shapes.name(shape), _checks(graph, shape), severity, _values(graph, shape, "message")[0])
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _checks(graph: rdflib.Graph, shape: Node) -> str:
    """``each `okg:Passage`: exactly one `okg:quote`, `xsd:string`, not empty``."""
    targets = " and ".join(f"`{compact(target)}`" for target in _values(graph, shape, "targetClass"))
    counts = _COUNTS[tuple((_values(graph, shape, term) or [""])[0] for term in ("minCount", "maxCount"))]  # type: ignore[index]
    path = "".join(f"`{path_text(path_of(graph, node))}`" for node in _nodes(graph, shape, "path"))
    words = [" ".join(filter(None, (counts, path)))]
    words += [word(value) for term, word in _WORDS.items() for value in _values(graph, shape, term)]
    words += [f"one of {' '.join(f'`{compact(str(v))}`' for v in graph.items(node))}" for node in _nodes(graph, shape, "in")]
    return f"{targets}: {', '.join(filter(None, words))}"


def _code(before: str) -> Callable[[str], str]:
    return lambda value: f"{before} `{compact(value)}`".strip()


_WORDS: Final[dict[str, Callable[[str], str]]] = {
    "datatype": _code(""),
    "class": _code("a"),
    "pattern": lambda value: f"like `{value}`",
    "minLength": lambda _: "not empty",
    "minInclusive": lambda value: f"{value} or more",
    "uniqueLang": lambda _: "one in each language",
    "lessThan": _code("before"),
    "lessThanOrEquals": _code("not after"),
    "equals": _code("the same as"),
    "sparql": lambda _: "by a SPARQL query",
}


def _nodes(graph: rdflib.Graph, shape: Node, term: str) -> Iterator[Node]:
    from rdflib import URIRef

    return graph.objects(shape, URIRef(SH + term))


def _values(graph: rdflib.Graph, shape: Node, term: str) -> list[str]:
    return sorted(str(node) for node in _nodes(graph, shape, term))


def _end(iri: str) -> str:
    return iri.split("#")[-1]


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text("utf-8"), sorted(SHAPES.glob("*.ttl"))), "utf-8")
