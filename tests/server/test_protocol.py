"""The SPARQL 1.1 Protocol, request by request; the cases are data."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from textcases import Case, ids, read_cases

CASES = read_cases("../server/cases/protocol.txt")


def send(client: TestClient, text: str) -> tuple[int, str, str]:
    head, _, body = text.partition("\n\n")
    method, target = head.split("\n")[0].split(" ")
    headers = dict(line.split(":", 1) for line in head.split("\n")[1:])
    response = client.request(method, target, headers={name: value.strip() for name, value in headers.items()}, content=body)
    return response.status_code, response.headers.get("content-type", ""), response.text


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_the_protocol(client: TestClient, case: Case) -> None:
    status, media_type, body = send(client, case.given)
    expected, *parts = case.expected.split("\n")
    assert f"{status} {media_type.partition(';')[0]}".startswith(expected)
    assert [part for part in parts if part not in body] == []


def test_many_cases_are_there() -> None:
    assert len(CASES) > 60
    assert len({case.title for case in CASES}) == len(CASES)
