"""The rows of a table in HTML: put together here because a page has thousands of cells, and a template takes its time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from ofsted_kg.answers import Answer, Cell, Resource, in_words
from ofsted_kg.question import Column
from ofsted_kg.server.addresses import address

_FIGURES: Final = ("integer", "decimal")
_NOTHING: Final = '<span class="nothing">–</span>'


def table_rows(answer: Answer, evidence: Mapping[int, str], hidden: Collection[str]) -> Markup:
    """The rows of an answer without its hidden columns; ``evidence`` has by row the IRI that its quote leads to."""
    shown = [(place, column, _start(column)) for place, column in enumerate(answer.columns) if column.name not in hidden]
    lines: list[str] = []
    for number, row in enumerate(answer.rows):
        lines.append("<tr>\n")
        link = evidence.get(number)
        for place, column, start in shown:
            content = _quote(row[place], link) if link and _quotes(column) else _cell(row[place], column)
            lines.append(f"{start}{content}</td>\n")
        lines.append("</tr>\n")
    return Markup("".join(lines))


def _start(column: Column) -> str:
    figure = " figure" if column.type in _FIGURES else ""
    return f'<td class="{column.type}{figure}{" quote" if _quotes(column) else ""}">'


def _quotes(column: Column) -> bool:
    return column.evidence and column.type == "text"


def _quote(value: Cell, link: str) -> str:
    return f'<a class="evidence" href="{escape(address(link))}">{escape(in_words(value))}</a>'


def _cell(value: Cell, column: Column) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, Resource):
        return _link(value, _pointer(value) if column.type == "link" else value.label)
    if isinstance(value, date):
        return f'<time datetime="{value}">{day(value)}</time>'
    if isinstance(value, tuple) and len(value) > 1:
        return f"<ul>{''.join([f'<li>{escape(item)}</li>' for item in value])}</ul>"
    return str(escape(in_words(value)))


def _pointer(resource: Resource) -> str:
    """What a link says that has no name: part of a report is shown there, an agency on a page of its own."""
    return "where it stands" if "/report/" in resource.iri else "about it"


@lru_cache(maxsize=4096)
def _link(resource: Resource, words: str) -> str:
    where = address(resource.iri)
    return f'<a href="{escape(where)}">{escape(words)}</a>' if where else str(escape(words))


def day(value: date | None) -> str:
    """A date as people write it: 9 December 2011."""
    return f"{value.day} {value:%B %Y}" if value else "no date"
