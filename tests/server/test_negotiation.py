from __future__ import annotations

import pytest

from ofsted_kg.server.dataset_clause import has_dataset_clause
from ofsted_kg.server.negotiation import best, quality, read_accept, with_charset

OFFERED = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/csv;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("text/csv; charset=utf-8; q=0.5, text/turtle;q=0.4", "text/csv"),
        ("text/csv;q=0, text/*;q=0.5", "text/turtle"),
        ("text/html, */*;q=0.1", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("rubbish, text/csv", "text/csv"),
        ("*/csv, text/turtle;q=0.2", "text/turtle"),
        ("rubbish", "application/json"),
    ],
)
def test_the_type_that_a_client_wants_most_is_chosen(header: str, expected: str | None) -> None:
    assert best(header, OFFERED) == expected


def test_a_quality_above_one_counts_as_one() -> None:
    assert quality(read_accept("text/csv;q=1.9"), "text/csv") == 1.0


def test_text_says_how_it_is_encoded() -> None:
    assert with_charset("text/csv") == "text/csv; charset=utf-8"
    assert with_charset("application/json") == "application/json"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://a/> {}",
        "select * from named <http://a/> {}",
        "PREFIX a: <http://a/> SELECT * FROM a:b {}",
        "SELECT * FROM # which\n <http://a/> {}",
        "SELECT * FROM<http://a/> {}",
    ],
)
def test_a_data_set_clause_is_seen(query: str) -> None:
    assert has_dataset_clause(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'FROM <http://a/>' }",
        'SELECT * { ?s ?p """x "FROM <http://a/>" """ }',
        "SELECT * { # FROM <http://a/>\n }",
        "SELECT ?FROM { ?FROM <http://a/FROM%20x> ?o }",
        "PREFIX from: <http://a/> SELECT * { ?s from:a from:b }",
        "PREFIX a: <http://a/> SELECT * { ?s a:from a:b }",
    ],
)
def test_other_uses_of_the_word_are_no_clause(query: str) -> None:
    assert not has_dataset_clause(query)
