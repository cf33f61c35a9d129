"""A framework as a grammar of lines: which headings, grade lines and timescales its reports print.

Everything here is compiled from the `Framework`, that is from Turtle; no heading stands in Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ofsted_kg.structure.lines import LONGEST_HEADING, heading_key, plain
from ofsted_kg.vocabulary import Framework, OutlineEntry

@dataclass(frozen=True, slots=True)
class Grammar:
    """Look-ups for the lines of one framework's reports."""

    framework: Framework
    headings: dict[str, tuple[int, ...]]
    """Heading key -> indices into ``framework.outline`` of the entries so headed."""
    timescales: dict[str, str]
    """Heading key -> timescale id."""
    grades: dict[str, int]
    """Label in lower case, and number -> grade number."""
    grade_line: re.Pattern[str]
    """A grade line at the end of a line, with group ``label``."""
    grade_phrase: re.Pattern[str]
    """A grade line wherever it stands in a line as printed."""
    record_grade: re.Pattern[str]
    """A grade at the end of a row of the record, with groups ``title`` and ``grade``."""

    def entries(self, text: str) -> tuple[int, ...]:
        """Outline indices of the entries headed by ``text``, () where it is no heading."""
        return self.headings.get(heading_key(text), ()) if len(text) <= LONGEST_HEADING else ()

    def grade_at_end(self, text: str) -> tuple[str, int] | None:
        """(what stands before, grade) of a line that ends with a grade line, else None."""
        if len(text) > LONGEST_HEADING or self.grade_phrase.search(text) is None:
            return None
        line = plain(text)
        found = self.grade_line.search(line)
        if found is None:
            return None
        return line[: found.start()].strip(), self.grades[found["label"].casefold()]


@lru_cache(maxsize=32)
def grammar_of(framework: Framework) -> Grammar:
    """The grammar of a framework, compiled once a process."""
    grades = {key: g.number for g in framework.grades for key in (g.label.casefold(), str(g.number))}
    return Grammar(
        framework=framework,
        headings=_headings(framework.outline),
        timescales={heading_key(h): t.id for t in framework.timescales for h in t.headings},
        grades=grades,
        grade_line=re.compile(_grade_line_pattern(framework) + r"[\s.]*\Z", re.IGNORECASE),
        grade_phrase=re.compile(_grade_line_pattern(framework), re.IGNORECASE),
        record_grade=re.compile(
            rf"(?P<title>.*?)[\s:–-]+(?P<grade>{_labels(framework)})(?:[\s:(]+\d\)?)?[\s.]*\Z", re.IGNORECASE
        ),
    )


def _headings(outline: tuple[OutlineEntry, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for index, entry in enumerate(outline):
        for key in dict.fromkeys(heading_key(h) for h in entry.headings):
            found[key] = (*found.get(key, ()), index)
    return found


def _labels(framework: Framework) -> str:
    return "|".join(re.escape(g.label) for g in framework.grades)


def _grade_line_pattern(framework: Framework) -> str:
    """The templates as one pattern, the first group that matches being ``label``.

    White space in a template stands for any; a line's label decides, its number is not trusted alone.
    """
    alternatives = []
    for template in framework.grade_lines:
        pattern = re.escape(template).replace(r"\ ", r"\s*")
        alternatives.append(pattern.replace(r"\{number\}", r"\d").replace(r"\{label\}", "LABEL"))
    label = f"(?P<label>{_labels(framework)})"
    # One group name may stand once in a pattern, so templates must share their beginning and end around the label.
    return alternatives[0].replace("LABEL", label) if len(alternatives) == 1 else _merged(alternatives, label)


def _merged(alternatives: list[str], label: str) -> str:
    befores, afters = zip(*(a.split("LABEL", 1) for a in alternatives), strict=True)
    return f"(?:{'|'.join(dict.fromkeys(befores))}){label}(?:{'|'.join(dict.fromkeys(afters))})"
