"""What an edit of the vocabulary would change: the facts of a report read with one vocabulary and with another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ofsted_kg.errors import SourceError
from ofsted_kg.facts_json import to_json
from ofsted_kg.pipeline import read_facts
from ofsted_kg.vocabulary import Vocabulary

_KINDS: Final = {
    "judgements": "judgement",
    "recommendations": "recommendation",
    "agencies": "agency",
    "findings": "finding",
    "notices": "notice",
}
_NOT_COMPARED: Final = frozenset({"evidence", "span", "omits", "mentions", "source", "rows"})
"""Where a fact stands is no part of what it says."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact more or less."""

    sign: str
    """``+`` where the new vocabulary finds it, ``-`` where it no longer does."""
    kind: str
    fact: str
    """What it says, on one line."""


def changed_facts(report: Path, before: Vocabulary, after: Vocabulary) -> tuple[Change, ...]:
    """Facts of a report that one vocabulary finds and the other does not, in the order of the report."""
    old = dict.fromkeys(_facts(report, before))
    new = dict.fromkeys(_facts(report, after))
    gone = [Change("-", kind, fact) for kind, fact in old if (kind, fact) not in new]
    return (*gone, *(Change("+", kind, fact) for kind, fact in new if (kind, fact) not in old))


def _facts(report: Path, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Each fact as its kind and what it says; a report that can't be read says why."""
    try:
        facts = to_json(read_facts(report, vocabulary), vocabulary)
    except SourceError as error:
        yield ("refusal", error.reason)
        return
    yield from (("report", f"{name}: {_value(value)}") for name, value in facts["report"].items() if name not in _NOT_COMPARED)
    yield from (("paragraph", _row(row)) for row in facts["paragraphs"]["rows"])
    for key, kind in _KINDS.items():
        yield from ((kind, _row(row)) for row in facts[key])


def _row(row: Mapping[str, Any]) -> str:
    said = {name: value for name, value in row.items() if name not in _NOT_COMPARED and value not in (None, [])}
    return ", ".join(f"{name} {_value(value)}" for name, value in said.items())


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
