"""Lines of a source with their offsets: what is blank, what is ornament, and the words without either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ofsted_kg.document import Span

_ORNAMENT = re.compile(r"[#*_]+|</?[bi]>|\|")
_MAY_BE_ORNAMENT = re.compile(r"[#*_<|]")
_RULE = re.compile(r"[-–—_*=|:\s]*")
_SHORT, _WIDEST, _ENOUGH = 50, 160, 40
"""Characters of a line that is prose, of the widest printed line, and how many lines of prose tell the two apart."""
LONGEST_HEADING: Final = 200
"""Characters; a longer line is prose."""
_TRAILING = " \t:"


class Line(NamedTuple):
    """One line that is not blank."""

    span: Span
    """Of its content, without white space at the ends."""
    text: str
    after_blank: bool
    """Whether a blank line, or the beginning of the file, stands above it."""
    key: str
    """Its `heading_key` if it is short enough to be a heading, else empty."""
    lines: int = 1
    """How many printed lines it is made of."""


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


def joined_lines(lines: Sequence[Line]) -> Line:
    """Several lines as one, as where a heading wraps."""
    text = " ".join(line.text for line in lines)
    return Line(Span(lines[0].span.start, lines[-1].span.end), text, lines[0].after_blank, heading_key(text), len(lines))


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the text's line ends are those of a printed page, so that they say nothing of paragraphs."""
    prose = [len(line.text) for line in lines if len(line.text) > _SHORT]
    return len(prose) >= _ENOUGH and sum(length > _WIDEST for length in prose) * 50 < len(prose)


def is_rule(text: str) -> bool:
    """Whether a line is ornament alone: ``---``, a table's ruler, a dash with nothing behind it."""
    return _RULE.fullmatch(text) is not None


def plain(text: str) -> str:
    """A line without markdown ornament, white space folded."""
    # most lines have none, and to look for one character is quicker than for any of the patterns
    return " ".join((_ORNAMENT.sub(" ", text) if _MAY_BE_ORNAMENT.search(text) else text).split())


def heading_key(text: str) -> str:
    """What two printings of one heading have in common: letters in lower case, no ornament, no final colon."""
    return name_key(plain(text).strip(_TRAILING))


def name_key(text: str) -> str:
    """What two printings of one name have in common: letters in lower case, straight apostrophes, "and" for "&"."""
    return text.replace("’", "'").replace(" & ", " and ").casefold()
