"""Train the model of findings from annotated reports, or measure it leaving one report out.

    python training/train_findings.py GOLD_FOLDER                    write src/ofsted_kg/extract/findings/weights.json
    python training/train_findings.py GOLD_FOLDER --leave-one-out    print what each report scores, trained on the others

GOLD_FOLDER holds ``<authority>.json`` as described in ``docs/facts.md``, one for each sample report to learn from; the
reports themselves are those of ``data/reports``. Rows of ``borderline_findings`` are not learnt from. Needs scikit-learn,
which the package itself does not.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ofsted_kg.document import Document
from ofsted_kg.extract.findings.candidates import Candidate, candidates_of
from ofsted_kg.extract.findings.deciding import decided
from ofsted_kg.extract.findings.extraction import judged_paragraphs
from ofsted_kg.extract.findings.model import Model, clause_signs, model_of, topic_signs
from ofsted_kg.extract.findings.polarity import POLARITIES
from ofsted_kg.extract.findings.reading import read_paragraph
from ofsted_kg.extract.lexicon import compiled
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.resources import packaged_folder
from ofsted_kg.structure import build_document
from ofsted_kg.text import read_text
from ofsted_kg.vocabulary import Vocabulary

FINDING_STRENGTH = 0.06
"""Inverse strength of the regularisation, chosen leaving one report out."""
POLARITY_STRENGTH = 0.1
THRESHOLD = 0.4
SMALLEST_WEIGHT = 0.004
"""Smaller weights are left out of the file: they change no decision."""
WEIGHTS = Path(__file__).parents[1] / "src" / "ofsted_kg" / "extract" / "findings" / "weights.json"
WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Example:
    """A candidate of a report with what the readers made of it."""

    report: str
    paragraph: int
    candidate: Candidate
    polarity: str | None
    borderline: bool


@dataclass(frozen=True)
class GoldQuote:
    """An annotated finding at its place in the paragraph's text."""

    start: int
    end: int
    topic: str
    polarity: str
    borderline: bool


def examples_of(report: str, gold: dict[str, Any], vocabulary: Vocabulary) -> list[Example]:
    """The candidates of one report, each with its label."""
    document = document_of(gold, vocabulary)
    lexicon = compiled(vocabulary.lexicon)
    found = []
    for paragraph in judged_paragraphs(document):
        quotes = quotes_of(gold, paragraph.number, paragraph.text)
        for candidate in candidates_of(read_paragraph(paragraph.number, paragraph.section, paragraph.text, lexicon)):
            polarity, borderline = label(candidate, quotes)
            found.append(Example(report, paragraph.number, candidate, polarity, borderline))
    return found


def document_of(gold: dict[str, Any], vocabulary: Vocabulary) -> Document:
    """The sample report of the gold's authority."""
    slug = gold["report"]["authority"].lower().replace(" ", "-")
    (path,) = packaged_folder("reports").glob(f"{slug}-*.txt")
    return build_document(read_text(path), vocabulary)


def quotes_of(gold: dict[str, Any], number: int, text: str) -> list[GoldQuote]:
    """The gold's findings of a paragraph, located; a quote that does not stand there is an error."""
    found = []
    for key in ("findings", "borderline_findings"):
        for row in (row for row in gold.get(key, ()) if row["paragraph"] == number):
            start, end = place_of(row["quote"], text)
            found.append(GoldQuote(start, end, row["topic"], row["polarity"], key != "findings"))
    return found


def place_of(quote: str, text: str) -> tuple[int, int]:
    """Where the words of ``quote`` stand in ``text``, whatever stands between them."""
    pattern = r"[^A-Za-z0-9]+".join(map(re.escape, WORD.findall(quote)))
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        raise ValueError(f"quote not found: {quote!r}")
    return match.span()


def label(candidate: Candidate, quotes: Sequence[GoldQuote]) -> tuple[str | None, bool]:
    """Polarity of the quote of the candidate's topic that fits its clause best, and whether it is borderline."""
    best, best_fit = None, 0.0
    start, end = candidate.clause.start, candidate.clause.end
    for quote in (quote for quote in quotes if quote.topic == candidate.topic):
        shared = min(quote.end, end) - max(quote.start, start)
        fit = shared / (max(quote.end, end) - min(quote.start, start))
        if shared >= 0.5 * min(end - start, quote.end - quote.start) and fit > best_fit:
            best, best_fit = quote, fit
    return (best.polarity, best.borderline) if best else (None, False)


def train(examples: Iterable[Example]) -> Model:
    """The model of some examples."""
    return model_of(weights_of([example for example in examples if not example.borderline]))


def weights_of(examples: Sequence[Example]) -> dict[str, Any]:
    """The weights file of some examples."""
    finding, finding_signs = fitted(
        [e.candidate.signs for e in examples], [e.polarity is not None for e in examples], FINDING_STRENGTH
    )
    judged = [e for e in examples if e.polarity]
    polarity, polarity_names = fitted(
        [(*clause_signs(e.candidate), *topic_signs(e.candidate)) for e in judged], [e.polarity for e in judged], POLARITY_STRENGTH
    )
    order = [list(polarity.classes_).index(name) for name in POLARITIES]
    return {
        "threshold": THRESHOLD,
        "finding": {
            "": rounded(finding.intercept_[0]),
            **{name: rounded(w) for name, w in zip(finding_signs, finding.coef_[0], strict=True) if abs(w) >= SMALLEST_WEIGHT},
        },
        "polarity": {
            "": [rounded(polarity.intercept_[i]) for i in order],
            **{
                name: [rounded(polarity.coef_[i][column]) for i in order]
                for column, name in enumerate(polarity_names)
                if np.abs(polarity.coef_[:, column]).max() >= SMALLEST_WEIGHT
            },
        },
    }


def fitted(rows: Sequence[Sequence[str]], labels: Sequence[Any], strength: float) -> tuple[LogisticRegression, list[str]]:
    """A logistic regression of signs that hold or not, with the names of its columns."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in rows])
    model = LogisticRegression(C=strength, max_iter=1000, tol=1e-6).fit(matrix, labels)
    return model, list(vectorizer.get_feature_names_out())


def rounded(weight: float) -> float:
    """A weight as it stands in the file."""
    return round(float(weight), 3)


def rows_of(examples: Iterable[Example], model: Model | None) -> set[tuple[int, str, str]]:
    """(paragraph, topic, polarity) of what is decided; without a model by the rules."""
    by_paragraph: dict[int, list[Candidate]] = {}
    for example in examples:
        by_paragraph.setdefault(example.paragraph, []).append(example.candidate)
    return {(n, d.topic, d.polarity) for n, candidates in by_paragraph.items() for d in decided(candidates, model)}


def gold_rows(gold: dict[str, Any], key: str = "findings") -> set[tuple[int, str, str]]:
    """(paragraph, topic, polarity) of the annotated findings."""
    return {(row["paragraph"], row["topic"], row["polarity"]) for row in gold.get(key, ())}


def figures(want: set[Any], got: set[Any]) -> str:
    """Precision, recall and F1, printed."""
    hits = len(want & got)
    precision, recall = hits / max(1, len(got)), hits / max(1, len(want))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f} {recall:.3f} {f1:.3f}"


def report_figures(name: str, gold: dict[str, Any], rows: set[tuple[int, str, str]]) -> None:
    """Print the figures of one report."""
    want = gold_rows(gold)
    got = rows - (gold_rows(gold, "borderline_findings") - want)
    views = {
        "findings": lambda s: s,
        "finding-topics": lambda s: {row[:2] for row in s},
        "verdicts": lambda s: {row[1:] for row in s},
        "weak-topics": lambda s: {row[1] for row in s if row[2] == "weakness"},
    }
    print(f"{name:28}", "  ".join(f"{kind} {figures(view(want), view(got))}" for kind, view in views.items()))


def leave_one_out(gold: dict[str, dict[str, Any]], examples: dict[str, list[Example]]) -> None:
    """Print what each report scores when the model is trained on the others, and by the rules alone."""
    found = {}
    for report in gold:
        model = train(e for other in gold if other != report for e in examples[other])
        found[report] = rows_of(examples[report], model)
        report_figures(f"{report} (model)", gold[report], found[report])
    for report in gold:
        report_figures(f"{report} (rules)", gold[report], rows_of(examples[report], None))
    tables(gold, found)


def tables(gold: dict[str, dict[str, Any]], found: dict[str, set[tuple[int, str, str]]]) -> None:
    """Print the figures of all reports together by polarity and by topic, as Markdown."""
    want = {(report, *row) for report, rows in gold.items() for row in gold_rows(rows)}
    borderline = {(report, *row) for report, rows in gold.items() for row in gold_rows(rows, "borderline_findings")}
    got = {(report, *row) for report, rows in found.items() for row in rows} - (borderline - want)
    for place, title in ((3, "polarity"), (2, "topic")):
        print(f"\n| {title} | annotated | found | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |")
        for value in sorted({row[place] for row in want}):
            mine, theirs = {r for r in got if r[place] == value}, {r for r in want if r[place] == value}
            print(f"| {value} | {len(theirs)} | {len(mine)} | {' | '.join(figures(theirs, mine).split())} |")


def main() -> None:
    """Parse the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--leave-one-out", action="store_true")
    arguments = parser.parse_args()
    vocabulary = packaged_vocabulary()
    read = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(arguments.gold.glob("*.json"))}
    gold = {report: rows for report, rows in read.items() if "report" in rows}
    examples = {report: examples_of(report, rows, vocabulary) for report, rows in gold.items()}
    if arguments.leave_one_out:
        leave_one_out(gold, examples)
        return
    data = weights_of([e for found in examples.values() for e in found if not e.borderline])
    data = {"trained_on": sorted(gold), **data}
    WEIGHTS.write_text(json.dumps(data, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
