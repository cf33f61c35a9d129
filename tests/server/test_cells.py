"""Rows of a table in HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ofsted_kg.answers import Answer, Cell, Resource
from ofsted_kg.question import Column, ColumnType, Question
from ofsted_kg.server.addresses import address
from ofsted_kg.server.cells import table_rows

QUESTION = Question("q", "Q", "Q?", "", "", (), (), "")
PASSAGE = Resource("https://w3id.org/ofsted-kg/id/report/dudley/slac/2011-12-09/paragraph/14", "paragraph 14")
TOPIC = Resource("https://w3id.org/ofsted-kg/id/topic/marac", "MARAC & more")


def html(value: Cell, kind: ColumnType, *, evidence: bool = False, link: str = "") -> str:
    column = Column("c", kind, "", evidence)
    return table_rows(Answer(QUESTION, (column,), ((value,),)), {0: link} if link else {}, ())


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        (None, "text", '<td class="text"><span class="nothing">–</span></td>'),
        ("<b>", "text", '<td class="text">&lt;b&gt;</td>'),
        (3, "integer", '<td class="integer figure">3</td>'),
        (True, "boolean", '<td class="boolean">yes</td>'),
        (date(2012, 3, 5), "date", '<td class="date"><time datetime="2012-03-05">5 March 2012</time></td>'),
        (("<a>", "b"), "list", '<td class="list"><ul><li>&lt;a&gt;</li><li>b</li></ul></td>'),
        (("a&b",), "list", '<td class="list">a&amp;b</td>'),
        (TOPIC, "concept", '<td class="concept"><a href="/topic/marac">MARAC &amp; more</a></td>'),
        (TOPIC, "link", '<td class="link"><a href="/topic/marac">about it</a></td>'),
        (PASSAGE, "link", f'<td class="link"><a href="{address(PASSAGE.iri)}">where it stands</a></td>'),
        (Resource("urn:x", "<x>"), "concept", '<td class="concept">&lt;x&gt;</td>'),
    ],
)
def test_a_cell_shows_its_value_escaped(value: Cell, kind: ColumnType, cell: str) -> None:
    assert html(value, kind) == f"<tr>\n{cell}\n</tr>\n"


def test_a_quote_leads_to_where_it_stands() -> None:
    shown = html('"so" & so', "text", evidence=True, link=TOPIC.iri)
    assert '<td class="text quote"><a class="evidence" href="/topic/marac">&#34;so&#34; &amp; so</a></td>' in shown


def test_hidden_columns_are_left_out() -> None:
    columns = tuple(Column(name, "text", "") for name in "ab")
    answer = Answer(QUESTION, columns, (("one", "two"), ("three", "four")))
    assert table_rows(answer, {}, ["a"]) == '<tr>\n<td class="text">two</td>\n</tr>\n<tr>\n<td class="text">four</td>\n</tr>\n'
    assert table_rows(replace(answer, rows=()), {}, ()) == ""
