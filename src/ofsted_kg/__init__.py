"""A knowledge graph of English children's-services inspections, with the sentence behind each answer.

What programs need is here (see ``docs/python.md``); everything else may change between versions.  Names are imported
when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ofsted_kg.answers import Answer, Resource
    from ofsted_kg.api import KnowledgeGraph, build_graph, convert, open_graph, read_vocabulary
    from ofsted_kg.build import BuildSummary
    from ofsted_kg.errors import OfstedKgError
    from ofsted_kg.facts import ReportFacts
    from ofsted_kg.pipeline import Conversion
    from ofsted_kg.review_desk import Amendment, ReviewDesk
    from ofsted_kg.reviews import Signature, Stance
    from ofsted_kg.vocabulary import Vocabulary

__all__ = [
    "Amendment",
    "Answer",
    "BuildSummary",
    "Conversion",
    "KnowledgeGraph",
    "OfstedKgError",
    "ReportFacts",
    "Resource",
    "ReviewDesk",
    "Signature",
    "Stance",
    "Vocabulary",
    "build_graph",
    "convert",
    "open_graph",
    "read_vocabulary",
]

_HOMES = {
    "Amendment": "review_desk",
    "Answer": "answers",
    "BuildSummary": "build",
    "Conversion": "pipeline",
    "KnowledgeGraph": "api",
    "OfstedKgError": "errors",
    "ReportFacts": "facts",
    "Resource": "answers",
    "ReviewDesk": "review_desk",
    "Signature": "reviews",
    "Stance": "reviews",
    "Vocabulary": "vocabulary",
    "build_graph": "api",
    "convert": "api",
    "open_graph": "api",
    "read_vocabulary": "api",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
