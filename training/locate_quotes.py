"""Make a file of ``training/annotations`` from findings with quotes, of a report that is not part of the project.

    python -m training.locate_quotes REPORT.pdf QUOTED.json --published WHERE

QUOTED.json holds ``findings`` as described in ``docs/facts.md``.  What is written to ``training/annotations`` names the findings
by their place alone, so that nothing of the report's wording is copied.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ofsted_kg.document import Document, Span
from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary
from ofsted_kg.structure import build_document
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.text import read_text
from training.examples import ANNOTATIONS, Quote, quotes_of


def span_of(quote: Quote, document: Document) -> Span:
    """The quote's characters in the source text."""
    (paragraph,) = [paragraph for paragraph in document.paragraphs if paragraph.number == quote.paragraph]
    return folded_text(document.source.text, paragraph.passage).source_span(quote.start, quote.end)


def main() -> None:
    """Parse the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("quoted", type=Path)
    parser.add_argument("--published", required=True, help="title, publisher and date of the report")
    arguments = parser.parse_args()
    document = build_document(read_text(arguments.report), packaged_vocabulary())
    quotes = quotes_of(json.loads(arguments.quoted.read_text("utf-8")), document)
    rows = sorted((q.paragraph, *span_of(q, document), q.topic, q.polarity) for q in quotes if not q.borderline)
    findings = [{"paragraph": n, "span": [start, end], "topic": topic, "polarity": side} for n, start, end, topic, side in rows]
    lines = ",\n".join(json.dumps(finding) for finding in findings)
    head = json.dumps({"published": arguments.published, "sha256": document.source.sha256}, indent=1, ensure_ascii=False)
    path = ANNOTATIONS / f"{arguments.report.stem}.json"
    path.write_text(f'{head[:-2]},\n "findings": [\n{lines}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main()
