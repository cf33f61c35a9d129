"""Reviewed findings as gold: what people say a report says, in the shape of ``ofsted-kg facts``.

What an extraction finds can be compared with it row by row.  A finding that was accepted, amended or added is gold as the
reviewer has it; what was rejected stands under a key of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ofsted_kg.answers import Cell, Resource, answer, in_words
from ofsted_kg.labels import tail
from ofsted_kg.queries import load_question
from ofsted_kg.report_names import named_report
from ofsted_kg.resources import packaged_folder
from ofsted_kg.store import EmbeddedStore

Json = dict[str, Any]
_Record = Mapping[str, Cell]

_STATED = ("accepted", "amended", "added")


def gold_of(store: EmbeddedStore, report: str, everything: bool = False) -> Json:
    """The reviewed findings of one report, with ``everything`` those that nobody has reviewed, too; StoreError for no report."""
    graph = named_report(report, [file for file in store.graphs() if file.is_report]).graph
    return _gold([record for record in _records(store, everything) if _iri(record["report"]) == graph], store, graph)


def gold_of_all(store: EmbeddedStore, everything: bool = False) -> list[Json]:
    """`gold_of` each report that has any."""
    records = _records(store, everything)
    reports = dict.fromkeys(_iri(record["report"]) for record in records)
    return [_gold([record for record in records if _iri(record["report"]) == report], store, report) for report in reports]


def _records(store: EmbeddedStore, everything: bool) -> tuple[_Record, ...]:
    question = load_question(packaged_folder("queries") / "reviews.rq")
    states = [*_STATED, "rejected", *(["unreviewed"] if everything else [])]
    return answer(store, question, {"state": states}).records()


def _gold(records: Sequence[_Record], store: EmbeddedStore, report: str) -> Json:
    of_findings = [record for record in records if record["paragraph"] is not None]
    rejected = [record for record in of_findings if record["state"] == "rejected"]
    of_verdicts = [record for record in records if record["paragraph"] is None and record["state"] != "rejected"]
    return {
        "report": _report(store, report),
        "findings": [_finding(record) for record in of_findings if record["state"] != "rejected"],
        "rejected_findings": [_finding(record) for record in rejected],
        "verdicts": [
            {"topic": tail(_iri(record["topic"])), "verdict": record["says"], **_signed(record)} for record in of_verdicts
        ],
    }


def _finding(record: _Record) -> Json:
    return {
        "paragraph": record["paragraph"],
        "quote": record["quote"],
        "topic": tail(_iri(record["topic"])),
        "polarity": record["says"],
        **_signed(record),
    }


def _signed(record: _Record) -> Json:
    """Who decided what, when and why; nothing of what nobody has reviewed."""
    if record["state"] == "unreviewed":
        return {}
    said = {name: in_words(record[name]) for name in ("reviewer", "decided", "reason")}
    return {"review": {"decision": record["state"], **said}}


def _report(store: EmbeddedStore, report: str) -> Json:
    question = load_question(packaged_folder("queries") / "inspections.rq")
    rows = answer(store, question).records()
    found = next(row for row in rows if _iri(row["report"]) == report)
    keys = {
        "authority": "authority",
        "inspection_start": "started",
        "inspection_end": "inspected",
        "published": "published",
        "reporting_inspector": "lead_inspector",
    }
    return {key: in_words(found[column]) or None for key, column in keys.items()}


def _iri(cell: Cell) -> str:
    return cell.iri if isinstance(cell, Resource) else ""
