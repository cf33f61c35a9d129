"""The editor: a free SPARQL query and its result on one page, through the same limits as the endpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ofsted_kg.question import Question
from ofsted_kg.server.job import Job
from ofsted_kg.server.library import Edition
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.site import Site, site_of

_EXAMPLE: Final = """\
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?authority ?topic ?verdict ?weaknesses
WHERE {
  GRAPH ?report {
    ?report okg:reportOf/okg:inspectedAuthority ?council .
    ?sum a okg:Verdict ; okg:topic ?about ; okg:verdictValue ?verdict ; okg:weaknessCount ?weaknesses .
  }
  ?council skos:prefLabel ?authority .
  ?about skos:prefLabel ?topic .
}
ORDER BY DESC(?weaknesses)
LIMIT 20
"""
BUNDLE: Final = Path(__file__).parent / "static" / "built" / "editor.js"
"""Made by scripts/front-end; where it is missing the page keeps its plain form."""
_SHOWN: Final = 500
"""Rows of a result on the page; files hold all of them."""
_WHOLE: Final = 4 * 1024 * 1024
"""Bytes of a result that the page can show."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query as the page shows it."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[dict[str, str] | None, ...], ...] = ()
    more: bool = False
    boolean: bool | None = None
    turtle: str | None = None


async def editor(request: Request) -> Response:
    """The page, with the result of the query in its address where there is one."""
    site = site_of(request)
    query = request.query_params.get("query", "")
    chosen = request.query_params.get("question", "")
    result, refused, status = None, "", 200
    if query:
        try:
            result = await _result(site, query)
        except Refusal as error:
            refused, status = error.reason, error.status
    shown = query or _example(site.edition, chosen)
    content = {
        "query": shown,
        "is_asked": bool(query or chosen),
        "has_gui": BUNDLE.is_file(),
        "result": result,
        "refused": refused,
        "questions": site.edition.questions.values(),
    }
    return HTMLResponse(site.templates.get_template("editor.html").render(content, here="/editor"), status)


def _example(edition: Edition, name: str) -> str:
    return _without_header(edition.questions[name]) if name in edition.questions else _EXAMPLE


def _without_header(question: Question) -> str:
    """The query of a stored question, with its title as a comment in place of what programs read."""
    lines = question.sparql.splitlines(keepends=True)
    return f"# {question.title}\n" + "".join(line for line in lines if not line.startswith("#"))


async def _result(site: Site, query: str) -> Result:
    limits = site.settings
    answer = await site.pool.ask(
        Job(query, "application/sparql-results+json", "text/turtle", rows=limits.rows, seconds=limits.deadline)
    )
    content = answer.first
    if answer.rest is not None:
        async for piece in answer.rest:
            content += piece
            if len(content) > _WHOLE:
                await answer.rest.aclose()
                raise Refusal(503, "the result is too large for a page: add a LIMIT, or download it")
    if answer.media_type == "text/turtle":
        return Result(turtle=content.decode())
    return _table(json.loads(content))


def _table(found: Any) -> Result:
    if "boolean" in found:
        return Result(boolean=found["boolean"])
    columns = tuple(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = tuple(tuple(row.get(column) for column in columns) for row in bindings[:_SHOWN])
    return Result(columns, rows, len(bindings) > _SHOWN)
