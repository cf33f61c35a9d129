"""Answers: the rows of a stored question as Python values, with what a reader should be warned of.

An answer keeps the IRI of every concept beside its label, so that a table can be read and a program can go on from
it.  Where the store knows a report of the answer to be out of date, the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, runtime_checkable

from pyoxigraph import NamedNode

from ofsted_kg.binding import BoundTerm, Choice, bind, read_choices, values_row
from ofsted_kg.labels import Labels, Queryable, Term, read_labels, tail, unique
from ofsted_kg.question import LIST_SEPARATOR, Column, Question

REPORT_LABELS: Final = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?report ?label
WHERE {
VALUES ?report { UNDEF }
  GRAPH ?report { ?report rdfs:label ?label }
}
"""
_REPORTS_ROW: Final = "VALUES ?report { UNDEF }"

STALE_REPORTS: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?report ?message
WHERE {
  GRAPH <https://w3id.org/ofsted-kg/id/derived> {
    VALUES ?code { "stale" "published-with-violations" "review-pending" }
    ?notice a okg:Notice ; okg:code ?code ; okg:inReport ?report ; okg:message ?message .
  }
}
ORDER BY STR(?report) ?message
"""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something with an IRI: a concept, a report, a passage."""

    iri: str
    label: str

    def __str__(self) -> str:
        return self.label


Cell = str | int | Decimal | bool | date | Resource | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question, each with one cell for each column."""

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sparql: str = ""
    """The query that was run, values in place."""
    chosen: tuple[tuple[str, str], ...] = ()
    """The chosen values in words, (parameter, "Dudley or Poole")."""
    warnings: tuple[str, ...] = ()
    """What a reader should know, e.g. that a report is out of date; one sentence each."""

    @property
    def wording(self) -> str:
        """The question in plain English with the chosen values in it."""
        return self.question.in_words(dict(self.chosen))

    def records(self) -> tuple[dict[str, Cell], ...]:
        """The rows as dictionaries by column name."""
        names = [column.name for column in self.columns]
        return tuple(dict(zip(names, row, strict=True)) for row in self.rows)


def for_reading(answer: Answer) -> Answer:
    """The answer without the columns that are there for some rows alone, where no row has a value in them."""
    shown = [place for place, column in enumerate(answer.columns) if not column.if_any or any(row[place] for row in answer.rows)]
    rows = tuple(tuple(row[place] for place in shown) for row in answer.rows)
    return replace(answer, columns=tuple(answer.columns[place] for place in shown), rows=rows)


def answer(
    store: Queryable, question: Question, choices: Mapping[str, Choice] | None = None, *, labels: Labels | None = None
) -> Answer:
    """Run a stored question.

    ``choices`` maps parameter names to values (strings, numbers, dates; a list means any of them).  ``labels`` are read
    from the store unless given; a caller with many questions reads them once.  ParameterError for a wrong value.
    """
    known = labels or read_labels(store)
    terms = read_choices(question, choices or {}, known)
    sparql = bind(question, terms)
    solutions = _from_index(store, question, terms)
    if solutions is None:
        subjects = _subjects(store, question, terms)
        solutions = [tuple(row) for row in store.query(bind(question, terms, subjects) if subjects else sparql)]
    reports = _reports(store, question, solutions)
    rows = _rows(question.columns, solutions, known, reports)
    warnings = stale_warnings(store, reports if _has_reports(question) else None)
    return Answer(question, question.columns, rows, sparql, _in_words(terms, known), warnings)


def stale_warnings(store: Queryable, reports: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """One sentence for each out-of-date or invalid report among ``reports`` (IRI to label), or of the whole store."""
    stale = [(str(_value(report)), str(_value(message))) for report, message in store.query(STALE_REPORTS)]
    concerned = [row for row in stale if reports is None or row[0] in reports]
    return tuple(f"{(reports or {}).get(iri, tail_path(iri))}: {message}" for iri, message in concerned)


def in_words(cell: Cell) -> str:
    """Show a cell to people: label, ISO date, yes or no, a list joined by semicolons, nothing for what is missing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "; ".join(cell) if isinstance(cell, tuple) else str(cell)


def tail_path(iri: str) -> str:
    """Readable end of a report's or passage's IRI, e.g. ``dudley/slac/2011-12-09/paragraph/14``."""
    _, report, end = iri.partition("/report/")
    return end if report else tail(iri)


# --- rows


@runtime_checkable
class Indexed(Protocol):
    """A store with indexes beside it."""

    def indexed(
        self, index: str, terms: Mapping[str, Sequence[Term]], columns: Sequence[str]
    ) -> list[tuple[Term | None, ...]] | None:
        """Rows with these variables, or None where there is no such index or it does not serve this question."""
        ...


def _from_index(
    store: Queryable, question: Question, terms: Mapping[str, Sequence[BoundTerm]]
) -> list[tuple[Term | None, ...]] | None:
    """The rows of a question that names an index, where the store has it."""
    if question.index is None or not isinstance(store, Indexed):
        return None
    return store.indexed(question.index, terms, [column.name for column in question.columns])


@runtime_checkable
class TextIndexed(Protocol):
    """A store with an index of names and other short texts beside it."""

    def subjects(self, properties: Sequence[str], words: Sequence[str]) -> Sequence[NamedNode] | None:
        """Subjects with one of some words in one of these properties, or None where that is not known or no help."""
        ...


def _subjects(store: Queryable, question: Question, terms: Mapping[str, Sequence[BoundTerm]]) -> dict[str, Sequence[NamedNode]]:
    """By parameter the subjects in which alone its text is found, where the store knows them.

    None where something else was chosen as well, such as an authority: the engine had better begin with that.
    """
    chosen = [(parameter, terms[parameter.name]) for parameter in question.parameters if parameter.name in terms]
    if not isinstance(store, TextIndexed) or not all(parameter.named for parameter, _ in chosen):
        return {}
    found = ((p.name, store.subjects(p.named.properties, [_value(term) for term in words])) for p, words in chosen if p.named)
    return {name: subjects for name, subjects in found if subjects is not None}


def _has_reports(question: Question) -> bool:
    return any(column.type == "report" for column in question.columns)


def _reports(store: Queryable, question: Question, solutions: Iterable[Sequence[Term | None]]) -> dict[str, str]:
    """Labels of the reports that the solutions name, by IRI."""
    places = [place for place, column in enumerate(question.columns) if column.type == "report"]
    found = dict.fromkeys(term for row in solutions for place in places if isinstance(term := row[place], NamedNode))
    if not found:
        return {}
    query = REPORT_LABELS.replace(_REPORTS_ROW, values_row("report", found))
    labels = {_value(report): _value(label) for report, label in store.query(query)}
    return {report.value: labels.get(report.value, tail_path(report.value)) for report in found}


def _rows(
    columns: Sequence[Column], solutions: Iterable[Sequence[Term | None]], labels: Labels, reports: Mapping[str, str]
) -> tuple[tuple[Cell, ...], ...]:
    readers = [_reader(column, labels, reports) for column in columns]
    return tuple(
        tuple(None if term is None else read(term) for read, term in zip(readers, row, strict=True)) for row in solutions
    )


def _reader(column: Column, labels: Labels, reports: Mapping[str, str]) -> Callable[[Term], Cell]:
    """Reader of a column's terms; it makes each resource once, since a column repeats few of them."""
    names: dict[str, Callable[[str], str]] = {
        "concept": labels.label,
        "report": lambda iri: reports.get(iri) or tail_path(iri),
        "link": tail_path,
    }
    if column.type not in names:
        return _LITERALS[column.type]
    made: dict[str, Resource] = {}

    def read(term: Term) -> Resource:
        iri = _value(term)
        if iri not in made:
            made[iri] = Resource(iri, names[column.type](iri))
        return made[iri]

    return read


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", ""))


def _items(term: Term) -> tuple[str, ...]:
    """Items of a list column in alphabetical order, since GROUP_CONCAT promises none."""
    return tuple(sorted(set(_value(term).split(LIST_SEPARATOR)) - {""}))


_LITERALS: Final[Mapping[str, Callable[[Term], Cell]]] = {
    "text": _value,
    "list": _items,
    "integer": lambda term: int(_value(term)),
    "decimal": lambda term: Decimal(_value(term)),
    "date": lambda term: date.fromisoformat(_value(term)[:10]),
    "boolean": lambda term: _value(term) in ("true", "1"),
}


def _in_words(terms: Mapping[str, Sequence[BoundTerm]], labels: Labels) -> tuple[tuple[str, str], ...]:
    return tuple((name, " or ".join(unique(_words(term, labels) for term in chosen))) for name, chosen in terms.items())


def _words(term: BoundTerm, labels: Labels) -> str:
    return labels.label(term.value) if isinstance(term, NamedNode) else term.value
