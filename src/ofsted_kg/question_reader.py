"""Read a stored question from the text of its ``.rq`` file.

The header is the run of comment lines at the top, one ``key: value`` each, continued by lines that are indented.
Malformed input is refused, never under-read: a message names file and line and says what is expected there.  The body
must be a SELECT that parses as it stands and gives exactly the columns that the header declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QuerySolutions, Store

from ofsted_kg.errors import QueryError, QuerySyntaxError
from ofsted_kg.labels import normalised, tail
from ofsted_kg.question import (
    COLUMN_TYPES,
    PARAMETER_TYPES,
    Column,
    Named,
    Parameter,
    ParameterType,
    Pivot,
    Question,
    slots,
)
from ofsted_kg.sparql_guard import refuse_remote_calls
from ofsted_kg.sparql_syntax import syntax_error

_ENTRY: Final = re.compile(
    r"""(?P<key>[a-z]+) (?:[ ]+(?P<name>[A-Za-z]\w*))? (?:[ ]*\((?P<options>[^()]*)\))? [ ]*:[ ]*(?P<text>.*)""", re.VERBOSE
)
_ROW: Final = re.compile(r"[ \t]*VALUES[ \t]*\?(?P<name>\w+)[ \t]*\{[ \t]*(?P<terms>[^{}]*?)[ \t]*\}[ \t]*", re.IGNORECASE)
_TERM: Final = re.compile(r'"(?P<text>[^"]*)"(?:\^\^\S+)?|<(?P<iri>[^<>]*)>|\w+:(?P<local>\S+)')
_PREFIX: Final = re.compile(r"[ \t]*PREFIX[ \t]+(?P<prefix>[\w-]*):[ \t]*<(?P<iri>[^<>]*)>", re.IGNORECASE)
_NAMED: Final = re.compile(r"text in (?P<properties>\w+:\w+(?: / \w+:\w+)*) of \?(?P<variable>\w+)")
_LINE: Final = re.compile(r"line (?P<line>\d+), column (?P<column>\d+): (?P<what>.*)", re.DOTALL)
_ONCE: Final = ("title", "question", "description", "order")
_MAY: Final = ("pivot", "index")
_KEYS: Final = "title, question, description, parameter NAME (TYPE), column NAME (TYPE), order, pivot"


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a file, for messages."""

    file: str
    line: int

    def error(self, message: str) -> QuerySyntaxError:
        return QuerySyntaxError(f"{self.file}:{self.line}: {message}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One header entry, its continuation lines joined."""

    key: str
    name: str
    options: tuple[str, ...]
    text: str
    place: _Place


def read_question(name: str, text: str, file: str | None = None) -> Question:
    """Read the text of a ``.rq`` file; QuerySyntaxError names ``file`` and line where it is malformed."""
    start = _Place(file or f"{name}.rq", 1)
    entries = tuple(_entries(text, start))
    single = _single_entries(entries, start)
    question = Question(
        name=name,
        title=single["title"],
        wording=single["question"],
        description=single["description"],
        order=single["order"],
        parameters=_parameters(entries, text, start),
        columns=_columns(entries, start),
        sparql=text,
        pivot=_pivot(entries),
        index=next((entry.text for entry in entries if entry.key == "index"), None),
    )
    _check_slots(question, entries)
    _check_body(question, start)
    return question


# --- header entries


def _entries(text: str, start: _Place) -> Iterator[_Entry]:
    """Entries of the header; ``##`` lines are remarks, and an empty comment line ends an entry."""
    block: list[str] = []
    place = start
    for number, line in enumerate([*_header_lines(text), "#"], start=1):
        content = line[1:]
        if content.startswith("   ") and block:
            block.append(content.strip())
            continue
        if block:
            yield _entry(" ".join(block), place)
        block = [] if content.startswith("#") or not content.strip() else [content.strip()]
        place = _Place(start.file, number)


def _header_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.startswith("#"):
            return
        yield line


def _entry(line: str, place: _Place) -> _Entry:
    match = _ENTRY.fullmatch(line)
    if not match or match["key"] not in (*_ONCE, *_MAY, "parameter", "column"):
        raise place.error(f"expected one of {_KEYS}, each followed by a colon; found {line!r}")
    if match["key"] in ("parameter", "column") and not (match["name"] and match["options"]):
        raise place.error(f"expected '{match['key']} NAME (TYPE): meaning'; found {line!r}")
    options = tuple(option.strip() for option in (match["options"] or "").split(","))
    return _Entry(match["key"], match["name"] or "", options, match["text"].strip(), place)


def _single_entries(entries: Iterable[_Entry], start: _Place) -> dict[str, str]:
    """Texts of the entries that every header holds once."""
    found: dict[str, str] = {}
    for entry in entries:
        if entry.key in found:
            raise entry.place.error(f"'{entry.key}:' stands twice; expected once")
        if entry.key in _ONCE:
            found[entry.key] = entry.text
    missing = [key for key in _ONCE if not found.get(key)]
    if missing:
        raise start.error(f"the header lacks {', '.join(missing)}; expected a comment line '# {missing[0]}: ...'")
    return found


# --- columns and pivot


def _columns(entries: Iterable[_Entry], start: _Place) -> tuple[Column, ...]:
    columns = tuple(_column(entry) for entry in entries if entry.key == "column")
    if sum(column.evidence for column in columns) != 1:
        raise start.error("expected exactly one column marked as evidence, e.g. '# column quote (text, evidence): ...'")
    return columns


def _column(entry: _Entry) -> Column:
    kind, *flags = entry.options
    if kind not in COLUMN_TYPES:
        raise entry.place.error(f"column {entry.name}: unknown type {kind!r}; expected one of {', '.join(COLUMN_TYPES)}")
    if not set(flags) <= {"evidence", "if any"}:
        raise entry.place.error(f"column {entry.name}: expected 'evidence' or 'if any' behind the type; found {', '.join(flags)}")
    return Column(entry.name, kind, _meaning(entry), evidence="evidence" in flags, if_any="if any" in flags)


def _meaning(entry: _Entry) -> str:
    if not entry.text:
        raise entry.place.error(f"{entry.key} {entry.name}: expected a sentence behind the colon that says what it means")
    return entry.text


def _pivot(entries: Iterable[_Entry]) -> Pivot | None:
    entry = next((e for e in entries if e.key == "pivot"), None)
    if entry is None:
        return None
    parts = dict(item.split("=", 1) for item in entry.text.split() if "=" in item)
    if parts.keys() != {"rows", "columns", "value"}:
        raise entry.place.error("expected 'pivot: rows=COLUMN,... columns=COLUMN,... value=COLUMN'")
    pivot = Pivot(tuple(parts["rows"].split(",")), tuple(parts["columns"].split(",")), parts["value"])
    declared = {e.name for e in entries if e.key == "column"}
    unknown = [name for name in (*pivot.rows, *pivot.columns, pivot.value) if name not in declared]
    if unknown:
        raise entry.place.error(f"pivot: no column {unknown[0]!r}; expected one of {', '.join(sorted(declared))}")
    return pivot


# --- parameters


def _parameters(entries: Iterable[_Entry], text: str, start: _Place) -> tuple[Parameter, ...]:
    rows = _declared_rows(text, start)
    prefixes = {match["prefix"]: match["iri"] for match in map(_PREFIX.match, text.split("\n")) if match}
    parameters = tuple(_parameter(entry, rows, prefixes) for entry in entries if entry.key == "parameter")
    names = {parameter.name for parameter in parameters}
    for name, (line, terms) in rows.items():
        if terms.upper() == "UNDEF" and name not in names:
            place = _Place(start.file, line + 1)
            raise place.error(f"the row of ?{name} has no parameter; expected '# parameter {name} (TYPE): ...'")
    return parameters


def _declared_rows(text: str, start: _Place) -> dict[str, tuple[int, str]]:
    """For each variable, the line of its VALUES row and the terms in it."""
    rows: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(text.split("\n")):
        match = _ROW.fullmatch(line)
        if match and match["name"] in rows:
            raise _Place(start.file, number + 1).error(f"a second VALUES row of ?{match['name']}; expected one in the file")
        if match:
            rows[match["name"]] = (number, match["terms"])
    return rows


def _parameter(entry: _Entry, rows: dict[str, tuple[int, str]], prefixes: dict[str, str]) -> Parameter:
    if entry.name not in rows:
        line = f"VALUES ?{entry.name} {{ UNDEF }}"
        raise entry.place.error(f"parameter {entry.name}: expected a line '{line}' of its own in the query")
    row, terms = rows[entry.name]
    kind, *flags = entry.options
    default = next((flag.removeprefix("default ") for flag in flags if flag.startswith("default ")), None)
    _check_flags(entry, flags)
    if normalised(default or "UNDEF") != normalised(_said(terms)):
        header = default or "no default"
        raise entry.place.error(f"parameter {entry.name}: the header says {header}, its row {terms}; expected the same")
    return Parameter(
        name=entry.name,
        type=_parameter_type(entry, kind),
        meaning=_meaning(entry),
        row=row,
        concept_class=_concept_class(entry, kind, prefixes),
        choices=_choices(kind),
        named=_named(entry, kind, prefixes),
        default=default,
        required="required" in flags,
        repeatable="single" not in flags and kind != "boolean",
    )


def _said(terms: str) -> str:
    """What a row holds, as a header would say it: the words of a literal, the end of an IRI."""
    match = _TERM.fullmatch(terms)
    if match is None:
        return terms
    return match["text"] or match["local"] or tail(match["iri"] or "")


def _check_flags(entry: _Entry, flags: Iterable[str]) -> None:
    wrong = [flag for flag in flags if flag not in ("required", "single") and not flag.startswith("default ")]
    if wrong:
        raise entry.place.error(f"parameter {entry.name}: expected 'default VALUE', 'required' or 'single'; found {wrong[0]!r}")


def _parameter_type(entry: _Entry, kind: str) -> ParameterType:
    word = "text" if kind.startswith("one of ") else kind.split(" ", 1)[0]
    if word not in PARAMETER_TYPES:
        expected = "concept CLASS, text, integer, date, boolean, iri or 'one of A / B'"
        raise entry.place.error(f"parameter {entry.name}: unknown type {kind!r}; expected {expected}")
    return word


def _choices(kind: str) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in kind.removeprefix("one of ").split("/")) if kind.startswith("one of ") else ()


def _named(entry: _Entry, kind: str, prefixes: dict[str, str]) -> Named | None:
    if not kind.startswith("text "):
        return None
    match = _NAMED.fullmatch(kind)
    properties = [name.partition(":") for name in match["properties"].split(" / ")] if match else []
    if not match or any(prefix not in prefixes for prefix, _, _ in properties):
        expected = "expected 'text in PREFIX:PROPERTY / PREFIX:PROPERTY of ?VARIABLE' with prefixes of this file"
        raise entry.place.error(f"parameter {entry.name}: {expected}; found {kind!r}")
    return Named(tuple(prefixes[prefix] + local for prefix, _, local in properties), match["variable"])


def _concept_class(entry: _Entry, kind: str, prefixes: dict[str, str]) -> str | None:
    if not kind.startswith("concept"):
        return None
    prefix, colon, local = kind.removeprefix("concept").strip().partition(":")
    if not colon or prefix not in prefixes:
        expected = "expected 'concept PREFIX:CLASS' with a prefix of this file"
        raise entry.place.error(f"parameter {entry.name}: {expected}; found {kind!r}")
    return prefixes[prefix] + local


# --- the file as a whole


def _check_slots(question: Question, entries: Iterable[_Entry]) -> None:
    unknown = set(slots(question.wording)) - {parameter.name for parameter in question.parameters}
    if unknown:
        place = next(entry.place for entry in entries if entry.key == "question")
        raise place.error(f"the question has a slot {{{min(unknown)}}} and no such parameter")


def _check_body(question: Question, start: _Place) -> None:
    """The query parses, calls nothing else, and selects what the header declares, in that order."""
    selected = _selected(question.sparql, start)
    declared = [column.name for column in question.columns]
    if selected != declared:
        raise start.error(f"the header's columns ({', '.join(declared)}) are not those of SELECT ({', '.join(selected)})")


def _selected(sparql: str, start: _Place) -> list[str]:
    """Names of the selected variables; the engine parses the query and runs it over an empty store."""
    try:
        refuse_remote_calls(sparql)
        results = Store().query(sparql)
    except SyntaxError as error:
        raise _at_its_line(syntax_error(sparql, error), start) from None
    except QueryError as error:
        raise _at_its_line(error, start) from None
    if not isinstance(results, QuerySolutions):
        raise start.error("expected a SELECT query")
    return [variable.value for variable in results.variables]


def _at_its_line(error: QueryError, start: _Place) -> QuerySyntaxError:
    """The error with its line where editors look for it."""
    match = _LINE.match(str(error))
    if match is None:
        return start.error(str(error))
    return _Place(start.file, int(match["line"])).error(f"column {match['column']}: {match['what']}")
