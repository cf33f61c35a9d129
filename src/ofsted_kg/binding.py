"""Put chosen values into a stored question, as RDF terms and never as text.

Each parameter has one row of its own in the query, ``VALUES ?area { UNDEF }``.  Choosing values replaces that one line
by terms that the RDF library serialises; nothing else of the file changes, so no value can become syntax.  Choosing
nothing takes an UNDEF row away: a row without bindings is the identity of the join, so the answer is the same, and an
optimiser that plans around variables of unknown binding has none to stumble over.  A row that holds a default stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.errors import ParameterError
from ofsted_kg.labels import Labels, did_you_mean, nearest, normalised, one_of
from ofsted_kg.question import Parameter, Question
from ofsted_kg.rdf.namespaces import XSD

Value = str | int | date
"""A single value as a person or a program gives it (a bool is an int)."""
Choice = Value | Sequence[Value] | None
BoundTerm = NamedNode | Literal

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_BOOLEANS: Final = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def bind(
    question: Question, terms: Mapping[str, Sequence[BoundTerm]], subjects: Mapping[str, Sequence[NamedNode]] | None = None
) -> str:
    """SPARQL of a question with terms in the rows of its parameters; a parameter without terms keeps its default.

    ``subjects`` are, by parameter, the only ones in which its text can be found; a second row then says so.
    """
    lines = question.sparql.split("\n")
    for parameter in question.parameters:
        chosen = terms.get(parameter.name, ())
        if chosen:
            lines[parameter.row] = values_row(parameter.name, chosen) + _subjects_row(parameter, subjects or {})
        elif parameter.default is None:
            lines[parameter.row] = ""
    return "\n".join(lines)


def _subjects_row(parameter: Parameter, subjects: Mapping[str, Sequence[NamedNode]]) -> str:
    if parameter.named is None or parameter.name not in subjects:
        return ""
    return " " + values_row(parameter.named.variable, subjects[parameter.name])


def values_row(variable: str, terms: Iterable[BoundTerm]) -> str:
    """Row that restricts a variable to terms, each serialised by the RDF library."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"


def read_choices(question: Question, choices: Mapping[str, Choice], labels: Labels) -> dict[str, tuple[BoundTerm, ...]]:
    """Terms for the chosen values; ParameterError names the parameter, the value and what is allowed.

    Names may be written with hyphens.  A value that is None or blank counts as not chosen.
    """
    given = _by_name(question, choices)
    missing = [p.name for p in question.parameters if p.required and not given.get(p.name)]
    if missing:
        raise ParameterError(f"{question.name}: {missing[0]} is required")
    return {p.name: _terms(p, given[p.name], labels) for p in question.parameters if given.get(p.name)}


def _by_name(question: Question, choices: Mapping[str, Choice]) -> dict[str, tuple[Value, ...]]:
    known = [parameter.name for parameter in question.parameters]
    given = {name.replace("-", "_"): _values(choice) for name, choice in choices.items()}
    unknown = [name for name in given if name not in known]
    if unknown:
        hint = did_you_mean(nearest(unknown[0], known)) or (one_of(known) if known else "; it has none")
        raise ParameterError(f"{question.name} has no parameter {unknown[0]!r}{hint}")
    return given


def _values(choice: Choice) -> tuple[Value, ...]:
    several = (choice,) if choice is None or isinstance(choice, (str, int, date)) else tuple(choice)
    return tuple(value for value in several if value is not None and str(value).strip())


def _terms(parameter: Parameter, values: Sequence[Value], labels: Labels) -> tuple[BoundTerm, ...]:
    if len(values) > 1 and not parameter.repeatable:
        raise ParameterError(f"{parameter.name} takes one value; given {len(values)}")
    read = _READERS[parameter.type]
    return tuple(dict.fromkeys(term for value in values for term in read(parameter, value, labels)))


# --- one reader for each type of parameter


def _read_concept(parameter: Parameter, value: Value, labels: Labels) -> Iterable[BoundTerm]:
    text = str(value).strip()
    concept_class = parameter.concept_class or ""
    found = labels.find(concept_class, text)
    if not found:
        raise _refused(parameter, value, f"not known{labels.suggestions(concept_class, text)}")
    return (NamedNode(concept.iri) for concept in found)


def _read_text(parameter: Parameter, value: Value, _: Labels) -> Iterable[BoundTerm]:
    text = str(value).strip()
    if parameter.choices:
        text = _choice(parameter, text)
    try:
        return (Literal(text),)
    except ValueError:
        raise _refused(parameter, value, "not text that can be encoded as UTF-8") from None


def _choice(parameter: Parameter, text: str) -> str:
    found = next((choice for choice in parameter.choices if normalised(choice) == normalised(text)), None)
    if found is None:
        raise _refused(parameter, text, f"not among the choices{one_of(parameter.choices)}")
    return found


def _read_integer(parameter: Parameter, value: Value, _: Labels) -> Iterable[BoundTerm]:
    text = str(value).strip()
    if isinstance(value, bool) or not _INTEGER.fullmatch(text):
        raise _refused(parameter, value, "not a whole number, such as 14")
    return (Literal(int(text)),)


def _read_date(parameter: Parameter, value: Value, _: Labels) -> Iterable[BoundTerm]:
    day = value.date() if isinstance(value, datetime) else value
    try:
        read = day if isinstance(day, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise _refused(parameter, value, "not a date of the form YYYY-MM-DD, such as 2011-12-09") from None
    return (Literal(read.isoformat(), datatype=XSD.date),)


def _read_boolean(parameter: Parameter, value: Value, _: Labels) -> Iterable[BoundTerm]:
    read = _BOOLEANS.get(str(value).strip().lower())
    if read is None:
        raise _refused(parameter, value, f"neither true nor false{one_of(_BOOLEANS)}")
    return (Literal(read),)


def _read_iri(parameter: Parameter, value: Value, _: Labels) -> Iterable[BoundTerm]:
    try:
        return (NamedNode(str(value).strip()),)
    except ValueError:
        raise _refused(parameter, value, "not an IRI, such as https://w3id.org/ofsted-kg/id/authority/dudley") from None


def _refused(parameter: Parameter, value: Value, reason: str) -> ParameterError:
    return ParameterError(f"{parameter.name}: {str(value)!r} is {reason}")


_READERS: Final[Mapping[str, Callable[[Parameter, Value, Labels], Iterable[BoundTerm]]]] = {
    "concept": _read_concept,
    "text": _read_text,
    "integer": _read_integer,
    "date": _read_date,
    "boolean": _read_boolean,
    "iri": _read_iri,
}
