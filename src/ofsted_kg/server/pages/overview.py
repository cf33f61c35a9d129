"""Pages about the whole: home, reports, coverage and gaps, about."""

from __future__ import annotations

from collections import Counter
from typing import cast

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.server.asking import allowed
from ofsted_kg.server.lookups import counts_by_report, verdict_counts
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.heatmap import heat_maps
from ofsted_kg.server.pages.subjects import by_verdict

_INSPECTIONS = 12
"""Inspections in the heat map of the home page."""


def home(asked: Asked) -> Content:
    """What is in here."""
    reports, verdicts = asked.view("reports", {}), verdict_counts(asked.edition.store)
    counts = counts_by_report(asked.edition.store)
    return {
        "reports": reports,
        "authorities": asked.concepts("LocalAuthority"),
        "counts": {
            "reports": len(reports.rows),
            "grades": counts["grades"].total(),
            "recommendations": counts["recommendations"].total(),
            "findings": sum(one.findings for one in verdicts),
        },
        "maps": heat_maps(asked.view("grades", {"report": _latest(reports)}), _INSPECTIONS) if reports.rows else (),
        "questions": tuple(asked.edition.questions.values()),
        "topics": by_verdict(asked, verdicts),
        "downloads": {"grades": Download("grade-matrix", {}, "questions")},
    }


def coverage(asked: Asked) -> Content:
    """What was read, and what could not be."""
    notices = asked.view("notices", {})
    return {
        "reports": asked.view("reports", {}),
        **counts_by_report(asked.edition.store),
        "notices": notices,
        "codes": Counter(str(record["code"]) for record in notices.records()).most_common(),
        "graphs": asked.edition.store.graphs(),
        "downloads": {"reports": Download("reports", {}), "notices": Download("notices", {}), "graphs": Download("graphs", {})},
    }


def about(asked: Asked) -> Content:
    """How this was made, and what may be done with it."""
    graphs = asked.edition.store.graphs()
    return {
        "version": asked.edition.store.version,
        "graphs": graphs,
        "reports": asked.view("reports", {}),
        "accuracy": read_accuracy(),
        "accuracy_download": Download("accuracy", {}),
    }


def interface(asked: Asked) -> Content:
    """The interface for programs, for people to read."""
    return {
        "questions": tuple(asked.edition.questions.values()),
        "allowed": {
            (question.name, parameter.name): allowed(parameter, asked.edition.labels)
            for question in asked.edition.questions.values()
            for parameter in question.parameters
        },
        "views": tuple(asked.edition.views.values()),
    }


def questions(asked: Asked) -> Content:
    """All stored questions."""
    return {"questions": tuple(asked.edition.questions.values())}


def _latest(reports: Answer) -> list[str]:
    """IRIs of the reports whose inspections ended last, of each framework as many as a heat map shows."""
    frameworks: dict[Cell, list[Resource]] = {}
    for record in sorted(reports.records(), key=lambda record: str(record["inspected"]), reverse=True):
        frameworks.setdefault(record["framework"], []).append(cast("Resource", record["report"]))
    return [report.iri for latest in frameworks.values() for report in latest[:_INSPECTIONS]]
