"""The command ``demo``: the sample reports, from text to a first answer."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from ofsted_kg.cli import checks, console, graphs, questions
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, examples
from ofsted_kg.cli.signing_in import Place
from ofsted_kg.cli.tables import Table, show, table
from ofsted_kg.resources import packaged_folder

if TYPE_CHECKING:
    from ofsted_kg.summary import ReportSummary

_QUESTIONS: Final = ("grade-matrix", "safeguarding-against-looked-after")
_NEXT: Final = (
    ("ofsted-kg queries", "the stored questions"),
    ("ofsted-kg query grades-of-area --help", "what one of them lets you choose"),
    ("ofsted-kg query grades-of-area --area 'being healthy'{kg}", "its answer"),
    ("ofsted-kg query recommendations --timescale immediately --format csv{kg}", "an answer as a file"),
    ("ofsted-kg validate{kg}", "what the shapes say about the graph"),
    ("ofsted-kg build FOLDER{kg}", "your own reports beside these"),
)


@app.command(epilog=examples("demo --kg first-look"))
def demo(kg: KgOption = DEFAULT_KG) -> None:
    """Build a graph from the five sample reports and question it."""
    from ofsted_kg.build import BuildOptions

    summary = graphs.run_build([packaged_folder("reports")], kg, BuildOptions())
    console.say(graphs.in_words(summary, kg))
    if summary.problems:
        raise typer.Exit(1)
    _validate(kg)
    show(_reports(kg))
    for name in _QUESTIONS:
        answer = questions.ask(Place(kg), questions.question_named(name), {})
        console.say(f"\n{answer.wording}  (ofsted-kg query {name})\n")
        show(questions.answer_table(answer))
    console.say("\nWhat to type next:\n")
    for command, meaning in _NEXT:
        console.say(f"  {command.replace('{kg}', _option(kg)):<70}    {meaning}")


def _validate(kg: Path) -> None:
    report = checks.validated(None, kg)
    console.say(f"{checks.in_words(report)}")
    for result in report.results:
        console.say(f"  {result.severity}: {result.line}")
    console.say()


def _reports(kg: Path) -> Table:
    from ofsted_kg.store import open_store
    from ofsted_kg.summary import summarise

    columns = ("authority", "inspected", "published", "lead inspector", "paragraphs", "judgements", "recommendations", "triples")
    with open_store(kg) as store:
        return table(columns, map(_row, summarise(store)))


def _row(report: ReportSummary) -> tuple[object, ...]:
    inspected = f"{report.start} to {report.end}"
    counts = (report.paragraphs, report.judgements, report.recommendations, report.triples)
    return (report.authority, inspected, report.published, report.inspector, *counts)


def _option(kg: Path) -> str:
    return "" if kg == DEFAULT_KG else f" --kg {shlex.quote(str(kg))}"
