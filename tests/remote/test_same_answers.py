"""Every stored question gives the same rows on the embedded store, the Oxigraph server and Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.remote.servers import Triplestore

from ofsted_kg.answers import Answer, answer
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.local_graphs import local_graphs
from ofsted_kg.queries import load_questions
from ofsted_kg.remote.connection import connected
from ofsted_kg.remote.credentials import Credentials
from ofsted_kg.remote.endpoint import EndpointStore
from ofsted_kg.remote.pushing import push
from ofsted_kg.resources import overlaid_files
from ofsted_kg.store import EmbeddedStore, open_store

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
VALUES = {"words": "marac", "agency": "police", "inspector": "martin", "since": "2011-11-30", "addressee": "nhs"}
"""Values of parameters that a filter uses; the others only narrow a join, which every question has."""


@pytest.fixture(scope="module")
def embedded(two_reports: Path) -> Iterator[EmbeddedStore]:
    with open_store(two_reports) as store:
        yield store


@pytest.fixture(scope="module")
def labels(embedded: EmbeddedStore) -> Labels:
    return read_labels(embedded)


@pytest.fixture(scope="module")
def endpoints(
    embedded: EmbeddedStore, two_reports: Path, oxigraph_server: Triplestore, virtuoso_server: Triplestore
) -> dict[str, EndpointStore]:
    """Both servers, filled by a push."""
    found = {}
    for server, who in ((oxigraph_server, None), (virtuoso_server, Credentials("digest", "dba", "dba"))):
        with connected(server.base, who) as remote:
            assert push(remote, local_graphs(embedded, two_reports)).problems == ()
        found[server.kind] = EndpointStore(server.query)
    return found


def choices(name: str) -> dict[str, str]:
    return {parameter.name: VALUES[parameter.name] for parameter in QUESTIONS[name].parameters if parameter.name in VALUES}


CASES = [(name, chosen) for name in QUESTIONS for chosen in ({}, choices(name)) if chosen or "words" not in choices(name)]
CASES = [case for place, case in enumerate(CASES) if case not in CASES[:place]]


@pytest.mark.parametrize(("name", "chosen"), CASES, ids=[f"{name} {' '.join(chosen)}".strip() for name, chosen in CASES])
@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_question_gives_the_same_rows_there(
    kind: str, name: str, chosen: dict[str, str], embedded: EmbeddedStore, endpoints: dict[str, EndpointStore], labels: Labels
) -> None:
    here, there = (answer(store, QUESTIONS[name], chosen, labels=labels) for store in (embedded, endpoints[kind]))
    assert there.rows == here.rows


def test_most_questions_have_rows_to_compare(embedded: EmbeddedStore, labels: Labels) -> None:
    answers: list[Answer] = [answer(embedded, QUESTIONS[name], chosen, labels=labels) for name, chosen in CASES]
    assert sum(1 for found in answers if found.rows) > 0.7 * len(CASES)


def test_names_of_concepts_are_the_same_there(endpoints: dict[str, EndpointStore], labels: Labels) -> None:
    assert {kind: read_labels(store) == labels for kind, store in endpoints.items()} == {"oxigraph": True, "virtuoso": True}
