"""No query that the engine would answer over a network passes the guard, and ordinary queries do.

The engine itself is the judge: a query calls a service exactly where it parses as it stands, and no longer parses
once every "service" in it is misspelt (within strings, comments and names the misspelling changes nothing).
"""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from ofsted_kg.errors import QueryError
from ofsted_kg.sparql_guard import refuse_remote_calls

PREFIXES = "PREFIX : <http://a.example/> PREFIX ex: <http://a.example/e/> PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>\n"
CALL = "SERVICE <http://a.example/sparql> {}"

REFUSED = {
    "a plain call": "SELECT * { " + CALL + " }",
    "in small letters": "SELECT * { service <http://a.example/> {} }",
    "silent": "SELECT * { SERVICE SILENT ex:a { ?s ?p ?o } }",
    "a variable": "SELECT * { VALUES ?x { ex:a } SERVICE ?x {} }",
    "glued to a name with an empty prefix": "SELECT * { SERVICE:a {} }",
    "glued to a prefixed name": "SELECT * { SERVICEex:a{} }",
    "SILENT glued on both sides": "SELECT * { SERVICESILENTex:a{} }",
    "glued to a number": "SELECT * { ?s ?p 1" + CALL + " }",
    "glued to a truth value": "SELECT * { ?s ?p true" + CALL + " }",
    "glued to a string": "SELECT * { ?s ?p 'a'" + CALL + " }",
    "after a dot that ends an empty local name": "SELECT * { ?s ?p ex:." + CALL + " }",
    "after a comment that a carriage return ends": "SELECT * { ?s ?p ?o . #\r" + CALL + " }",
    "comments within the call": "SELECT * { SERVICE # {\n <http://a.example/> # }\n {} }",
    "between two empty strings": "SELECT * { BIND('' AS ?x) " + CALL + " BIND('' AS ?y) }",
    "within a filter": "ASK { FILTER EXISTS { " + CALL + " } }",
    "in what looks like an IRI": "SELECT * { ?s ?p ?a FILTER(?a<?s)SERVICE?x#>\n{} }",
    "between quotes that an IRI might have eaten": "SELECT * { ?s ?p ?a FILTER(?a<'>')" + CALL + " BIND('' AS ?q) }",
    "the same with a prefixed name": "SELECT * { ?s ?p ?a FILTER(?a<ex:b&&?a='>')" + CALL + " BIND('' AS ?q) }",
    "behind a comment that an IRI might have eaten": "SELECT * { ?s ?p ?a FILTER(?a<ex:b#>'''\n)" + CALL + " #'''\n }",
}

ANSWERED = {
    "our own service areas": "SELECT ?area { GRAPH ?g { ?judgement okg:serviceArea ?area } }",
    "the same as an IRI": "SELECT * { ?j <https://w3id.org/ofsted-kg/ontology#serviceArea> ?area { ?area ?p ?o } }",
    "variables": "SELECT ?service { ?service ex:p ?service { ?service ex:q ?loads } GRAPH ?service { ?s ?p ?o } }",
    "values of a variable": "SELECT * { VALUES ?serviceArea { UNDEF } VALUES (?service ?b) { (1 2) } }",
    "a call in a comment": "SELECT * { ?s ?p ?o } # " + CALL,
    "a call in a string": "SELECT * { ?s ?p '''" + CALL + "''' . ?s ?q \"" + CALL + '" }',
    "a call in a string with escaped quotes": "SELECT * { ?s ?p '\\' " + CALL + "' }",
    "a call in a long string with quotes": 'SELECT * { ?s ?p """a"" " ' + CALL + ' """ }',
    "local names": "SELECT * { ex:service ex:load ex:a\\'service { ?s ex:service ?o { ?a ?b ?c } } }",
    "an IRI with a fragment, then words": "SELECT * { ?s <http://a.example/#service> 'the service of a council' }",
    "less-than": "SELECT * { ?s ?p ?a FILTER(?a<3 && ?a>1) }",
    "words about loads": "SELECT * { ?s ?p 'load <http://a.example/>' } # LOAD <http://a.example/>",
    "graphs to choose from": "SELECT * FROM <http://a.example/> FROM NAMED <http://a.example/b> { ?s ?p ?o }",
}

FRAGMENTS = [
    "?s ?p ?o", "?s ex:p", "ex:a ex:p", "ex:", "ex:.", ":", "_:b", "ex:a", "<http://a.example/a#b>",
    "<http://a.example/o'b>", "<ex:a", "<?s", "FILTER(?o<?s", "FILTER(?o<ex:b", "BIND(", "AS ?x)", "AS ?y)", ")", "(",
    "{", "}", "&&?o=", "SERVICE", "service", "SILENT", "Service?x", "SERVICE ?x {}", "SERVICE<http://a.example/>",
    "SERVICEex:a", "SERVICE ex:a {}", "{}", "'", '"', "'''", '"""', "''", "\\'", "\\", "#", "\n", "\r", " ", ".", ";",
    ",", ">", "<", "1", "true", "'x'@en", "'x'", "?x", "$service", "ex:service", "service:a", "a", "-", "·", "%41",
]  # fmt: skip


def parses(query: str) -> bool:
    try:
        Store().query(query)
    except SyntaxError:
        return False
    return True


def calls_a_service(query: str) -> bool:
    return parses(query) and not parses(re.sub("service", "servixx", query, flags=re.IGNORECASE | re.ASCII))


def is_refused(query: str) -> bool:
    try:
        refuse_remote_calls(query)
    except QueryError:
        return True
    return False


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_a_query_that_the_engine_would_send_on_is_refused(query: str) -> None:
    assert calls_a_service(PREFIXES + query)
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        refuse_remote_calls(PREFIXES + query)


@pytest.mark.parametrize("query", ANSWERED.values(), ids=ANSWERED)
def test_a_query_that_only_looks_like_a_call_is_answered(query: str) -> None:
    assert parses(PREFIXES + query)
    assert not calls_a_service(PREFIXES + query)
    refuse_remote_calls(PREFIXES + query)


@pytest.mark.parametrize("update", ["LOAD <http://a.example/>", "load silent ex:a INTO GRAPH ex:b", "LOAD<http://a.example/>"])
def test_a_load_is_refused(update: str) -> None:
    with pytest.raises(QueryError, match="LOAD is not allowed"):
        refuse_remote_calls(PREFIXES + update)


def test_the_message_says_where_the_call_stands() -> None:
    with pytest.raises(QueryError, match=r"^line 2, column 3: SERVICE is not allowed: .* If it is meant as a prefix"):
        refuse_remote_calls("SELECT * {\n  SERVICE ?x {} }")


def test_a_call_in_a_string_after_an_ambiguous_line_is_refused_to_be_on_the_safe_side() -> None:
    assert is_refused("SELECT * { ?s <http://a.example/o'b> '" + CALL + "' }")


@pytest.mark.parametrize(
    "query", ["\\u0053ERVICE <http://a.example/> {}", "BIND('\\u0027 AS ?x)", "BIND(<http://a.example/\\u003e AS ?x)"]
)
def test_the_engine_reads_no_escapes_in_keywords_and_borders(query: str) -> None:
    assert not parses("SELECT * { " + query + " }")


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.sampled_from(["", " "]))
@example(["?s ?p ?o", "FILTER(?o<ex:b", "#", ">", "'''", "\n", ")", "SERVICE ?x {}", "#", "'''", "\n"], "")
def test_whatever_passes_the_guard_calls_no_service(fragments: list[str], between: str) -> None:
    query = PREFIXES + "SELECT * { " + between.join(fragments) + " }"
    assert is_refused(query) or not calls_a_service(query)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="'\"\\#<>?:. \n\rSERVICEservice{}()ex1", max_size=60))
def test_any_text_ends_in_an_answer_or_a_refusal(text: str) -> None:
    assert is_refused(text) or not calls_a_service(text)


@pytest.mark.parametrize(
    "piece", ["service#", "'", "<http://a.example/#a> 'b' ", "ex:service ", "service", "service?a-", '"""', "service<a"]
)
def test_a_long_query_is_scanned_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        start = process_time()
        is_refused(piece * length)
        return process_time() - start

    assert seconds(20_000) < 20 * seconds(2_000) + 0.05
