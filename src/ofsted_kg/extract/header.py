"""The front matter: authority, dates, inspector, age group, each with the words that print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from ofsted_kg.document import Document, Notice, Passage, Span
from ofsted_kg.errors import NotAReport, UnknownAuthority
from ofsted_kg.facts import ReportHeader
from ofsted_kg.once import once_per_object
from ofsted_kg.structure.folding import passage_of
from ofsted_kg.structure.lines import heading_key, name_key
from ofsted_kg.vocabulary import Authority, Framework, Vocabulary

_LONGEST_LINE: Final = 300
"""Characters; a longer line of the front matter is prose, such as the licence."""
_ORNAMENT: Final = " \t*_#|:"
_MONTHS: Final = "january february march april may june july august september october november december".split()
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"({'|'.join(_MONTHS)})"
# "6 – 17 June 2011", "25 June-6 July 2012", "28 November 2011 to 09 December 2011": what the first date lacks, the second has.
_DATE_RANGE = re.compile(
    rf"{_DAY}(?:\s+{_MONTH})?(?:\s+(\d{{4}}))?\s*(?:to|and|until|[-–—])\s*{_DAY}\s+{_MONTH}\s+(\d{{4}})", re.IGNORECASE
)
_DATE = re.compile(rf"{_DAY}\s+{_MONTH}\s+(\d{{4}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    value: Passage


def extract_header(document: Document, vocabulary: Vocabulary) -> tuple[ReportHeader, tuple[Notice, ...]]:
    """The front matter's fields and a notice for each that could not be read.

    UnknownAuthority says what to add where the authority is not in the vocabulary, NotAReport where none is printed.
    """
    fields = _fields(document, vocabulary.framework(document.framework))
    start, end = _range(fields.get("inspection_dates"))
    published = _single_date(fields.get("published"))
    authority, printed = _authority(document, vocabulary, fields, end)
    evidence = (("title", document.title), ("authority", printed), *((f.name, f.value) for f in fields.values()))
    header = ReportHeader(
        title=document.title.quote,
        authority=authority.id,
        authority_as_printed=printed.quote,
        inspection_start=start,
        inspection_end=end,
        published=published,
        reporting_inspector=_words(fields.get("reporting_inspector")),
        age_group=_words(fields.get("age_group")),
        evidence=tuple(evidence),
    )
    return header, tuple(_gaps(header, document, vocabulary.framework(document.framework)))


def _fields(document: Document, framework: Framework) -> dict[str, _Field]:
    """The labelled values; several may share a line, and each ends where the next label begins."""
    names = {label.casefold(): name for label, name in framework.field_labels}
    labels = "|".join(re.escape(label) for label in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)((?a:{labels}))(?!\w)[\s*_:]*", re.IGNORECASE)
    found: dict[str, _Field] = {}
    for line in _short_lines(document):
        matches = list(pattern.finditer(line.text))
        for match, following in zip_longest(matches, matches[1:]):
            name = names[match[1].casefold()]
            value = line.part(document, match.end(), following.start() if following else len(line.text))
            if value is not None and name not in found:
                found[name] = _Field(name, value)
    return found


@dataclass(frozen=True, slots=True)
class _FrontLine:
    text: str
    start: int

    def part(self, document: Document, start: int, end: int) -> Passage | None:
        """Part of the line without ornament, or None where nothing is left."""
        raw = self.text[start:end]
        value = raw.strip(_ORNAMENT)
        if not value:
            return None
        begin = self.start + start + raw.index(value)
        return passage_of(document.source.text, [Span(begin, begin + len(value))])


def _short_lines(document: Document) -> Iterator[_FrontLine]:
    for passage in document.front:
        if passage.span.end - passage.span.start <= _LONGEST_LINE:
            yield _FrontLine(document.source.text[passage.span.start : passage.span.end], passage.span.start)


def _range(field: _Field | None) -> tuple[date | None, date | None]:
    if field is None:
        return None, None
    found = _DATE_RANGE.search(field.value.quote)
    if found is None:
        day = _single_date(field)
        return day, day
    day1, month1, year1, day2, month2, year2 = found.groups()
    return _date(day1, month1 or month2, year1 or year2), _date(day2, month2, year2)


def _single_date(field: _Field | None) -> date | None:
    found = _DATE.search(field.value.quote) if field else None
    return _date(*found.groups()) if found else None


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None


def _words(field: _Field | None) -> str | None:
    return field.value.quote if field else None


def _authority(
    document: Document, vocabulary: Vocabulary, fields: dict[str, _Field], day: date | None
) -> tuple[Authority, Passage]:
    """The authority of the first line that is one's printed name, and that line."""
    values = {f.value.span.start for f in fields.values()}
    lines = [line for line in _short_lines(document) if not any(line.start <= v < line.start + len(line.text) for v in values)]
    names = _by_printed_name(vocabulary.authorities)
    for line in lines:
        printed = line.part(document, 0, len(line.text))
        known = _existing(names.get(heading_key(line.text), ()), day)
        if known is not None and printed is not None:
            return known, printed
    raise _no_authority(document, [line.text.strip(_ORNAMENT) for line in lines])


def _existing(named: Sequence[Authority], day: date | None) -> Authority | None:
    """Of the authorities that share a printed name, the one that existed on the day."""
    return next((a for a in named if _existed(a, day)), next(iter(named), None))


@once_per_object
def _by_printed_name(authorities: tuple[Authority, ...]) -> dict[str, tuple[Authority, ...]]:
    found: dict[str, tuple[Authority, ...]] = {}
    for authority in authorities:
        for key in {name_key(name) for name in authority.names}:
            found[key] = (*found.get(key, ()), authority)
    return found


def _existed(authority: Authority, day: date | None) -> bool:
    begun = day is None or authority.since is None or authority.since <= day
    return begun and (day is None or authority.until is None or day < authority.until)


def _no_authority(document: Document, lines: list[str]) -> NotAReport | UnknownAuthority:
    name = next(filter(None, lines), None)
    if name is None:
        return NotAReport(document.source.name, "names no authority below its title: is its front matter cut off?")
    return UnknownAuthority(
        document.source.name,
        f"authority {name[:80]!r} is not in the vocabulary: add it, or this form of its name as skos:altLabel, "
        "to a file such as more-authorities.ttl in a folder given with --ontology",
    )


_FIELDS: Final = (
    ("inspection_start", "inspection_dates", "first day of the inspection"),
    ("inspection_end", "inspection_dates", "last day of the inspection"),
    ("published", "published", "date of publication"),
    ("reporting_inspector", "reporting_inspector", "reporting inspector"),
    ("age_group", "age_group", "age group"),
)
"""Field of the header, the label's id that prints it, and what it means."""


def _gaps(header: ReportHeader, document: Document, framework: Framework) -> Iterator[Notice]:
    """What the front matter does not say of the fields that the framework's reports print."""
    printed = {label for _, label in framework.field_labels}
    for name, label, meaning in _FIELDS:
        if label in printed and getattr(header, name) is None:
            yield Notice("field-missing", f"the front matter of {document.source.name} does not say the {meaning}", name)
