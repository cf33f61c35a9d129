"""Pictures of what the graph says, for people who would rather look than read a table.

>>> with open_store(Path("kg")) as store:
...     Path("grades.svg").write_bytes(draw(store, "grade-matrix", "svg"))

Each has a title, a legend and a source line, can be told without its colours, and comes out the same, byte for byte,
from the same graph and release.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ofsted_kg.answers import Cell, answer
from ofsted_kg.errors import FormatError, OfstedKgError, QueryError
from ofsted_kg.labels import Labels, Queryable, read_labels, unique
from ofsted_kg.plots.page import Page, settings
from ofsted_kg.plots.topics import Topic
from ofsted_kg.queries import load_question
from ofsted_kg.rdf.namespaces import OKG
from ofsted_kg.resources import packaged_folder

ENDINGS: Final = ("svg", "png")

TOPICS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?topic ?label ?group
WHERE {
  GRAPH <https://w3id.org/ofsted-kg/id/vocabulary> {
    ?topic a okg:Topic ;
      skos:prefLabel ?label ;
      skos:broader/skos:prefLabel ?group .
  }
}
ORDER BY ?group ?label
"""


def draw(store: Queryable, name: str, ending: str, authorities: Sequence[str] = ()) -> bytes:
    """One of the `PICTURES` as a file of that ending, of the named authorities alone where some are given.

    FormatError for another ending, ParameterError for an authority that is not known, QueryError where there is nothing
    to draw.
    """
    if ending not in ENDINGS:
        raise FormatError(f"unknown format {ending!r}. Known: {', '.join(ENDINGS)}")
    if name not in PICTURES:
        raise OfstedKgError(f"unknown picture {name!r}. Known: {', '.join(PICTURES)}")
    with settings():
        return PICTURES[name](store, authorities).to_bytes(ending)


def _grades(store: Queryable, authorities: Sequence[str]) -> Page:
    from ofsted_kg.plots.grades import draw_grades

    return draw_grades(_rows(store, "grade-matrix", authorities, read_labels(store)))


def _topics(store: Queryable, authorities: Sequence[str]) -> Page:
    from ofsted_kg.plots.topics import draw_topics

    listed = [Topic(*(str(getattr(term, "value", "")) for term in row)) for row in store.query(TOPICS)]
    return draw_topics(_rows(store, "topic-matrix", authorities, read_labels(store)), listed)


def _recommendations(store: Queryable, authorities: Sequence[str]) -> Page:
    from ofsted_kg.plots.recommendations import draw_recommendations

    labels = read_labels(store)
    timescales = unique(concept.label for concept in labels.of_class(OKG.Timescale.value))
    return draw_recommendations(_rows(store, "recommendation-counts", authorities, labels), timescales)


def _network(store: Queryable, authorities: Sequence[str]) -> Page:
    from ofsted_kg.network import build_network, read_rows
    from ofsted_kg.plots.partners import draw_partners

    rows = read_rows(store, authorities)
    if not rows.authorities:
        raise _nothing("network")
    return draw_partners(build_network(rows))


def _rows(store: Queryable, name: str, authorities: Sequence[str], labels: Labels) -> tuple[Mapping[str, Cell], ...]:
    question = load_question(packaged_folder("queries") / f"{name}.rq")
    rows = answer(store, question, {"authority": list(authorities)}, labels=labels).records()
    if not rows:
        raise _nothing(name)
    return rows


def _nothing(name: str) -> QueryError:
    return QueryError(f"{name}: nothing to draw: the graph has no rows for it")


PICTURES: Final[Mapping[str, Callable[[Queryable, Sequence[str]], Page]]] = {
    "grade-matrix": _grades,
    "topic-matrix": _topics,
    "network": _network,
    "recommendations": _recommendations,
}
"""What can be drawn, by name."""
