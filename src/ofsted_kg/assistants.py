"""The stored questions as tools for assistants, by the Model Context Protocol.

One tool for each stored question, with its typed parameters and with evidence in every row; one for read-only SPARQL
within the limits of the server; one that lists the vocabulary.  Each report can be read as a resource.  What an
assistant gets wrong comes back as a tool error that names the parameter and the allowed values.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

from anyio.to_thread import run_sync
from mcp import MCPError, types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from ofsted_kg.answers import Cell, Resource
from ofsted_kg.errors import QueryError
from ofsted_kg.question import Question
from ofsted_kg.rdf.namespaces import ONTOLOGY
from ofsted_kg.server.asking import ask
from ofsted_kg.server.job import Job
from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.openapi import value_schema
from ofsted_kg.server.pool import BrokenOff, Pool
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.server.settings import Settings
from ofsted_kg.tables import FORMATS

_ROWS: Final = 50
"""Rows of an answer where the assistant does not say."""
_MOST_BYTES: Final = 200_000
"""Bytes of the longest result: more would crowd out everything else that the assistant knows."""
_NO_RESOURCE: Final = -32002
_INSTRUCTIONS: Final = (
    "Answers about inspection reports on English children's services. Each row has the words of the report that it rests on; "
    "quote them, and name the report and the paragraph. Verdicts on topics are computed from findings and printed in no report."
)
_READ_ONLY: Final = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Assistant:
    """What the tools work with."""

    library: Library
    pool: Pool
    settings: Settings

    async def list_tools(self, _context: Any, _params: Any) -> types.ListToolsResult:
        """All tools."""
        edition = self.library.current()
        questions = [_question_tool(question, edition) for question in edition.questions.values()]
        return types.ListToolsResult(tools=[*questions, _SPARQL, _VOCABULARY])

    async def call_tool(self, _context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Result of a tool, or what was wrong with the call."""
        try:
            text = await self._called(params.name, params.arguments or {})
        except Refusal as refusal:
            allowed = refusal.details.get("allowed")
            text = refusal.reason + (f"; allowed: {', '.join(allowed)}" if isinstance(allowed, list) and allowed else "")
            return types.CallToolResult(content=[types.TextContent(text=text)], is_error=True)
        except (QueryError, BrokenOff) as error:
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=text)])

    async def list_resources(self, _context: Any, _params: Any) -> types.ListResourcesResult:
        """The reports."""
        records = self.library.current().view("reports").records()
        return types.ListResourcesResult(resources=[_report_resource(record) for record in records])

    async def read_resource(self, _context: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """The text of a report, numbered paragraph by numbered paragraph."""
        text = await run_sync(_report_text, self.library.current(), str(params.uri))
        content = types.TextResourceContents(uri=str(params.uri), mime_type="text/markdown", text=text)
        return types.ReadResourceResult(contents=[content])

    async def _called(self, name: str, arguments: Arguments) -> str:
        edition = self.library.current()
        if name == _SPARQL.name:
            return await self._sparql(str(arguments.get("query", "")))
        if name == _VOCABULARY.name:
            return _vocabulary(edition, str(arguments.get("of", "")))
        if name not in edition.questions:
            raise Refusal(404, f"no tool is called {name!r}")
        return await run_sync(_answered, edition, edition.questions[name], arguments)

    async def _sparql(self, query: str) -> str:
        limits = self.settings
        job = Job(query, "application/sparql-results+json", "text/turtle", rows=limits.rows, seconds=limits.deadline)
        answer = await self.pool.ask(job)
        content = answer.first
        if answer.rest is not None:
            await answer.rest.aclose()
        if answer.rest is not None or len(content) > _MOST_BYTES:
            raise Refusal(503, f"the result is longer than {_MOST_BYTES:,} bytes: add a LIMIT, or select less")
        return content.decode()


def create_assistant(kg: Path, settings: Settings | None = None, queries: Path | None = None) -> Server[Any]:
    """The protocol's server over the knowledge graph in a folder; NoKnowledgeGraph where nothing has been built."""
    chosen = settings or Settings()
    library = Library(kg, queries)
    assistant = Assistant(library, Pool(kg, chosen), chosen)

    @asynccontextmanager
    async def lifespan(_server: Server[Any]) -> AsyncIterator[None]:
        # it also begins the watch that ends queries at their deadline
        await assistant.pool.open()
        try:
            yield
        finally:
            await assistant.pool.close()

    return Server(
        "ofsted-kg",
        version=version("ofsted-kg"),
        instructions=_INSTRUCTIONS,
        lifespan=lifespan,
        on_list_tools=assistant.list_tools,
        on_call_tool=assistant.call_tool,
        on_list_resources=assistant.list_resources,
        on_read_resource=assistant.read_resource,
    )


async def serve_stdio(server: Server[Any]) -> None:
    """Talk over standard input and output until the assistant hangs up."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


# --- stored questions


def _question_tool(question: Question, edition: Edition) -> types.Tool:
    described = f"{question.in_words()} {question.description} Evidence is in the column {question.evidence}."
    return types.Tool(
        name=question.name,
        title=question.title,
        description=described,
        input_schema=_schema(question, edition),
        annotations=_READ_ONLY,
    )


def _schema(question: Question, edition: Edition) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for parameter in question.parameters:
        value = value_schema(parameter, edition.labels)
        kind = {"anyOf": [value, {"type": "array", "items": value}]} if parameter.repeatable else value
        properties[parameter.name] = {**kind, "description": parameter.meaning}
    properties["limit"] = {"type": "integer", "minimum": 1, "default": _ROWS, "description": "How many rows."}
    properties["offset"] = {"type": "integer", "minimum": 0, "default": 0, "description": "How many rows to pass over."}
    required = [parameter.name for parameter in question.parameters if parameter.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _answered(edition: Edition, question: Question, arguments: Arguments) -> str:
    pairs = [(name, str(one)) for name, value in arguments.items() for one in (value if isinstance(value, list) else [value])]
    page = ask(edition, question, pairs, _ROWS)
    text = FORMATS["json"].write(page.answer).decode()
    if len(text) > _MOST_BYTES:
        raise Refusal(503, "the answer is too long: choose less, or a smaller limit")
    more = f"\nMore rows follow: ask again with offset {page.window.offset + len(page.answer.rows)}." if page.has_next else ""
    return text + more


# --- SPARQL and vocabulary

_SPARQL: Final = types.Tool(
    name="sparql",
    title="SPARQL query",
    description="A read-only SPARQL 1.1 query of your own, for what no other tool answers. Call 'vocabulary' first to see the "
    "classes, properties and concepts. The default graph is the union of all graphs; each report is a named graph.",
    input_schema={
        "type": "object",
        "properties": {"query": {"type": "string"}},
        "required": ["query"],
        "additionalProperties": False,
    },
    annotations=_READ_ONLY,
)
_VOCABULARY: Final = types.Tool(
    name="vocabulary",
    title="Ontology and vocabulary",
    description="The classes and properties of the graph; or, with 'of', the concepts of one class, such as Topic.",
    input_schema={
        "type": "object",
        "properties": {"of": {"type": "string", "description": "Name of a class, such as Topic."}},
        "additionalProperties": False,
    },
    annotations=_READ_ONLY,
)
_TERMS: Final = """\
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?kind ?comment
WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  GRAPH <https://w3id.org/ofsted-kg/ontology> { ?term a ?kind ; rdfs:comment ?comment }
}
ORDER BY ?kind STR(?term)
"""


def _vocabulary(edition: Edition, of_class: str) -> str:
    if not of_class:
        rows = [[getattr(term, "value", "") for term in row] for row in edition.store.query(_TERMS)]
        lines = (f"okg:{iri.removeprefix(ONTOLOGY)} ({kind.rpartition('#')[2]}): {comment}" for iri, kind, comment in rows)
        return "\n".join([f"PREFIX okg: <{ONTOLOGY}>", *lines])
    concepts = edition.labels.of_class(ONTOLOGY + of_class.removeprefix("okg:"))
    if not concepts:
        raise Refusal(
            404, f"the vocabulary has no concepts of a class {of_class!r}; call this tool without 'of' to see the classes"
        )
    return "\n".join(f"<{concept.iri}> {concept.label}" for concept in concepts)


# --- reports as resources


def _report_resource(record: Mapping[str, Cell]) -> types.Resource:
    report, authority = cast("Resource", record["report"]), cast("Resource", record["authority"])
    return types.Resource(
        uri=report.iri,
        name=report.label,
        title=f"{authority.label}, inspected {record['inspected']}",
        description=str(record["title"]),
        mime_type="text/markdown",
    )


def _report_text(edition: Edition, iri: str) -> str:
    sections = edition.view("sections", {"report": [iri]}).records()
    if not sections:
        raise MCPError(_NO_RESOURCE, f"there is no report {iri}")
    paragraphs: dict[str, list[str]] = {}
    for record in edition.view("paragraphs", {"report": [iri]}).records():
        text = f"{record['paragraph']}. {record['quote']}"
        paragraphs.setdefault(cast("Resource", record["section"]).iri, []).append(text)
    parts = [f"## {one['heading'] or 'Front matter'}\n\n" + "\n\n".join(paragraphs.get(_iri(one), [])) for one in sections]
    return "\n\n".join(parts)


def _iri(record: Mapping[str, Cell]) -> str:
    return cast("Resource", record["section"]).iri
