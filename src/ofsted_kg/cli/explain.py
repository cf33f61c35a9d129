"""Command ``explain``: one paragraph of a report with what was recognised in it, and why it says what it is said to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final, TypeGuard

import typer

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import DEFAULT_KG, KgOption, OntologyOption, ReportFile, examples

if TYPE_CHECKING:
    from rich.console import Group
    from rich.text import Text

    from ofsted_kg.extract.findings.explaining import Explanation, Piece
    from ofsted_kg.facts import Finding
    from ofsted_kg.reviews import FindingReview, Review

_Paragraph = Annotated[int, typer.Argument(metavar="PARAGRAPH", help="Number of a paragraph.", show_default=False)]
_RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Decide by the lexicon's rules, without the model.")]
_LEGEND: Final = (
    "left: how the clause judges    [words | topic]: named    [words | topic?]: perhaps named    "
    "{words | what they say: by which rule}"
)
_STYLES: Final = {
    "topic": "bold cyan",
    "hint": "cyan",
    "strength": "green",
    "adequate": "yellow",
    "weakness": "red",
    "soft": "magenta",
}
_WIDEST_VERDICT: Final = len("adequate-and-strength")


@app.command(epilog=examples("explain data/reports/dudley-2012.txt 14", "explain --rules-only data/reports/dudley-2012.txt 14"))
def explain(
    report: ReportFile,
    paragraph: _Paragraph,
    rules_only: _RulesOnly = False,
    ontology: OntologyOption = None,
    kg: KgOption = DEFAULT_KG,
) -> None:
    """Show why a paragraph says what it is said to say.

    Each clause stands on a line of its own behind its verdict, with topics and judging words marked. Each finding stands
    below with its reasons, and below these what people decided about the paragraph in the reviews of the graph.
    """
    from ofsted_kg.extract.findings import explaining
    from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
    from ofsted_kg.review_desk import reviews_of
    from ofsted_kg.structure import build_document
    from ofsted_kg.text import read_text

    vocabulary = packaged_vocabulary(ontology)
    document = build_document(read_text(report), vocabulary)
    explanation = explaining.explain(document, paragraph, vocabulary, rules_only)
    reviews = [review for review in reviews_of(kg, document, vocabulary) if _is_of(review, paragraph)]
    if console.in_terminal():
        console.draw(_drawn(explanation, reviews))
    else:
        console.say("\n".join(_plain(explanation, reviews)))
    console.note(_LEGEND)


def _is_of(review: Review, paragraph: int) -> TypeGuard[FindingReview]:
    return getattr(review, "paragraph", None) == paragraph


def _plain(explanation: Explanation, reviews: Sequence[FindingReview]) -> Iterator[str]:
    yield from (_heading(explanation), "")
    yield from (f"{clause.verdict:{_WIDEST_VERDICT}}  {clause.text}" for clause in explanation.clauses)
    yield from ("", _summary(explanation))
    for finding in explanation.findings:
        yield from ("", f"{_claim(finding)}: {finding.passage.quote}", *(f"  {reason}" for reason in finding.reasons))
    if reviews:
        yield from ("", f"Reviews: {len(reviews)}")
    for review in reviews:
        yield from ("", review.note, f"  {_reviewed(review)}: {review.quote}")


def _heading(explanation: Explanation) -> str:
    return f"Paragraph {explanation.paragraph.number}, {explanation.paragraph.section}"


def _summary(explanation: Explanation) -> str:
    if not explanation.judged:
        return "No findings: inspectors do not judge in this section."
    return f"Findings: {len(explanation.findings)}"


def _claim(finding: Finding) -> str:
    return f"{finding.topic} {finding.polarity}"


def _reviewed(review: FindingReview) -> str:
    """What was found and what is correct: ``marac weakness -> marac adequate``, ``marac weakness -> nothing``."""
    stances = (review.found, review.correct)
    found, correct = (f"{stance.topic} {stance.polarity}" if stance else "nothing" for stance in stances)
    return found if found == correct else f"{found} -> {correct}"


def _drawn(explanation: Explanation, reviews: Sequence[FindingReview]) -> Group:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    clauses = Table.grid(padding=(0, 2))
    for clause in explanation.clauses:
        clauses.add_row(Text(clause.verdict, style=_STYLES.get(clause.verdict, "dim")), _coloured(clause.pieces))
    findings = (line for finding in explanation.findings for line in _drawn_finding(finding))
    reviewed = (line for review in reviews for line in ("", Text(review.note), Text(f"  {_reviewed(review)}: {review.quote}")))
    summary = Text(_summary(explanation), style="bold")
    heading = ("", Text(f"Reviews: {len(reviews)}", style="bold")) if reviews else ()
    return Group(Text(_heading(explanation), style="bold"), "", clauses, "", summary, *findings, *heading, *reviewed)


def _coloured(pieces: tuple[Piece, ...]) -> Text:
    from rich.text import Text

    return Text.assemble(*((piece.text, _STYLES.get(piece.kind, "")) for piece in pieces))


def _drawn_finding(finding: Finding) -> Iterator[Text]:
    from rich.text import Text

    yield Text()
    yield Text.assemble((_claim(finding), _STYLES[finding.polarity]), f": {finding.passage.quote}")
    yield from (Text(f"  {reason}", style="dim") for reason in finding.reasons)
