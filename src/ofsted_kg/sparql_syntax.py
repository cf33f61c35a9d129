"""What the engine says of a query that does not parse, in words for people, with line and column."""

from __future__ import annotations

import re
from typing import Final

from ofsted_kg.errors import QuerySyntaxError

_ENGINE: Final = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
_LISTED: Final = 8

_UPDATE: Final = re.compile(
    r"""(?: \s | \#[^\r\n]* | (?i:base)\s*<[^>]*> | (?i:prefix)[^<]*<[^>]*> )*+
        (?P<form>(?i:insert|delete|with|load|clear|create|drop|copy|move|add))\b""",
    re.VERBOSE,
)


def syntax_error(sparql: str, error: SyntaxError) -> QuerySyntaxError:
    """One line that says where and why a query does not parse."""
    update = _UPDATE.match(sparql)
    if update:
        form = update["form"].upper()
        return QuerySyntaxError(f"{form} is an update: the graph is read-only here; 'ofsted-kg build' and 'remove' change it")
    found = _ENGINE.match(str(error))
    if found is None:
        return QuerySyntaxError(f"the query does not parse: {error}")
    return QuerySyntaxError(f"line {found['line']}, column {found['column']}: {_expectation(found['expected'])}")


def _expectation(listed: str) -> str:
    """What the engine expected, without its character classes."""
    items = [item.strip() for item in listed.split(", ")]
    sentences = [item for item in items if re.fullmatch(r"[A-Z][a-z]*(?: [\w'-]+)+", item)]
    if sentences:
        return "; ".join(sentences)
    words = [item for item in items if re.fullmatch(r'[A-Za-z_]{2,}|"[^"]+"', item)]
    if not words:
        return "the query ends too early, or this can't stand here"
    return "expected " + " or ".join([*words[:_LISTED], *(["..."] if len(words) > _LISTED else [])])
