"""What simple methods score on the annotated reports: baselines to be beaten by far.

    python -m training.baselines [--also REPORT.pdf ...] [--write]

*Keywords and sentiment*: each topic that a sentence names by a certain form of the lexicon is a finding, of the polarity
that VADER's compound score tells.  *Both sides*: each topic that is so named is called a strength and a weakness.
``--write`` puts the table into ``docs/accuracy.md``.  Needs vaderSentiment, as in the extra ``bench``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from ofsted_kg.extract.clauses import sentences_of
from ofsted_kg.extract.findings.extraction import judged_paragraphs
from ofsted_kg.extract.findings.polarity import STRENGTH, WEAKNESS
from ofsted_kg.extract.lexicon import CompiledLexicon, compiled, topic_matches
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from training.examples import Annotated, Rows
from training.measure_findings import PAGE, VIEWS, figures, put, title
from training.train_findings import arguments_of, reports_named

NEUTRAL: Final = 0.05
"""Compound score up to which VADER's authors call a text neutral."""
Sides = Callable[[str], tuple[str, ...]]
"""The polarities that a sentence is said to have."""


def sentiment() -> Sides:
    """VADER's: strength or weakness, or none where it is neutral."""
    analyzer = SentimentIntensityAnalyzer()

    def sides(sentence: str) -> tuple[str, ...]:
        score = analyzer.polarity_scores(sentence)["compound"]
        return () if abs(score) < NEUTRAL else (STRENGTH if score > 0 else WEAKNESS,)

    return sides


def both(_sentence: str) -> tuple[str, ...]:
    return STRENGTH, WEAKNESS


METHODS: Final[dict[str, Callable[[], Sides]]] = {
    "keywords with VADER's sentiment": sentiment,
    "both strength and weakness of every topic named": lambda: both,
}


def found_in(report: Annotated, sides: Sides, lexicon: CompiledLexicon) -> Rows:
    """What a method finds."""
    rows = {
        (paragraph.number, match.topic, side)
        for paragraph in judged_paragraphs(report.document)
        for sentence in sentences_of(paragraph.text)
        for match in topic_matches(sentence.tokens, lexicon, paragraph.section)
        if not match.hint
        for side in sides(paragraph.text[sentence.start : sentence.end])
    }
    return rows - report.neither


def table(reports: list[Annotated]) -> Iterator[str]:
    lexicon = compiled(packaged_vocabulary().lexicon)
    yield f"| method | report | {' | '.join(f'{view} F1' for view in VIEWS)} |"
    yield "| --- " * (len(VIEWS) + 2) + "|"
    for method, make in METHODS.items():
        sides = make()
        for report in reports:
            found = found_in(report, sides, lexicon)
            cells = [f"{figures(view(report.rows), view(found))[2]:.3f}" for view in VIEWS.values()]
            yield f"| {method} | {title(report.name)} | {' | '.join(cells)} |"


def main() -> None:
    """Parse the command line, measure, print and write."""
    parser = arguments_of(str(__doc__))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    lines = "\n".join(table(reports_named(arguments)))
    print(lines)
    if arguments.write:
        PAGE.write_text(put(PAGE.read_text("utf-8"), "baselines", lines), "utf-8")


if __name__ == "__main__":
    main()
