"""A process that renders the pages of the published index ahead, writes them to its output, and ends.

Told to step back, it works only while nobody else wants the processor.  Its output are frames: HEAD with the version of
the index, DATA with the key of a page, a line feed and the page in gzip, END.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.routing import Match, Route

from ofsted_kg.answers import Resource
from ofsted_kg.rdf.namespaces import ONTOLOGY
from ofsted_kg.server import frames
from ofsted_kg.server.addresses import address
from ofsted_kg.server.browsing import PAGES, PageRoute, key_of, rendered, routes
from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.process import step_back
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.templating import environment

_CLASSES: Final = ("LocalAuthority", "Topic")
"""Whose concepts have pages of their own."""


def main() -> None:
    """Render the pages of the graph in a folder, with so many rows in a table and with a folder of questions or none."""
    kg, rows, queries, *manners = sys.argv[1:]
    if manners:
        step_back(os.getpid())
    edition = Library(Path(kg), Path(queries) if queries else None).current()
    write_pages(edition, int(rows), sys.stdout.buffer)


def write_pages(edition: Edition, rows: int, output: BinaryIO) -> None:
    """Write all pages of an edition, those that most people see first."""
    templates = environment()
    output.write(frames.pack(frames.HEAD, edition.store.version.encode()))
    for page, request in _requests(paths(edition)):
        try:
            document = rendered(page, request, edition, templates, rows)
        except Refusal:
            continue
        output.write(frames.pack(frames.DATA, b"%s\n%s" % (key_of(request).encode(), document.compressed)))
        output.flush()
    output.write(frames.pack(frames.END))
    output.flush()


def paths(edition: Edition) -> Iterator[str]:
    """Paths of the pages that have an address of their own: what is one of a kind, then questions and resources."""
    yield from (page.path for page in PAGES if "{" not in page.path)
    yield from (f"/questions/{name}" for name in edition.questions)
    for iris in (_in_view(edition, "reports", "report"), *_concepts(edition), _in_view(edition, "agencies", "agency")):
        yield from (unquote(address(iri)) for iri in iris)


def _concepts(edition: Edition) -> Iterator[list[str]]:
    for name in _CLASSES:
        yield [one.iri for one in edition.labels.of_class(ONTOLOGY + name) if one.iri in edition.used]


def _in_view(edition: Edition, view: str, column: str) -> list[str]:
    found = (record[column] for record in edition.view(view).records())
    return list(dict.fromkeys(one.iri for one in found if isinstance(one, Resource)))


def _requests(asked: Iterable[str]) -> Iterator[tuple[PageRoute, Request]]:
    known = list(zip(PAGES, routes(PAGES), strict=True))
    for path in asked:
        scope: dict[str, object] = {
            "type": "http",
            "method": "GET",
            "path": path,
            "root_path": "",
            "query_string": b"",
            "headers": [],
        }
        found = next(((page, params) for page, route in known if (params := _matched(route, scope)) is not None), None)
        if found is not None:
            yield found[0], Request({**scope, **found[1]})


def _matched(route: Route, scope: dict[str, object]) -> dict[str, object] | None:
    match, params = route.matches(scope)
    return dict(params) if match is Match.FULL else None


if __name__ == "__main__":
    main()
