"""The tools for assistants, asked through the protocol's own client."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from ofsted_kg.assistants import create_assistant
from ofsted_kg.build import BuildOptions, build
from ofsted_kg.resources import packaged_folder
from ofsted_kg.server.settings import Settings


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assistants") / "kg"
    assert build([packaged_folder("reports") / "dudley-2012.txt"], folder, BuildOptions(jobs=1)).problems == ()
    return folder


def asking(kg: Path, use: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(create_assistant(kg, Settings(deadline=1, quick=1))) as client:
            return await use(client)

    return anyio.run(run)


def called(kg: Path, name: str, arguments: dict[str, Any]) -> tuple[bool, str]:
    result = asking(kg, lambda client: client.call_tool(name, arguments))
    return bool(result.is_error), result.content[0].text


def test_each_stored_question_is_a_tool_with_typed_parameters(kg: Path) -> None:
    tools = {tool.name: tool for tool in asking(kg, lambda client: client.list_tools()).tools}
    questions = {path.stem for path in packaged_folder("queries").glob("*.rq")}
    assert tools.keys() == questions | {"sparql", "vocabulary"}
    schema = tools["inspections"].input_schema
    assert schema["properties"]["since"]["format"] == "date"
    assert schema["additionalProperties"] is False


def test_an_answer_has_the_words_it_rests_on(kg: Path) -> None:
    is_error, text = called(kg, "grades-of-area", {"area": "being healthy"})
    [row] = json.loads(text)["rows"]
    assert (is_error, row["grade"]["label"], row["quote"]) == (False, "Adequate", "Being healthy | Adequate")


def test_an_answer_says_that_there_is_more(kg: Path) -> None:
    _, text = called(kg, "grade-matrix", {"limit": 2, "offset": 2})
    assert text.endswith("More rows follow: ask again with offset 4.")


def test_a_wrong_value_is_a_tool_error_that_lists_the_allowed_ones(kg: Path) -> None:
    is_error, text = called(kg, "recommendations", {"timescale": "tomorrow"})
    assert is_error
    assert "timescale" in text
    assert "Within three months" in text


def test_a_free_query_is_answered_within_limits(kg: Path) -> None:
    is_error, text = called(kg, "sparql", {"query": "SELECT (6 * 7 AS ?answer) {}"})
    assert (is_error, json.loads(text)["results"]["bindings"][0]["answer"]["value"]) == (False, "42")
    refused = {
        "SELECT": "line 1",
        "SELECT * { ?s ?p ?o }": "add a LIMIT",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": "SERVICE is not allowed",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }": "took longer than 1 seconds",
    }
    for query, reason in refused.items():
        is_error, text = called(kg, "sparql", {"query": query})
        assert (is_error, reason in text) == (True, True)


def test_the_vocabulary_is_listed(kg: Path) -> None:
    assert "okg:inspectedAuthority (ObjectProperty): " in called(kg, "vocabulary", {})[1]
    assert "<https://w3id.org/ofsted-kg/id/topic/marac> Multi-agency" in called(kg, "vocabulary", {"of": "Topic"})[1]
    assert called(kg, "vocabulary", {"of": "Unicorn"})[0]


def test_an_unknown_tool_is_an_error(kg: Path) -> None:
    assert called(kg, "no-such-tool", {}) == (True, "no tool is called 'no-such-tool'")


def test_reports_can_be_read(kg: Path) -> None:
    [report] = asking(kg, lambda client: client.list_resources()).resources
    assert report.title == "Dudley, inspected 2011-12-09"
    [content] = asking(kg, lambda client: client.read_resource(report.uri)).contents
    assert "\n\n14. " in content.text


def test_a_report_that_is_not_there_is_an_error(kg: Path) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match="there is no report"):
            await client.read_resource("https://w3id.org/ofsted-kg/id/report/none/slac/2011-12-09")

    asking(kg, read)


def test_the_command_talks_over_standard_input_and_output(kg: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "ofsted_kg", "mcp", "--kg", str(kg)])

    async def run() -> Any:
        async with Client(command) as client:
            return await client.call_tool("inspections", {})

    assert "Martin" in anyio.run(run).content[0].text
