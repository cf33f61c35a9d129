"""Lines of a source with their offsets: what is blank, what is ornament, and the words without either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ofsted_kg.document import Span

_ORNAMENT = re.compile(r"[#*_]+|</?[bi]>|\|")
_RULE = re.compile(r"[-–—_*=|:\s]*")
LONGEST_HEADING: Final = 200
"""Characters; a longer line is prose."""
_TRAILING = " \t:.;"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    span: Span
    """Of its content, without white space at the ends."""
    text: str
    after_blank: bool
    """Whether a blank line, or the beginning of the file, stands above it."""
    key: str
    """Its `heading_key` if it is short enough to be a heading, else empty."""


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of ``text`` that are not blank, in order."""
    found: list[Line] = []
    start, after_blank = 0, True
    for raw in text.split("\n"):
        content = raw.strip()
        if content:
            indent = len(raw) - len(raw.lstrip())
            key = heading_key(content) if len(content) <= LONGEST_HEADING else ""
            found.append(Line(Span(start + indent, start + indent + len(content)), content, after_blank, key))
        after_blank = not content
        start += len(raw) + 1
    return tuple(found)


def is_rule(text: str) -> bool:
    """Whether a line is ornament alone: ``---``, a table's ruler, a dash with nothing behind it."""
    return _RULE.fullmatch(text) is not None


def plain(text: str) -> str:
    """A line without markdown ornament, white space folded."""
    return " ".join(_ORNAMENT.sub(" ", text).split())


def heading_key(text: str) -> str:
    """What two printings of one heading have in common: letters in lower case, no ornament, no final punctuation."""
    return plain(text).strip(_TRAILING).replace("’", "'").replace(" & ", " and ").casefold()
