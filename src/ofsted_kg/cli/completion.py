"""What the shell completes: names that can be had from file names alone, so that a tab press costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

from ofsted_kg.resources import overlaid_files


def question_names(incomplete: str) -> list[str]:
    """Names of the stored questions."""
    return [path.stem for path in overlaid_files("queries", ".rq") if path.stem.startswith(incomplete)]


def report_names(incomplete: str) -> list[str]:
    """Names of the reports in the knowledge graph of this folder, or of OFSTED_KG."""
    graphs = Path(os.environ.get("OFSTED_KG", "kg")) / "graphs"
    return sorted(path.stem for path in graphs.glob("[!_]*.nq") if path.stem.startswith(incomplete))
