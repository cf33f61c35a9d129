"""The benchmarks: what they print, and that none of the stored questions and their parameters is passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.__main__ import modules, page
from benchmarks.bench_queries import bare_join
from benchmarks.bench_scale import Measured, growth
from benchmarks.narrowing import NEEDED, narrowings, narrowings_of_one_row, place_of
from benchmarks.table import Row, Table, in_markdown
from benchmarks.timing import LEAST_ROUNDS, timed

from ofsted_kg.answers import Answer, Resource
from ofsted_kg.binding import bind
from ofsted_kg.queries import load_questions
from ofsted_kg.question import Question
from ofsted_kg.resources import overlaid_files

QUESTIONS = load_questions(overlaid_files("queries", ".rq"))
TABLE = Table("Cost", "Of a thing.", ("thing", "ms"), (Row(("small", "1"), 0.1), Row(("large", "25"), 2.5), Row(("any", "3"))))


def test_a_table_begins_with_what_was_measured_of_what_is_allowed() -> None:
    assert in_markdown(TABLE) == (
        "## Cost\n\nOf a thing.\n\n| of what is allowed | thing | ms |\n| --- | --- | --- |\n"
        "| 0.10 | small | 1 |\n| **2.50** | large | 25 |\n|  | any | 3 |\n"
    )


def test_a_table_without_limits_has_no_such_column() -> None:
    assert "| thing |\n" in in_markdown(Table("Cost", "", ("thing",), (Row(("small",)),)))


def test_only_what_passes_its_limit_is_a_failure() -> None:
    assert [row.cells for row in TABLE.failures] == [("large", "25")]


def test_the_page_holds_every_table_by_title_and_what_was_measured_now_in_place_of_what_was() -> None:
    other, cheaper = replace(TABLE, title="Build"), replace(TABLE, rows=(Row(("small", "0.5"), 0.05),))
    first = page("", [TABLE, other])
    assert first.index(in_markdown(other)) < first.index(in_markdown(TABLE))
    assert page(first, [cheaper]) == page("", [other, cheaper])
    assert page(first, []) == first


def test_every_module_that_has_tables_takes_part() -> None:
    names = {module.__name__ for module in modules([])}
    assert {
        f"benchmarks.bench_{name}"
        for name in ("agencies", "build", "conversion", "pdf", "push", "queries", "scale", "validation")
    } <= names
    assert [module.__name__ for module in modules(["queries"])] == ["benchmarks.bench_queries"]


def test_a_question_may_grow_as_its_rows_do_and_no_faster() -> None:
    costs = [
        {"few rows": (0.01, 1), "as many rows": (0.01, 10), "too slow": (0.01, 10)},
        {"few rows": (0.1, 2), "as many rows": (1.0, 1_000), "too slow": (1.0, 100)},
    ]
    found = [Measured(reports, 9, 1.0, 9, 9, questions) for reports, questions in zip((5, 50), costs, strict=True)]
    graph, questions = growth(found)
    assert [row.cells[0] for row in graph.rows] == ["5", "50"]
    assert [row.cells[0] for row in questions.failures] == ["too slow"]
    assert questions.failures[0].cells[1:] == ("10.0, 10", "1,000.0, 100", "2.00", "1.00")


def test_a_question_that_is_not_asked_of_a_large_graph_grows_by_what_was_measured() -> None:
    costs = [{"all pairs": (0.01, 10)}, {"all pairs": (0.1, 100)}, {}]
    found = [Measured(reports, 9, 1.0, 9, 9, questions) for reports, questions in zip((5, 50, 5_000), costs, strict=True)]
    [row] = growth(found)[1].rows
    assert row.cells == ("all pairs", "10.0, 10", "100.0, 100", "not asked", "1.00", "1.00")


def test_a_quick_task_is_done_several_times_and_a_slow_one_once() -> None:
    assert len(timed(lambda: None, 0.001).rounds.get_values()) >= LEAST_ROUNDS
    found = timed(lambda: sum(range(400_000)), 0.0)
    assert (len(found.rounds.get_values()), found.result) == (1, 79999800000)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_each_parameter_of_a_question_can_be_narrowed_by(question: Question) -> None:
    for parameter in question.parameters:
        given = parameter.default is not None or parameter.name in NEEDED.get(question.name, {})
        assert given or place_of(parameter, question) is not None, parameter.name


def test_values_to_narrow_by_are_those_of_the_answer() -> None:
    question = QUESTIONS["recommendations"]
    blank = {column.name: None for column in question.columns}
    first = blank | {"authority": Resource("https://example.org/a", "A"), "quote": "It is a review", "addressees": ()}
    second = blank | {"authority": Resource("https://example.org/b", "B"), "quote": "training", "addressees": ("NHS B",)}
    found = Answer(question, question.columns, (tuple(first.values()), tuple(second.values())))
    assert narrowings(found) == {"authority": "https://example.org/a", "addressee": "NHS B", "words": "training"}
    assert narrowings_of_one_row(found) == {"authority": "https://example.org/b", "addressee": "NHS B", "words": "training"}


def test_a_bare_join_has_neither_order_nor_filters_of_parameters() -> None:
    for question in QUESTIONS.values():
        join = bare_join(bind(question, {}))
        assert "ORDER BY" not in join
        assert "!BOUND(?" not in join
        assert join.count("{") == join.count("}")
        assert join.count("(") == join.count(")")
