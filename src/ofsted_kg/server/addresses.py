"""Where on this site a resource is shown: the page of its IRI, and the place on that page.

The page of ``.../id/authority/dudley`` is ``/authority/dudley``; what belongs to a report stands on the report's page, a
paragraph at ``#p14``, everything else at its own name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote

from ofsted_kg.rdf.namespaces import RESOURCES

_REPORT_PARTS: Final = 4
"""Segments of a report's own path: ``report/dudley/slac/2011-12-09``."""


@lru_cache(maxsize=8192)
def address(iri: str) -> str:
    """Path, and fragment where need be, of the page that shows a resource; a foreign IRI stands for itself."""
    if not iri.startswith(RESOURCES):
        return iri if iri.startswith(("http://", "https://")) else ""
    segments = iri.removeprefix(RESOURCES).split("/")
    if segments[0] == "report" and len(segments) > _REPORT_PARTS:
        return f"/{_quoted(segments[:_REPORT_PARTS])}#{quote(anchor(iri))}"
    return f"/{_quoted(segments)}"


def anchor(iri: str) -> str:
    """Name of the place of a report's part on the report's page: ``p14``, ``passage-10-20``."""
    part = "".join(iri.removeprefix(RESOURCES).split("/", _REPORT_PARTS)[_REPORT_PARTS:])
    return part.replace("paragraph/", "p", 1) if part.startswith("paragraph/") else part.replace("/", "-")


def report_of(iri: str) -> str:
    """IRI of the report that a part belongs to."""
    return RESOURCES + "/".join(iri.removeprefix(RESOURCES).split("/")[:_REPORT_PARTS])


def _quoted(segments: list[str]) -> str:
    return quote("/".join(segments), safe="/%:@!$&'()*+,;=~-._")
