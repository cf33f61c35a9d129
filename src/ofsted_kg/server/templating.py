"""Templates: everything that is put into a page is escaped; what a template may call is listed here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ofsted_kg.answers import Resource, in_words
from ofsted_kg.server.addresses import address, anchor
from ofsted_kg.server.cells import day, table_rows

_FOLDER: Final = Path(__file__).parent / "templates"
SIGNS: Final = {"strength": "+", "adequate": "○", "weakness": "−"}
"""What stands for a polarity beside its colour."""


def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {
        "address": address,
        "anchor": anchor,
        "words": in_words,
        "day": day,
        "sign": sign,
        "kind": kind,
        "heading": heading,
        "query": query_string,
        "counted": counted,
        "table_rows": table_rows,
        "tenths": "{:.1f}".format,
    }
    return made


def kind(resource: Resource | None) -> str:
    """Last part of a resource's IRI in small letters: the name of a style."""
    return resource.iri.rstrip("/").rpartition("/")[2].rpartition("#")[2].lower() if resource else ""


def sign(resource: Resource) -> str:
    """Sign of a polarity."""
    return SIGNS.get(kind(resource), "")


def heading(name: str) -> str:
    """Name of a column as a heading."""
    return name.replace("_", " ").capitalize()


def query_string(values: Mapping[str, Any]) -> str:
    """A query string with a question mark, or nothing where nothing is chosen."""
    kept = [(name, value) for name, value in values.items() if value not in (None, "", [])]
    return "?" + urlencode(kept, doseq=True) if kept else ""


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: no findings, 1 finding, 1,204 findings."""
    return f"{number:,} {noun}" if number == 1 else f"{number or 'no':{',' if number else ''}} {nouns or noun + 's'}"
