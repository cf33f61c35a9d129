"""The interface in OpenAPI 3.1, made from the headers of the stored questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, Final

from ofsted_kg.labels import Concept, Labels
from ofsted_kg.question import Parameter, Question
from ofsted_kg.rdf.namespaces import ONTOLOGY
from ofsted_kg.server.asking import LONGEST, MOST_VALUES, allowed
from ofsted_kg.tables import FORMATS

_TYPES: Final[dict[str, dict[str, Any]]] = {
    "concept": {"type": "string"},
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
    "iri": {"type": "string", "format": "iri"},
}
_DEFAULTS: Final[dict[str, Callable[[str], Any]]] = {"integer": int, "boolean": lambda text: text == "true"}
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
    questions = tuple(questions)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Inspections of children's services",
            "version": version("ofsted-kg"),
            "description": "Stored questions about inspection reports. Every row carries the sentence it rests on.",
        },
        "paths": {f"/api/questions/{question.name}": {"get": _operation(question, labels, limit)} for question in questions},
        "components": {"schemas": {"Resource": _RESOURCE, "Error": _ERROR, **_vocabulary(questions, labels)}},
    }


def _vocabulary(questions: Iterable[Question], labels: Labels) -> dict[str, Any]:
    """For each class of concepts a schema with all the names that its members go by."""
    classes = {p.concept_class for question in questions for p in question.parameters if p.concept_class}
    return {_schema_name(name): _names(labels.of_class(name)) for name in sorted(classes)}


def _schema_name(concept_class: str) -> str:
    return concept_class.removeprefix(ONTOLOGY)


def _names(concepts: Iterable[Concept]) -> dict[str, Any]:
    known = tuple(concepts)
    first = dict.fromkeys(concept.label for concept in known)
    others = sorted({name for concept in known for name in concept.names} - set(first))
    return {"type": "string", "enum": [*first, *others], "description": "A name, in any case; IRIs are understood as well."}


def _operation(question: Question, labels: Labels, limit: int) -> dict[str, Any]:
    return {
        "operationId": question.name,
        "summary": question.title,
        "description": f"{question.in_words()} {question.description} Rows are ordered by: {question.order}",
        "parameters": [*(_parameter(p, labels) for p in question.parameters), *_paging(limit)],
        "responses": {
            "200": {"description": "The answer.", "headers": _headers(), "content": _contents(question)},
            "304": {"description": "The client holds it already (If-None-Match)."},
            "400": {"description": "The request is no proper HTTP, or its head is too large."},
            "406": _error("No accepted media type is offered."),
            "414": {"description": "The address is too long."},
            "422": _error("A parameter is wrong; names it and what is allowed."),
            "503": _error("The knowledge graph can't be read at the moment."),
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
        schema |= {"minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}
    if parameter.default is not None:
        schema["default"] = _DEFAULTS.get(parameter.type, str)(parameter.default)
    return schema


def _schema(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    if parameter.concept_class and labels.of_class(parameter.concept_class):
        return {"$ref": f"#/components/schemas/{_schema_name(parameter.concept_class)}"}
    return value_schema(parameter, labels)


def _parameter(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    schema = _schema(parameter, labels)
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "required": parameter.required,
    }
    if parameter.repeatable:
        values = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_VALUES}
        return described | {"schema": values, "style": "form", "explode": True}
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
