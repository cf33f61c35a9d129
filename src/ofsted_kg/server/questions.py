"""The stored questions for programs: ``/api/questions``, ``/api/questions/NAME`` and ``/api/tables/NAME``.

Tables are the server's own queries behind its pages, in the same formats and with the same parameters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from pyoxigraph import QueryResultsFormat
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ofsted_kg.description.accuracy import accuracy_table, read_accuracy
from ofsted_kg.errors import UnknownQuery
from ofsted_kg.queries import find_question
from ofsted_kg.question import Parameter, Question
from ofsted_kg.server.asking import Page, allowed, ask
from ofsted_kg.server.library import Document, Edition
from ofsted_kg.server.negotiation import best
from ofsted_kg.server.openapi import describe_api
from ofsted_kg.server.refusals import Refusal, not_acceptable, not_found
from ofsted_kg.server.responses import document_response
from ofsted_kg.server.site import site_of
from ofsted_kg.tables import FORMATS

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": FORMATS["xlsx"].media_type,
    "md": "text/markdown",
    "srj": "application/sparql-results+json",
}
"""By the ending of the address, the preferred first."""
_SAVED: Final = ("csv", "xlsx")


async def catalogue(request: Request) -> Response:
    """All stored questions with their parameters and columns."""
    edition = site_of(request).edition
    listed = [_entry(question, edition) for question in edition.questions.values()]
    return document_response(request, Document(_json({"questions": listed}), "application/json"))


async def openapi(request: Request) -> Response:
    """The interface in OpenAPI 3.1, made from the headers of the questions."""
    edition = site_of(request).edition
    content = _json(describe_api(edition.questions.values(), edition.labels, site_of(request).settings.limit))
    return document_response(request, Document(content, "application/json"))


async def question(request: Request) -> Response:
    """The answer to a stored question, in the format of the ending or of the Accept header."""
    return await _answered(request, site_of(request).edition, site_of(request).edition.questions)


async def table(request: Request) -> Response:
    """A table of a page, likewise."""
    return await _answered(request, site_of(request).edition, site_of(request).edition.views)


async def accuracy(request: Request) -> Response:
    """How right findings are, as the about page shows it: no question to the graph, but a table of the manual."""
    ending = request.path_params["ending"]
    if ending not in FORMATS:
        raise not_found(f"unknown format {ending!r}; expected one of {', '.join(FORMATS)}")
    headers = {"Content-Disposition": f'attachment; filename="accuracy.{ending}"'} if ending in _SAVED else {}
    content = FORMATS[ending].write(accuracy_table(read_accuracy()))
    return document_response(request, Document(content, FORMATS[ending].media_type, headers))


async def _answered(request: Request, edition: Edition, known: Mapping[str, Question]) -> Response:
    name, ending = _name_and_format(request)
    chosen = _find(known, name)
    limit = site_of(request).settings.limit if ending in ("json", "srj") else None
    pairs = request.query_params.multi_items()

    def render() -> Document:
        return _document(edition, ask(edition, chosen, pairs, limit), ending, _Address(request.url.path, pairs))

    key = f"{request.url.path} {ending} {request.url.query}"
    return document_response(request, await run_in_threadpool(edition.rendered, key, render))


def _name_and_format(request: Request) -> tuple[str, str]:
    name, dot, ending = request.path_params["name"].rpartition(".")
    if dot and ending in MEDIA_TYPES:
        return name, ending
    if dot:
        raise not_found(f"unknown format {ending!r}; expected one of {', '.join(MEDIA_TYPES)}")
    media_type = best(request.headers.get("accept", ""), tuple(MEDIA_TYPES.values()))
    if media_type is None:
        raise not_acceptable(", ".join(MEDIA_TYPES.values()))
    return ending, next(ending for ending, offered in MEDIA_TYPES.items() if offered == media_type)


def _find(known: Mapping[str, Question], name: str) -> Question:
    try:
        return find_question(known, name)
    except UnknownQuery as error:
        raise Refusal(404, str(error)) from None


class _Address:
    """Where an answer was asked for, for the links to its neighbours."""

    def __init__(self, path: str, pairs: list[tuple[str, str]]) -> None:
        self.path, self.pairs = path, pairs

    def links(self, page: Page) -> dict[str, str]:
        found = [f'<{self.path}?{query}>; rel="{name}"' for name, query in page.links(self.pairs).items()]
        return {"Link": ", ".join(found)} if found else {}


def _document(edition: Edition, page: Page, ending: str, address: _Address) -> Document:
    headers = address.links(page)
    if ending in _SAVED:
        headers["Content-Disposition"] = f'attachment; filename="{page.answer.question.name}.{ending}"'
    return Document(_WRITERS[ending](edition, page), MEDIA_TYPES[ending], headers)


def _sparql_json(edition: Edition, page: Page) -> bytes:
    """The rows of the page in SPARQL's own JSON, as the engine gives them."""
    whole = json.loads(edition.store.serialize(page.answer.sparql, QueryResultsFormat.JSON))
    start = page.window.offset
    whole["results"]["bindings"] = whole["results"]["bindings"][start : start + len(page.answer.rows)]
    return json.dumps(whole, ensure_ascii=False).encode()


_WRITERS: Final[Mapping[str, Callable[[Edition, Page], bytes]]] = {
    "json": lambda _, page: FORMATS["json"].write(page.answer),
    "csv": lambda _, page: FORMATS["csv"].write(page.answer),
    "xlsx": lambda _, page: FORMATS["xlsx"].write(page.answer),
    "md": lambda _, page: FORMATS["md"].write(page.answer),
    "srj": _sparql_json,
}


def _entry(question: Question, edition: Edition) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "question": question.in_words(),
        "description": question.description,
        "order": question.order,
        "parameters": [_parameter(parameter, edition) for parameter in question.parameters],
        "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning, "evidence": c.evidence} for c in question.columns],
        "href": f"/api/questions/{question.name}",
        "page": f"/questions/{question.name}",
    }


def _parameter(parameter: Parameter, edition: Edition) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "meaning": parameter.meaning,
        "required": parameter.required,
        "repeatable": parameter.repeatable,
        "default": parameter.default,
        "allowed": allowed(parameter, edition.labels),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
