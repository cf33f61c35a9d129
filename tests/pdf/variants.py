"""A made-up report of 2013 as PDF, in the forms that such reports take; its sentences are invented.

What a reader should find is `EXPECTED_GRADES`, `paragraphs()` and `recommendations()`, however the report looks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import count
from random import Random

from weasyprint import HTML

GRADES = {1: "Outstanding", 2: "Good", 3: "Adequate", 4: "Inadequate"}
AREAS = {
    "overall-effectiveness": (
        "Overall effectiveness of services for looked after children and young people",
        "Overall effectiveness",
        3,
    ),
    "capacity-to-improve": ("Capacity to improve", "Capacity to improve", 2),
    "outcomes": ("Outcomes for looked after children and young people",) * 2 + (3,),
    "quality-of-provision": ("Quality of provision", "Quality of provision", 4),
    "leadership-and-management": ("Leadership and management", "Leadership and management", 3),
}
RECOMMENDED = {
    "immediately": (
        "paint the boats in the harbour before the tide comes in and say in each log who held the brush",
        "count the oars",
    ),
    "within-three-months": (
        "Make sure that the harbour board hears of 2013 and all that was lost in it, so that nobody is surprised; and that "
        "the gate-keeper has the keys",
        "review the ropes",
        "teach knots, at least 12 of them, to everyone",
    ),
    "within-six-months": (
        "bring the lamps up to the hill – all of them – and the hill to the lamps – and both to the sea – it is far",
    ),
}
TIMESCALES = {
    "immediately": "Immediately",
    "within-three-months": "Within three months",
    "within-six-months": "Within six months",
}
NOUNS = "boat gull rope lamp tide keeper harbour sail anchor oar buoy crane quay mast pilot net barrel storm beacon crew".split()
VERBS = "moors meets carries passes holds counts mends greets follows leaves turns watches".split()
SHAPES = (
    "In June 2013 the well-kept {0} {5} {1} on {6} evenings; more than the {2} does in a year.",
    "However, no {0} {5} the {1} in all weathers, which leaves {2} and {3} uncertain.",
    "The {0} doesn’t say where its {1} was (or why), and ‘{2} at sea’ is written even where the {3} {5} nothing.",
    "Some {0} – though no {1} – {5} the {2}; the {3} – oddly – and the {4} do not.",
    "Each {0} {5} a {1} before the {2}, and the {3} is the first to know of the {4}.",
)
IN_SECTION = 5
"""Paragraphs."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the report is set."""

    style: str = ""
    furniture: str = "@bottom-left { content: 'Sandwell Council Inspection of looked after children services ' counter(page) }"
    bullet: str = "\uf0a7"
    record: str = "{label}"
    record_cells: str = "<tr><td class=area>{area}</td><td>{grade}</td></tr>"
    headings: dict[str, str] = field(default_factory=dict)
    """Other headings of areas than `AREAS`."""
    timescales: dict[str, str] = field(default_factory=dict)
    """Other headings over recommendations than `TIMESCALES`."""
    grade_line: str = "Grade {number} ({label})"
    front: str = (
        "<h1>Inspection of looked after children services</h1><h1>Sandwell Metropolitan Borough Council</h1>"
        "<p>Inspection dates: 24 – 28 June 2013</p><p>Reporting inspector Jo Doe HMI</p><p>Age group: All</p>"
        "<p>Published: 2 August 2013</p>"
    )
    numbers: str = "<p class=numbered><span class=number>{number}.</span> {text}</p>"


STYLE = """
@page { size: A4; margin: 25mm 30mm; font: 8pt "DejaVu Sans"; FURNITURE }
body { font: 11pt/1.4 "DejaVu Sans"; hyphens: none } h1 { font-size: 18pt } h2 { font-size: 14pt }
p.numbered { margin-left: 10mm; text-indent: -10mm; orphans: 1; widows: 1 }
ul { list-style: none; padding: 0 } li { margin-left: 12mm; text-indent: -6mm; orphans: 1; widows: 1 }
table { width: 100% } td { vertical-align: top } td.area { width: 55% }
"""


def paragraphs() -> dict[int, str]:
    """Number and text of each; the recommendations' lead-in stands behind the second area."""
    texts = {number: _text(Random(number)) for number in range(1, IN_SECTION * 6 + 2)}
    texts[LEAD_IN] = "In order to improve the harbour of Sandwell, the council should take the following action."
    return texts


LEAD_IN = IN_SECTION * 3 + 1


def _text(chance: Random) -> str:
    """A few sentences; no two paragraphs have the same."""
    shapes = (chance.choice(SHAPES) for _ in range(5))
    return " ".join(shape.format(*chance.sample(NOUNS, 5), chance.choice(VERBS), chance.randrange(100)) for shape in shapes)


def recommendations(look: Look) -> list[tuple[str, str]]:
    """Timescale and text of each; under words that no timescale has it is ``other``."""
    other = {timescale for timescale, words in look.timescales.items() if words.startswith("By ")}
    return [("other" if timescale in other else timescale, text) for timescale, texts in RECOMMENDED.items() for text in texts]


def rendered(look: Look) -> bytes:
    """The report as PDF."""
    style = STYLE.replace("FURNITURE", look.furniture) + look.style
    pdf = HTML(string=f"<html lang=en><style>{style}</style><body>{_body(look)}</body></html>").write_pdf()
    assert isinstance(pdf, bytes)
    return pdf


def _body(look: Look) -> str:
    numbers = count(1)
    texts = paragraphs()
    parts = [look.front, "<h2 style='page-break-before: always'>Service information</h2>"]
    parts += [_paragraph(look, next(numbers), texts) for _ in range(IN_SECTION)]
    for area, (heading, _, grade) in AREAS.items():
        parts.append(f"<h2>{escape(look.headings.get(area, heading))}</h2>")
        parts.append(f"<p><b>{_grade(look.grade_line, grade)}</b></p>")
        parts += [_paragraph(look, next(numbers), texts) for _ in range(IN_SECTION)]
        if area == "capacity-to-improve":
            parts += ["<h2>Areas for improvement</h2>", _paragraph(look, next(numbers), texts), _recommendations(look)]
    return "".join([*parts, _record(look)])


def _paragraph(look: Look, number: int, texts: dict[int, str]) -> str:
    return look.numbers.format(number=number, text=escape(texts[number]))


def _grade(template: str, grade: int) -> str:
    return template.format(number=grade, label=GRADES[grade])


def _recommendations(look: Look) -> str:
    lists = []
    for timescale, texts in RECOMMENDED.items():
        items = "".join(f"<li>{look.bullet} {escape(text)}</li>" for text in texts)
        lists.append(f"<p><b>{look.timescales.get(timescale, TIMESCALES[timescale])}:</b></p><ul>{items}</ul>")
    return "".join(lists)


def _record(look: Look) -> str:
    rows = "".join(
        look.record_cells.format(area=look.headings.get(area, row), grade=_grade(look.record, grade))
        for area, (_, row, grade) in AREAS.items()
    )
    return (
        "<h2 style='page-break-before: always'>Record of main findings</h2><table>"
        f"<tr><td class=area><b>Services for looked after children</b></td><td></td></tr>{rows}</table>"
    )
