"""Which representation a client gets: the Accept header, read as RFC 9110 says.

The most specific range that matches a media type gives its quality; the highest quality wins, and among equals the one
that the server offers first.  Ranges that can't be read are passed over, as are their parameters other than ``q``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

RESULTS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
"""Media types of SELECT and ASK, the preferred first; the last ones are other names of the first."""
GRAPHS: Final = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
    "text/n3",
    "application/json",
    "application/xml",
    "text/xml",
)
"""Media types of CONSTRUCT and DESCRIBE, likewise."""
SUFFIXES: Final = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "n3": "text/n3",
    "html": "text/html",
}
"""Media types by the ending of a path or the value of ``format``."""

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE: Final = re.compile(rf"\s*(?P<type>{_TOKEN})/(?P<subtype>{_TOKEN})\s*(?P<parameters>(?:;.*)?)", re.DOTALL)
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?)\s*(?=;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of an Accept header."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """0 where the range does not match; more the closer it does."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if (self.type, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


def read_accept(header: str) -> tuple[MediaRange, ...]:
    """Entries of an Accept header; an empty one accepts everything."""
    entries = tuple(found for part in header.split(",") if (found := _media_range(part)))
    return entries or (MediaRange("*", "*", 1.0),)


def quality(accepted: Iterable[MediaRange], media_type: str) -> float:
    """How much a client wants a media type, from 0 to 1."""
    ranked = [(entry.specificity(media_type), entry.quality) for entry in accepted]
    return max((found for found in ranked if found[0]), default=(0, 0.0))[1]


@lru_cache(maxsize=128)
def best(header: str, offered: tuple[str, ...]) -> str | None:
    """The offered media type that a client wants most; None where it accepts none."""
    accepted = read_accept(header)
    ranked = [(quality(accepted, media_type), -place) for place, media_type in enumerate(offered)]
    wanted, place = max(ranked, default=(0.0, 0))
    return offered[-place] if wanted > 0 else None


def with_charset(media_type: str) -> str:
    """A media type as the Content-Type header gives it."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _media_range(text: str) -> MediaRange | None:
    match = _RANGE.fullmatch(text)
    if not match or (match["type"] == "*" and match["subtype"] != "*"):
        return None
    found = _QUALITY.search(match["parameters"])
    value = min(float(found["q"]), 1.0) if found else 1.0
    return MediaRange(match["type"].lower(), match["subtype"].lower(), value)
