"""A framework as a grammar of lines: which headings, grade lines and timescales its reports print.

Everything here is compiled from the `Framework`, that is from Turtle; no heading stands in Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ofsted_kg.once import once_per_object
from ofsted_kg.structure.lines import LONGEST_HEADING, heading_key, plain
from ofsted_kg.vocabulary import Framework, OutlineEntry


@dataclass(frozen=True, slots=True)
class Grammar:
    """Look-ups for the lines of one framework's reports."""

    framework: Framework
    headings: dict[str, tuple[int, ...]]
    """Heading key -> indices into ``framework.outline`` of the entries so headed."""
    first_words: frozenset[str]
    """With which the headings begin, in the same spelling."""
    timescales: dict[str, str]
    """Heading key -> timescale id."""
    grades: dict[str, int]
    """Label in lower case, and number -> grade number."""
    grade_line: re.Pattern[str]
    """A grade line at the end of a line, with group ``label``."""
    grade_phrase: re.Pattern[str]
    """A grade line wherever it stands in a line as printed."""
    record_grade: re.Pattern[str]
    """A grade at the end of a row of the record, with group ``label``."""
    scale_line: re.Pattern[str]
    """The beginning of a line of the printed scale, which is no judgement."""

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


def first_word(key: str) -> str:
    """The first word of a heading key, without the colon that it may have where the heading goes on."""
    return key.partition(" ")[0].rstrip(":")


@once_per_object
def grammar_of(framework: Framework) -> Grammar:
    """The grammar of a framework, compiled once a process."""
    grades = {key: g.number for g in framework.grades for key in (g.label.casefold(), str(g.number))}
    headings = _headings(framework.outline)
    return Grammar(
        framework=framework,
        headings=headings,
        first_words=frozenset(first_word(key) for key in headings),
        timescales={heading_key(h): t.id for t in framework.timescales for h in t.headings},
        grades=grades,
        grade_line=re.compile(_templates(framework, framework.grade_lines) + r"[\s.]*\Z", re.IGNORECASE),
        grade_phrase=re.compile(_templates(framework, framework.grade_lines), re.IGNORECASE),
        record_grade=re.compile(rf"(?:^|[\s:–-]+){_templates(framework, framework.record_grades)}[\s.]*\Z", re.IGNORECASE),
        scale_line=re.compile(_templates(framework, framework.scale_lines), re.IGNORECASE),
    )


def _headings(outline: tuple[OutlineEntry, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for index, entry in enumerate(outline):
        for key in dict.fromkeys(heading_key(h) for h in entry.headings):
            found[key] = (*found.get(key, ()), index)
    return found


def _labels(framework: Framework) -> str:
    # Ignoring case, "i" would match a dotless one, which no look-up by label knows: (?a: keeps to A to Z.
    return f"(?a:{'|'.join(re.escape(g.label) for g in framework.grades)})"


def _templates(framework: Framework, templates: tuple[str, ...]) -> str:
    """Templates with ``{number}`` and ``{label}`` as one pattern with the group ``label``; what never matches for none.

    White space in a template stands for any or none; the label decides, the number is not trusted alone.
    """
    if not templates:
        return r"(?!)(?P<label>)"
    ends = [template.split("{label}", 1) for template in sorted(templates, key=len, reverse=True)]
    # One group name may stand once in a pattern, so what stands before and behind the label alternates around it.
    before = "|".join(dict.fromkeys(_literal(e[0]) for e in ends))
    after = "|".join(dict.fromkeys(_literal(e[1]) for e in ends))
    return f"(?:{before})(?P<label>{_labels(framework)})(?:{after})"


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s*").replace(r"\{number\}", r"\d")
