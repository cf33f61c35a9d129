"""Headings that the grade below them tells, whatever the framework knows of their words.

A heading may go on behind the words that the framework has ("Outcomes for children, young people and care leavers"), and
a text layer may glue it to the sentence before. Neither is a heading by itself; above a grade line both are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ofsted_kg.document import Span
from ofsted_kg.structure.grammar import Grammar
from ofsted_kg.structure.lines import LONGEST_HEADING, Line, heading_key, joined_lines
from ofsted_kg.vocabulary import Framework

_LONGEST_GRADE_LINE: Final = 60
"""Characters."""
_LINES: Final = 3
"""Over which a heading may wrap."""
_SENTENCE_END: Final = r"""(?<=[.!?…"”’'])\s*"""


def with_told_headings(lines: Sequence[Line], grammar: Grammar) -> tuple[Line, ...]:
    """The lines, those above a grade line joined or divided so that the heading is a line of its own with a known key."""
    found: list[Line] = []
    for line in lines:
        if found and len(line.text) <= _LONGEST_GRADE_LINE and _is_lone_grade(line, grammar):
            _tell(found, grammar)
        found.append(line)
    return tuple(found)


def _is_lone_grade(line: Line, grammar: Grammar) -> bool:
    graded = grammar.grade_at_end(line.text)
    return graded is not None and not graded[0]


def _tell(found: list[Line], grammar: Grammar) -> None:
    """Make the last lines a heading if they are none by themselves."""
    headings = [joined_lines(found[-count:]) for count in range(1, _lines_above(found, grammar) + 1)]
    if any(heading.key in grammar.headings for heading in headings):
        return
    for heading in headings:
        key = known_beginning(heading.text, grammar)
        if key is not None:
            found[-heading.lines :] = [Line(heading.span, heading.text, heading.after_blank, key, heading.lines)]
            return
    found[-1:] = _divided(found[-1], grammar)


def _lines_above(found: Sequence[Line], grammar: Grammar) -> int:
    """Over how many of the last lines a heading may wrap: the one above is no heading, no grade and no sentence's end."""
    count = 1
    while count < min(_LINES, len(found)):
        above = found[-count - 1]
        if above.text.endswith((".", ":")) or above.key in grammar.headings or grammar.grade_at_end(above.text):
            break
        count += 1
    return count


def known_beginning(text: str, grammar: Grammar) -> str | None:
    """The longest heading of an area, as its key, with which a heading begins and goes on."""
    if len(text) > LONGEST_HEADING or text.endswith("."):
        return None
    whole = heading_key(text)
    known = (key for key in _area_headings(grammar.framework) if whole.startswith(key) and not whole[len(key) :][:1].isalnum())
    return max(known, key=len, default=None)


def _divided(line: Line, grammar: Grammar) -> list[Line]:
    """The line as sentence and heading where it ends with both, else as it is."""
    for heading in _area_headings(grammar.framework):
        words = re.escape(heading).replace(r"\ ", r"\s+").replace("'", "['’]")
        found = re.search(rf"{_SENTENCE_END}({words})\Z", line.text, re.IGNORECASE)
        if found and found[1][:1].isupper():
            return [_part(line, 0, found.start()), _part(line, found.start(1), len(line.text))]
    return [line]


def _part(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end].rstrip()
    begin = line.span.start + start
    return Line(Span(begin, begin + len(text)), text, line.after_blank and not start, heading_key(text))


@lru_cache(maxsize=32)
def _area_headings(framework: Framework) -> tuple[str, ...]:
    """Keys of the headings of areas, the longest first."""
    keys = {heading_key(heading) for area in framework.areas for heading in area.headings}
    return tuple(sorted(keys, key=lambda key: (-len(key), key)))
