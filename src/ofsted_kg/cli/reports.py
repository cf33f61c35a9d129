"""Commands on a single report: ``facts``."""

from __future__ import annotations

import json

from ofsted_kg.cli import console
from ofsted_kg.cli.application import app
from ofsted_kg.cli.options import OntologyOption, ReportFile, examples


@app.command(epilog=examples("facts data/reports/dudley-2012.txt", "facts data/reports/dudley-2012.txt > dudley.json"))
def facts(report: ReportFile, ontology: OntologyOption = None) -> None:
    """Print what one report says, as JSON.

    Each fact stands with its evidence: the quote, and the span of characters of the file that holds it.
    """
    from ofsted_kg.facts_json import to_json
    from ofsted_kg.pipeline import read_facts
    from ofsted_kg.rdf.vocabulary_reader import packaged_vocabulary

    vocabulary = packaged_vocabulary(ontology)
    console.say(json.dumps(to_json(read_facts(report, vocabulary), vocabulary), ensure_ascii=False, indent=1))
