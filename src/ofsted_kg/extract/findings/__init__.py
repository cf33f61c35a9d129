"""Findings: what the inspectors say of each topic, with the clause that says it.

``reading`` reads a paragraph, ``polarity`` its judging words, ``candidates`` pairs clauses with topics, ``model``
weighs the pairs, ``deciding`` decides, ``extraction`` makes facts of it; ``explaining`` shows all this for one paragraph.
"""

from ofsted_kg.extract.findings.extraction import extract_findings

__all__ = ["extract_findings"]
