"""The interface in OpenAPI 3.1, made from the headers of the stored questions."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Final

from ofsted_kg.labels import Labels
from ofsted_kg.question import Parameter, Question
from ofsted_kg.server.asking import allowed
from ofsted_kg.tables import FORMATS

_TYPES: Final[dict[str, dict[str, Any]]] = {
    "concept": {"type": "string"},
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
    "iri": {"type": "string", "format": "iri"},
}
_CELLS: Final[dict[str, dict[str, Any]]] = {
    "concept": {"$ref": "#/components/schemas/Resource"},
    "report": {"$ref": "#/components/schemas/Resource"},
    "link": {"$ref": "#/components/schemas/Resource"},
    "text": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
_RESOURCE: Final = {
    "type": "object",
    "required": ["iri", "label"],
    "properties": {"iri": {"type": "string", "format": "iri"}, "label": {"type": "string"}},
}
_ERROR: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}, "parameter": {"type": "string"}, "allowed": {}},
}


def describe_api(questions: Iterable[Question], labels: Labels, limit: int) -> dict[str, Any]:
    """The description of the whole interface."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Inspections of children's services",
            "version": version("ofsted-kg"),
            "description": "Stored questions about inspection reports. Every row carries the sentence it rests on.",
        },
        "paths": {f"/api/questions/{question.name}": {"get": _operation(question, labels, limit)} for question in questions},
        "components": {"schemas": {"Resource": _RESOURCE, "Error": _ERROR}},
    }


def _operation(question: Question, labels: Labels, limit: int) -> dict[str, Any]:
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": f"{question.in_words()} {question.description} Rows are ordered by: {question.order}",
        "parameters": [*(_parameter(p, labels) for p in question.parameters), *_paging(limit)],
        "responses": {
            "200": {"description": "The answer.", "headers": _headers(), "content": _contents(question)},
            "304": {"description": "The client holds it already (If-None-Match)."},
            "406": _error("No accepted media type is offered."),
            "422": _error("A parameter is wrong; names it and what is allowed."),
        },
    }


def value_schema(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    """JSON schema of one value of a parameter."""
    schema = dict(_TYPES[parameter.type])
    values = allowed(parameter, labels)
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    elif values:
        schema["examples"] = values[:3]
    elif parameter.type == "text":
        schema["maxLength"] = 1000
    if parameter.default is not None:
        schema["default"] = int(parameter.default) if parameter.type == "integer" else parameter.default
    return schema


def _parameter(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    schema = value_schema(parameter, labels)
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "required": parameter.required,
    }
    if parameter.repeatable:
        return described | {"schema": {"type": "array", "items": schema}, "style": "form", "explode": True}
    return described | {"schema": schema}


def _paging(limit: int) -> list[dict[str, Any]]:
    rows = f"How many rows; {limit} where JSON is asked for, all of them in a file."
    return [
        {"name": "limit", "in": "query", "description": rows, "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000}},
        {
            "name": "offset",
            "in": "query",
            "description": "How many rows to pass over.",
            "schema": {"type": "integer", "minimum": 0, "maximum": 1_000_000, "default": 0},
        },
    ]


def _headers() -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    return {"ETag": {"description": "Changes with the content.", **text}, "Link": {"description": "first, prev, next", **text}}


def _contents(question: Question) -> dict[str, Any]:
    cells = {c.name: {"anyOf": [_CELLS[c.type], {"type": "null"}], "description": c.meaning} for c in question.columns}
    row = {"type": "object", "required": list(cells), "properties": cells, "additionalProperties": False}
    answer = {
        "type": "object",
        "required": ["question", "wording", "columns", "rows", "warnings"],
        "properties": {
            "question": {"const": question.name},
            "title": {"type": "string"},
            "wording": {"type": "string", "description": "The question in plain English with the chosen values."},
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": row},
            "warnings": {"type": "array", "items": {"type": "string"}},
        },
    }
    text: dict[str, Any] = {"schema": {"type": "string"}}
    return {
        "application/json": {"schema": answer},
        "text/csv": text,
        FORMATS["xlsx"].media_type: {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "text/markdown": text,
        "application/sparql-results+json": {"schema": {"type": "object"}},
    }


def _error(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
