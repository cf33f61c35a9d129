"""What the engine says of a query that does not parse, in words for people, with line and column."""

from __future__ import annotations

import re
from typing import Final

from ofsted_kg.errors import QuerySyntaxError

_ENGINE: Final = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)

_UPDATE: Final = re.compile(
    r"""(?: \s | \#[^\r\n]* | (?i:base)\s*<[^>]*> | (?i:prefix)[^<]*<[^>]*> )*+
        (?P<form>(?i:insert|delete|with|load|clear|create|drop|copy|move|add))\b""",
    re.VERBOSE,
)


def syntax_error(sparql: str, error: SyntaxError) -> QuerySyntaxError:
    """One line that says where and why a query does not parse."""
    update = _update_error(sparql)
    if update:
        return update
    found = _ENGINE.match(str(error))
    if found is None:
        return QuerySyntaxError(f"the query does not parse: {error}")
    at_end = int(found["line"]) > sparql.count("\n") and int(found["column"]) > len(sparql) - sparql.rfind("\n") - 1
    reason = _sentences(found["expected"]) or (
        "the end of the query does not fit what stands before it" if at_end else _words(found["expected"])
    )
    return QuerySyntaxError(f"line {found['line']}, column {found['column']}: {reason}")


def refuse_updates(sparql: str) -> None:
    """Raise QuerySyntaxError for a text that would change the graph, where an engine elsewhere might carry it out."""
    update = _update_error(sparql)
    if update:
        raise update


def _update_error(sparql: str) -> QuerySyntaxError | None:
    update = _UPDATE.match(sparql)
    if update is None:
        return None
    form = update["form"].upper()
    return QuerySyntaxError(f"{form} is an update: the graph is read-only here; 'ofsted-kg build' and 'remove' change it")


def _sentences(expected: str) -> str:
    """What the engine says in whole sentences."""
    return "; ".join(item for item in expected.split(", ") if re.fullmatch(r"[A-Z][a-z]*(?: [\w'-]+)+", item))


def _words(expected: str) -> str:
    """The keywords that could stand there, without the engine's character classes."""
    words = [item for item in expected.split(", ") if re.fullmatch(r"[A-Za-z_]{2,}", item)]
    return f"expected {' or '.join(words)}" if words else "this can't stand here"
