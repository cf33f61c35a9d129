"""The help page of a stored question: what it asks, what may be chosen, what each column means."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from ofsted_kg.labels import Labels
    from ofsted_kg.question import Parameter, Question

_WIDTH: Final = 100
_INDENT: Final = " " * 26
_CHOICES_SHOWN: Final = 12
"""A longer list of choices is shown by its first few."""
_FEW: Final = 3


def page(question: Question) -> str:
    """The page as lines of text."""
    labels = _packaged_labels()
    lines = [f"Usage: ofsted-kg query {question.name} [--PARAMETER VALUE]...", "", question.title, "", question.in_words(), ""]
    lines += textwrap.wrap(question.description, _WIDTH)
    if question.parameters:
        lines += ["", "Parameters:", *_entries((f"--{p.name.replace('_', '-')}", _about(p, labels)) for p in question.parameters)]
    lines += ["", "Columns:", *_entries((column.name, column.meaning) for column in question.columns)]
    order = f"Ordered by {question.order[0].lower()}{question.order[1:]}"
    return "\n".join([*lines, "", *textwrap.wrap(order, _WIDTH)])


def _packaged_labels() -> Labels:
    """Names of the packaged vocabulary: help needs no knowledge graph."""
    from pyoxigraph import QuerySolutions, Store

    from ofsted_kg.labels import read_labels
    from ofsted_kg.rdf.namespaces import VOCABULARY_GRAPH
    from ofsted_kg.rdf.vocabulary_reader import vocabulary_files

    store = Store()
    for file in vocabulary_files():
        store.load(path=str(file), to_graph=VOCABULARY_GRAPH)

    class Vocabulary:
        def query(self, sparql: str, /) -> QuerySolutions:
            return cast("QuerySolutions", store.query(sparql))

    return read_labels(Vocabulary())


def _about(parameter: Parameter, labels: Labels) -> str:
    """Meaning, choices and default, in one paragraph."""
    said = [parameter.meaning, _choices(parameter, labels)]
    said += ["Required."] if parameter.required else []
    said += [f"Default: {parameter.default}."] if parameter.default is not None else []
    return " ".join(part for part in said if part)


def _choices(parameter: Parameter, labels: Labels) -> str:
    """The values to choose from; of many the first few."""
    concepts = (concept.label for concept in labels.of_class(parameter.concept_class or ""))
    names = list(dict.fromkeys((*parameter.choices, *concepts)))
    if len(names) > _CHOICES_SHOWN:
        return f"One of {len(names)}, such as {', '.join(names[:_FEW])}."
    return f"One of: {', '.join(names)}." if names else ""


def _entries(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield textwrap.fill(text, _WIDTH, initial_indent=f"  {name:<22}  ", subsequent_indent=_INDENT)
