"""Values in stored questions: typed, bound as terms, never pasted as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from tests.queries.mini import MiniStore

from ofsted_kg.binding import BoundTerm, Choice, bind, read_choices
from ofsted_kg.errors import ParameterError
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.question import Question
from ofsted_kg.question_reader import read_question
from ofsted_kg.rdf.namespaces import XSD

ID = "https://w3id.org/ofsted-kg/id/"
QUESTION = read_question(
    "everything",
    """\
# title: Everything
# question: What?
# description: A parameter of each type; the answer gives back what was bound.
# parameter authority (concept okg:LocalAuthority): An authority.
# parameter area (concept okg:ServiceArea): A service area.
# parameter words (text): Words.
# parameter place (one of record / opening words): A place.
# parameter number (integer): A number.
# parameter at_least (integer, default 2, single): How many.
# parameter since (date): A day.
# parameter any (boolean, default false): Whether any will do.
# parameter link (iri): A thing.
# column s (link, evidence): Nothing.
# order: None.
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?s
WHERE {
  VALUES ?authority { UNDEF }
  VALUES ?area { UNDEF }
  VALUES ?words { UNDEF }
  VALUES ?place { UNDEF }
  VALUES ?number { UNDEF }
  VALUES ?at_least { 2 }
  VALUES ?since { UNDEF }
  VALUES ?any { false }
  VALUES ?link { UNDEF }
  GRAPH ?report { ?s ?p ?o }
}
""",
)


@pytest.fixture(scope="module")
def labels() -> Labels:
    return read_labels(MiniStore())


def terms(labels: Labels, **choices: Choice) -> dict[str, tuple[BoundTerm, ...]]:
    return read_choices(QUESTION, choices, labels)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("authority", "northvale", [NamedNode(ID + "authority/northvale")]),
        ("authority", ["northvale", "E08999902"], [NamedNode(ID + "authority/northvale"), NamedNode(ID + "authority/southmere")]),
        ("authority", ("northvale", "Northvale"), [NamedNode(ID + "authority/northvale")]),
        (
            "area",
            "overall effectiveness",
            [
                NamedNode(ID + "framework/slac/area/safeguarding/overall-effectiveness"),
                NamedNode(ID + "framework/slac/area/looked-after-children/overall-effectiveness"),
            ],
        ),
        ("words", " act now ", [Literal("act now")]),
        ("place", "Opening  Words", [Literal("opening words")]),
        ("number", "14", [Literal(14)]),
        ("number", 14, [Literal(14)]),
        ("number", " +014 ", [Literal(14)]),
        ("number", ["3", 4], [Literal(3), Literal(4)]),
        ("at_least", 0, [Literal(0)]),
        ("since", "2011-12-09", [Literal("2011-12-09", datatype=XSD.date)]),
        ("since", date(2011, 12, 9), [Literal("2011-12-09", datatype=XSD.date)]),
        ("since", datetime(2011, 12, 9, 10, 30), [Literal("2011-12-09", datatype=XSD.date)]),
        ("any", True, [Literal(True)]),
        ("any", "Yes", [Literal(True)]),
        ("any", "off", [Literal(False)]),
        ("link", "https://example.org/a b".replace(" ", "%20"), [NamedNode("https://example.org/a%20b")]),
    ],
)
def test_a_value_becomes_terms_of_its_parameter_s_type(
    labels: Labels, name: str, value: Choice, expected: list[BoundTerm]
) -> None:
    assert terms(labels, **{name: value}) == {name: tuple(expected)}


def test_what_is_none_or_blank_or_an_empty_list_is_not_chosen(labels: Labels) -> None:
    assert terms(labels, authority=None, area="", words="  ", number=[], since=["", "2012-01-01"]) == {
        "since": (Literal("2012-01-01", datatype=XSD.date),)
    }


def test_a_parameter_may_be_written_with_hyphens(labels: Labels) -> None:
    assert read_choices(QUESTION, {"at-least": "5"}, labels) == {"at_least": (Literal(5),)}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("authority", "northvle", "authority: 'northvle' is not known; expected one of Northvale, Southmere & Sands"),
        ("place", "margin", "place: 'margin' is not among the choices; expected one of record, opening words"),
        ("words", "\ud800", "words: '\\ud800' is not text that can be encoded as UTF-8"),
        ("number", "fourteen", "number: 'fourteen' is not a whole number, such as 14"),
        ("number", "1e3", "number: '1e3' is not a whole number, such as 14"),
        ("number", "9" * 19, f"number: '{'9' * 19}' is not a whole number, such as 14"),
        ("number", True, "number: 'True' is not a whole number, such as 14"),
        ("number", "١٤", "number: '١٤' is not a whole number, such as 14"),
        ("at_least", ["1", "2"], "at_least takes one value; given 2"),
        ("since", "9/12/2011", "since: '9/12/2011' is not a date of the form YYYY-MM-DD, such as 2011-12-09"),
        ("any", "perhaps", "any: 'perhaps' is neither true nor false; expected one of true, yes, on, 1, false, no, off, 0"),
        ("any", [True, False], "any takes one value; given 2"),
        ("link", "a b", "link: 'a b' is not an IRI, such as https://w3id.org/ofsted-kg/id/authority/dudley"),
        ("numbr", "1", "everything has no parameter 'numbr'; did you mean \"number\"?"),
    ],
)
def test_a_wrong_value_names_the_parameter_the_value_and_what_is_allowed(
    labels: Labels, name: str, value: Choice, message: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        terms(labels, **{name: value})
    assert str(refused.value).replace("\ud800", "\\ud800") == message


def one(header: str, row: str) -> Question:
    return read_question(
        "one",
        f"# title: T\n# question: Q?\n# description: D.\n{header}# column s (link, evidence): S.\n# order: O.\n"
        f"SELECT ?s\nWHERE {{\n{row}GRAPH ?g {{ ?s ?p ?words }}\n}}\n",
    )


def test_a_required_parameter_without_a_value_is_named(labels: Labels) -> None:
    question = one("# parameter words (text, required): W.\n", "VALUES ?words { UNDEF }\n")
    with pytest.raises(ParameterError, match=r"^one: words is required$"):
        read_choices(question, {"words": " "}, labels)
    assert read_choices(question, {"words": "x"}, labels) == {"words": (Literal("x"),)}


def test_a_question_without_parameters_says_so(labels: Labels) -> None:
    with pytest.raises(ParameterError, match=r"^one has no parameter 'words'; it has none$"):
        read_choices(one("", ""), {"words": "x"}, labels)


# The SPARQL that is run


def test_values_replace_their_own_row_and_nothing_else() -> None:
    chosen = {"number": (Literal(3), Literal(4)), "authority": (NamedNode("https://example.org/a"),), "at_least": (Literal(1),)}
    before, after = QUESTION.sparql.split("\n"), bind(QUESTION, chosen).split("\n")
    changed = {new for old, new in zip(before, after, strict=True) if new != old}
    assert changed == {
        'VALUES ?number { "3"^^<http://www.w3.org/2001/XMLSchema#integer> "4"^^<http://www.w3.org/2001/XMLSchema#integer> }',
        "VALUES ?authority { <https://example.org/a> }",
        'VALUES ?at_least { "1"^^<http://www.w3.org/2001/XMLSchema#integer> }',
        "",
    }


def test_a_row_without_a_value_is_taken_away_and_a_default_stays() -> None:
    bound = bind(QUESTION, {})
    assert "UNDEF" not in bound
    assert "VALUES ?at_least { 2 }" in bound
    assert "VALUES ?any { false }" in bound


ECHO = read_question(
    "echo",
    """\
# title: Echo
# question: What?
# description: Gives back the words.
# parameter words (text): Words.
# column words (text, evidence): The words.
# order: By words.
SELECT ?words
WHERE {
  VALUES ?words { UNDEF }
}
ORDER BY ?words
""",
)


def echoed(words: Iterable[str]) -> list[str]:
    found = Store().query(bind(ECHO, {"words": tuple(map(Literal, words))}))
    assert isinstance(found, QuerySolutions)
    return [row["words"].value for row in found]


@pytest.mark.parametrize(
    "attempt",
    [
        '" } . ?s ?p ?o . { ',
        '") } SELECT * WHERE { ?s ?p ?o } #',
        "x\\",
        '\\" }',
        "' } UNION { ?s ?p ?o } #",
        '"""',
        "'''",
        "a\nb\rc\td",
        "UNDEF } VALUES ?x {",
        "# comment",
        "?words $words",
        "<https://example.org/>",
        '"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "\u2028\u2029\x85\x0b\x0c\x1c\x00",
        "SERVICE <http://localhost/> { ?s ?p ?o }",
    ],
)
def test_an_attempt_at_injection_stays_a_literal(attempt: str) -> None:
    assert echoed([attempt]) == [attempt]
    assert bind(ECHO, {"words": (Literal(attempt),)}).count("\n") == ECHO.sparql.count("\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3))
def test_any_text_comes_back_as_it_went_in(words: list[str]) -> None:
    assert sorted(echoed(words)) == sorted(words)


def refusal_of(name: str, text: str, labels: Labels) -> str | None:
    """Why the value is refused, or None where the question with it is a query that parses."""
    try:
        chosen = read_choices(QUESTION, {name: text}, labels)
    except ParameterError as error:
        return str(error)
    Store().query(bind(QUESTION, chosen))
    return None


@given(st.text())
def test_any_value_is_bound_or_refused_in_one_line(labels: Labels, text: str) -> None:
    for parameter in QUESTION.parameters:
        outcome = refusal_of(parameter.name, text, labels)
        assert outcome is None or outcome.startswith(f"{parameter.name}: ")
