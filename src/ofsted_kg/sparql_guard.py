r"""A free query never reaches a network: SERVICE and LOAD are found, and refused, before it is evaluated.

The engine always carries out SERVICE and has neither a switch for it nor a parser to ask, so the text itself is
scanned.  The scan errs on the side of refusing and relies on four facts about the engine's grammar:

- It has no tokens: ``SERVICE:a{}``, ``1SERVICE<http://a/>{}`` and ``SERVICESILENTex:a{}`` are all calls.  So the word
  counts wherever it stands, glued to others or not, unless it stands in a string, a comment, a variable or the local
  part of a prefixed name, which are read to their ends as the engine reads them.
- A call is the word, perhaps SILENT, a name (an IRI, a variable or a prefixed name) and a brace, with nothing but
  white space and comments between them.  Anything else is let through, ``okg:serviceArea`` above all.
- ``<`` opens an IRI or is less-than, which only a whole parser can tell.  The scan reads an IRI, but looks for calls
  inside it as well; and where the two readings would disagree on what is a string or a comment from there on, any
  later call is refused, hidden or not.
- Keywords can't be written with ``\u`` escapes, and strings can't be closed by them (``tests/test_sparql_guard.py``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ofsted_kg.errors import QueryError

_GAP: Final = r"(?: [\ \t\r\n] | \#[^\r\n]* )*+"
_IRI: Final = r'<[^<>"{}|^`\x00-\x20]*>'
_PREFIXED: Final = r"[^\ \t\r\n{}\#<>\\:?$]*+ : (?:[^\ \t\r\n{}\#<>\\] | \\.)*+"
_VARIABLE: Final = r"[?$] [^\ \t\r\n{}\#<>]*+"
# more than any real name has: refused unread, which keeps the scan linear
_ENDLESS: Final = r"[^\ \t\r\n{}\#<>]{1000}"

_TARGET: Final = rf"{_GAP} (?:(?i:silent) {_GAP})?+"
_CALL: Final = rf"""
    (?P<service>(?i:service)) (?= {_TARGET} (?: {_ENDLESS} | (?: {_IRI} | {_VARIABLE} | {_PREFIXED} ) {_GAP} \{{ ) )
  | (?P<load>(?i:load))       (?= {_TARGET} (?: {_ENDLESS} | {_IRI} | {_PREFIXED} ) )
"""

_HIDING: Final = r"""
    '''(?: (?:''?)? (?:[^'\\] | \\.) )*+'''
  | \"""(?: (?:""?)? (?:[^"\\] | \\.) )*+\"""
  | '(?:[^'\\\r\n] | \\[^\r\n])*+'
  | "(?:[^"\\\r\n] | \\[^\r\n])*+"
  | \#[^\r\n]*
  | [?$]\w+
  # a local name starts with neither dot nor hyphen: "ex:.SERVICE" is a name, the end of a triple and a call
  | :(?:\w | : | % | \\[^\r\n]) (?:\w | [:.%·-] | \\[^\r\n])*+
"""

_WORDS: Final = re.compile(r"service|load", re.IGNORECASE)
_PIECE: Final = rf"(?P<iri>{_IRI}) | (?P<hidden>{_HIDING}) | (?P<call>{_CALL})"
_REST_OF_LINE: Final = re.compile(r"[^\r\n]*")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, once it is needed, which hardly any query does: to compile these takes tens of milliseconds."""
    return re.compile(pattern, re.VERBOSE | re.DOTALL)


def refuse_remote_calls(sparql: str) -> None:
    """Raise QueryError where a query would have the engine fetch something; do nothing otherwise."""
    folded = sparql.casefold()
    if "service" not in folded and "load" not in folded:
        return
    call = _remote_call(sparql)
    if call:
        keyword, position = call
        line, column = _place(sparql, position)
        raise QueryError(
            f"line {line}, column {column}: {keyword} is not allowed: queries are answered from this knowledge graph alone. "
            f"If it is meant as a prefix, give the prefix another name"
        )


def _remote_call(sparql: str) -> tuple[str, int] | None:
    """Keyword and offset of the first call that the engine may carry out."""
    position = 0
    while piece := _compiled(_PIECE).search(sparql, position):
        if piece["call"]:
            return _found(piece)
        if piece["iri"]:
            if call := _call_within(sparql, piece):
                return _found(call)
            if _is_ambiguous(sparql, piece):
                later = _compiled(_CALL).search(sparql, piece.end())
                return _found(later) if later else None
        position = piece.end()
    return None


def _call_within(sparql: str, iri: re.Match[str]) -> re.Match[str] | None:
    """A call that starts inside what may be an IRI; it may end behind it."""
    words = _WORDS.finditer(sparql, iri.start(), iri.end())
    return next((call for word in words if (call := _compiled(_CALL).match(sparql, word.start()))), None)


def _is_ambiguous(sparql: str, iri: re.Match[str]) -> bool:
    """Whether reading ``<`` as less-than would move the borders of later strings and comments."""
    rest = _REST_OF_LINE.match(sparql, iri.end())
    comment_may_hide_a_quote = "#" in iri[0] and rest is not None and ("'" in rest[0] or '"' in rest[0])
    return "'" in iri[0] or comment_may_hide_a_quote


def _found(call: re.Match[str]) -> tuple[str, int]:
    return ("SERVICE" if call["service"] else "LOAD", call.start())


def _place(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
