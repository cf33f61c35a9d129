"""Whether a query says itself which graphs it is about (FROM, FROM NAMED).

The engine's switch for "the default graph is the union" overrides such a clause, so it may only be set where there is
none.  The text is scanned with strings, comments, IRIs, variables and local names read to their ends.
"""

from __future__ import annotations

import re
from typing import Final

_PIECES: Final = re.compile(
    r"""
      '''(?: (?:''?)? (?:[^'\\] | \\.) )*+'''
    | \"""(?: (?:""?)? (?:[^"\\] | \\.) )*+\"""
    | '(?:[^'\\\r\n] | \\.)*+'
    | "(?:[^"\\\r\n] | \\.)*+"
    | \#[^\r\n]*
    | <[^<>"{}|^`\x00-\x20]*>
    | [?$:@]\w[\w.-]*
    | (?P<clause>
        (?<![\w.-])(?i:from) (?: (?: \s | \#[^\r\n]* )*+ < | (?: \s | \#[^\r\n]* )++ (?: (?i:named)\b | (?!\d)[\w.-]*: ) )
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def has_dataset_clause(sparql: str) -> bool:
    """Whether a FROM stands in the query."""
    return "from" in sparql.casefold() and any(piece["clause"] for piece in _PIECES.finditer(sparql))
