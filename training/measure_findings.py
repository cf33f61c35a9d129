"""What the findings of each annotated report score when the model has learnt from the others alone.

    python -m training.measure_findings [--also REPORT.pdf ...] [--write]

``--write`` puts the tables into ``docs/accuracy.md``.  The reports under ``tests/gold`` are measured twice where others
are named: learning from each other alone, and from those others as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.deciding import decided
from ofsted_kg.extract.findings.model import Model
from training.examples import GOLD, Annotated, Rows
from training.train_findings import arguments_of, reports_named, train

PAGE: Final = Path(__file__).parents[1] / "docs" / "accuracy.md"
VIEWS: Final[dict[str, Callable[[Rows], set[Any]]]] = {
    "findings": set,
    "finding-topics": lambda rows: {row[:2] for row in rows},
    "verdicts": lambda rows: {row[1:] for row in rows},
    "weak-topics": lambda rows: {row[1] for row in rows if row[2] == "weakness"},
}


def found_in(report: Annotated, model: Model | None) -> Rows:
    """What is decided; without a model by the rules."""
    by_paragraph: dict[int, list[Candidate]] = {}
    for example in report.examples:
        by_paragraph.setdefault(example.paragraph, []).append(example.candidate)
    rows = {(n, d.topic, d.polarity) for n, candidates in by_paragraph.items() for d in decided(candidates, model)}
    return rows - report.neither


def leave_one_out(reports: Sequence[Annotated]) -> dict[str, Rows]:
    """What is found in each report when the model has learnt from the others."""
    return {
        report.name: found_in(report, train(e for other in reports if other is not report for e in other.examples))
        for report in reports
    }


def figures(want: set[Any], got: set[Any]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = len(want & got)
    return hits / max(1, len(got)), hits / max(1, len(want)), 2 * hits / max(1, len(want) + len(got))


def report_table(reports: Iterable[Annotated], found: dict[str, Rows]) -> Iterator[str]:
    yield f"| report | {' | '.join(VIEWS)} |"
    yield "| --- " * (len(VIEWS) + 1) + "|"
    for report in reports:
        cells = [figures(view(report.rows), view(found[report.name])) for view in VIEWS.values()]
        yield f"| {title(report.name)} | {' | '.join(f'{p:.3f} / {r:.3f} / **{f:.3f}**' for p, r, f in cells)} |"


def title(name: str) -> str:
    return name.replace("-", " ").title().replace(" And ", " and ")


def value_table(head: str, place: int, reports: Sequence[Annotated], found: dict[str, Rows]) -> Iterator[str]:
    """All reports together, by what stands at that place of a row."""
    want = {(report.name, *row) for report in reports for row in report.rows}
    got = {(report.name, *row) for report in reports for row in found[report.name]}
    yield f"| {head} | annotated | found | precision | recall | F1 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for value in sorted({str(row[place]) for row in want}):
        mine, theirs = {row for row in got if row[place] == value}, {row for row in want if row[place] == value}
        yield f"| {value} | {len(theirs)} | {len(mine)} | {' | '.join(f'{x:.3f}' for x in figures(theirs, mine))} |"


def reached(report: Annotated) -> tuple[float, float]:
    """How much of a report's (paragraph, topic) and of its findings could be found at all: what has a candidate."""
    topics = {(e.paragraph, e.candidate.topic) for e in report.examples}
    rows = {(e.paragraph, e.candidate.topic, polarity) for e in report.examples for polarity in e.polarities}
    want = report.rows
    return len({row[:2] for row in want} & topics) / len({row[:2] for row in want}), len(want & rows) / len(want)


def reach_table(reports: Iterable[Annotated]) -> Iterator[str]:
    yield "| report | annotated findings | topic has a candidate | a candidate is the annotated clause |"
    yield "| --- | --- | --- | --- |"
    for report in reports:
        topics, rows = reached(report)
        yield f"| {title(report.name)} | {len(report.rows)} | {topics:.3f} | {rows:.3f} |"


def sections(reports: list[Annotated]) -> Iterator[tuple[str, Iterable[str]]]:
    """The tables of the page, by the name under which it shows them."""
    gold = [report for report in reports if (GOLD / f"{report.name}.json").exists()]
    found = leave_one_out(reports)
    yield "leave-one-out", report_table(reports, found)
    if len(gold) < len(reports):
        yield "gold-alone", report_table(gold, leave_one_out(gold))
    yield "rules", report_table(reports, {report.name: found_in(report, None) for report in reports})
    yield "reach", reach_table(reports)
    yield "polarity", value_table("polarity", 3, reports, found)
    yield "topic", value_table("topic", 2, reports, found)


def put(page: str, name: str, table: str) -> str:
    """The page with the table between its two marks."""
    marks = rf"(<!-- {name} -->\n).*?(<!-- end -->)"
    if not re.search(marks, page, re.DOTALL):
        raise ValueError(f"the page has no place for {name}")
    return re.sub(marks, lambda match: f"{match[1]}{table}\n{match[2]}", page, flags=re.DOTALL)


def main() -> None:
    """Parse the command line, measure, print and write."""
    parser = arguments_of(str(__doc__))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    for name, lines in sections(reports_named(arguments)):
        table = "\n".join(lines)
        print(f"\n## {name}\n\n{table}", flush=True)
        if arguments.write:
            PAGE.write_text(put(PAGE.read_text("utf-8"), name, table), "utf-8")


if __name__ == "__main__":
    main()
