"""Pages about the whole: home, reports, coverage and gaps, about."""

from __future__ import annotations

from collections import Counter
from typing import cast

from ofsted_kg.answers import Answer, Resource
from ofsted_kg.description.accuracy import read_accuracy
from ofsted_kg.server.asking import allowed
from ofsted_kg.server.pages.asked import Asked, Content, Download
from ofsted_kg.server.pages.heatmap import heat_maps
from ofsted_kg.server.pages.subjects import topics

_INSPECTIONS = 12
"""Inspections in the heat map of the home page."""


def home(asked: Asked) -> Content:
    """What is in here."""
    reports = asked.view("reports", {})
    return {
        "reports": reports,
        "authorities": asked.concepts("LocalAuthority"),
        "counts": _counts(asked),
        "maps": heat_maps(asked.view("grades", {}), _INSPECTIONS),
        "questions": tuple(asked.edition.questions.values()),
        "topics": topics(asked)["topics"],
        "downloads": {"grades": Download("grade-matrix", {}, "questions")},
    }


def coverage(asked: Asked) -> Content:
    """What was read, and what could not be."""
    notices = asked.view("notices", {})
    return {
        "reports": asked.view("reports", {}),
        "grades": _by_report(asked.view("grades", {})),
        "recommendations": _by_report(asked.view("recommendations", {})),
        "verdicts": _by_report(asked.view("verdicts", {})),
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


def _counts(asked: Asked) -> dict[str, int]:
    verdicts = asked.view("verdicts", {})
    names = [column.name for column in verdicts.columns]
    places = [names.index(name) for name in ("strengths", "adequate", "weaknesses")]
    return {
        "reports": len(asked.view("reports", {}).rows),
        "grades": len(asked.view("grades", {}).rows),
        "recommendations": len(asked.view("recommendations", {}).rows),
        "findings": sum(cast("int", row[place]) for row in verdicts.rows for place in places),
    }


def _by_report(answer: Answer) -> Counter[str]:
    return Counter(cast("Resource", record["report"]).iri for record in answer.records())
