"""Page furniture: running headers and footers, known by standing at the edge of many pages with another number.

No string of a report is named here. What is furniture is left out of the lines; offsets do not move, so a passage
that crosses a page break omits what stands there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ofsted_kg.document import SourceText
from ofsted_kg.structure.lines import Line

_EDGE: Final = 3
"""Lines at the top and at the bottom of a page that may be furniture."""
_PAGES: Final = 3
"""Pages on which a line must recur."""
_DIGITS = re.compile(r"\d+")
_PAGE_DIGITS: Final = 3
"""Of the longest page number: a longer number alone on its line is a year that a sentence ends with."""


def without_furniture(source: SourceText, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of the report itself."""
    if len(source.page_starts) < _PAGES:
        return tuple(lines)
    pages = [list(page) for _, page in groupby(lines, key=lambda line: source.page(line.span.start))]
    recurring = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    furniture = {key for key, count in recurring.items() if count >= max(_PAGES, len(pages) // 4)}
    return tuple(line for page in pages for line in page if not (line in _edges(page) and _key(line) in furniture))


def _edges(page: list[Line]) -> list[Line]:
    return page[:_EDGE] + page[-_EDGE:]


def _key(line: Line) -> str:
    """The line without its numbers."""
    if line.text.isdecimal() and len(line.text) > _PAGE_DIGITS:
        return line.text
    return " ".join(_DIGITS.sub(" ", line.text).split())
