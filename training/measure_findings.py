"""What the findings of each annotated report score when the model has learnt from the others alone.

    python -m training.measure_findings [--also REPORT.pdf ...] [--write]

``--write`` puts the tables into ``docs/accuracy.md``.  The reports under ``tests/gold`` are measured twice where others
are named: learning from each other alone, and from those others as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.deciding import decided
from ofsted_kg.extract.findings.model import Model
from training.examples import GOLD, Annotated, Example, Rows
from training.train_findings import arguments_of, reports_named, train

PAGE: Final = Path(__file__).parents[1] / "docs" / "accuracy.md"
VIEWS: Final[dict[str, Callable[[Rows], set[Any]]]] = {
    "findings": set,
    "finding-topics": lambda rows: {row[:2] for row in rows},
    "verdicts": lambda rows: {row[1:] for row in rows},
    "weak-topics": lambda rows: {row[1] for row in rows if row[2] == "weakness"},
}
OFTEN: Final = 25
"""From how many candidates a position is shown."""
GOVERNED: Final = "governed-by:"


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


def losses(report: Annotated, found: Rows) -> tuple[float, float, float]:
    """F1 of the findings if the topics found had their right polarities, if no topic were invented, if none were missed."""
    want, topic = report.rows, VIEWS["finding-topics"]
    right, told = topic(want), topic(found)
    invented = {row for row in found if row[:2] not in right}
    missed = {row for row in want if row[:2] not in told}
    righted = (want - missed) | invented
    return figures(want, righted)[2], figures(want, found - invented)[2], figures(want, found | missed)[2]


def loss_table(reports: Iterable[Annotated], found: dict[str, Rows]) -> Iterator[str]:
    yield "| report | findings | right polarities | no topic invented | no topic missed |"
    yield "| --- | --- | --- | --- | --- |"
    for report in reports:
        cells = (figures(report.rows, found[report.name])[2], *losses(report, found[report.name]))
        yield f"| {title(report.name)} | {' | '.join(f'{cell:.3f}' for cell in cells)} |"


def learning_table(reports: Sequence[Annotated]) -> Iterator[str]:
    """What each further report to learn from is worth: the mean over every choice of so many of the others."""
    yield f"| learnt from | {' | '.join(title(report.name) for report in reports)} | mean |"
    yield "| --- " * (len(reports) + 2) + "|"
    for number in range(1, len(reports)):
        scores = [mean_score(report, number, reports) for report in reports]
        yield f"| {number} | {' | '.join(f'{score:.3f}' for score in [*scores, fmean(scores)])} |"


def mean_score(report: Annotated, number: int, reports: Sequence[Annotated]) -> float:
    """F1 of the findings of a report by models that have learnt from ``number`` of the others, on average."""
    choices = combinations([other for other in reports if other is not report], number)
    models = (train(example for other in chosen for example in other.examples) for chosen in choices)
    return fmean(figures(report.rows, found_in(report, model))[2] for model in models)


def position_table(reports: Iterable[Annotated]) -> Iterator[str]:
    """How often the readers count a topic that a judging clause names for certain, by where its form stands."""
    examples = [example for report in reports for example in report.examples if is_named_for_certain(example)]
    named = Counter(position(example) for example in examples)
    counted = Counter(position(example) for example in examples if example.polarities)
    yield "| before or behind the verb | the form is governed by | clauses | of them findings |"
    yield "| --- | --- | --- | --- |"
    for (role, governor), times in sorted(named.items(), key=lambda item: (-counted[item[0]] / item[1], item[0])):
        if times >= OFTEN:
            side, share = "before" if role == "subject" else "behind", counted[role, governor] / times
            yield f"| {side} | {governor} | {times} | {share:.2f} |"


def is_named_for_certain(example: Example) -> bool:
    """Whether a clause that judges names the topic for certain."""
    candidate = example.candidate
    return not example.borderline and "named:certain" in candidate.signs and candidate.clause.judging.verdict != "none"


def position(example: Example) -> tuple[str, str]:
    """The role of a topic's form in its clause, and the word that governs it."""
    (sign,) = [sign for sign in example.candidate.signs if sign.startswith(GOVERNED) and "&" in sign]
    governor, _, role = sign.removeprefix(GOVERNED).partition("&")
    return role, governor


def sections(reports: list[Annotated]) -> Iterator[tuple[str, Iterable[str]]]:
    """The tables of the page, by the name under which it shows them."""
    gold = [report for report in reports if (GOLD / f"{report.name}.json").exists()]
    found = leave_one_out(reports)
    yield "leave-one-out", report_table(reports, found)
    if len(gold) < len(reports):
        yield "gold-alone", report_table(gold, leave_one_out(gold))
    shipped = train(example for report in reports for example in report.examples)
    yield "learnt", report_table(reports, {report.name: found_in(report, shipped) for report in reports})
    yield "rules", report_table(reports, {report.name: found_in(report, None) for report in reports})
    yield "reach", reach_table(reports)
    yield "position", position_table(reports)
    yield "losses", loss_table(reports, found)
    yield "learning", learning_table(reports)
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
