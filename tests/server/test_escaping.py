"""A report whose every text is an attack is shown as text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_kg.build import BuildOptions, build
from ofsted_kg.server.app import create_app

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</textarea>"
KINDS = ("#quote> ", "#heading> ", "#text> ", "#addresseeName> ", "#leadInspector> ", "#sourceFile> ", "title> ", "#label> ")
IN_NQUADS = PAYLOAD.replace("\\", "\\\\").replace('"', '\\"')


@pytest.fixture(scope="module")
def attacked(kg: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    own = tmp_path_factory.mktemp("attacked") / "kg"
    shutil.copytree(kg, own)
    file = own / "graphs" / "dudley_slac_2011-12-09.nq"
    lines = file.read_text("utf-8").splitlines()
    attacking = [_attacking(line) if any(kind in line for kind in KINDS) else line for line in lines]
    file.write_text("\n".join(attacking) + "\n", "utf-8")
    build([], own, BuildOptions(jobs=1))
    with TestClient(create_app(own)) as made:
        yield made


def _attacking(line: str) -> str:
    """The line with the attack in front of its text."""
    return line.replace('> "', f'> "{IN_NQUADS}', 1)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/authority/dudley",
        "/report/dudley/slac/2011-12-09",
        "/topic/marac",
        "/recommendations",
        "/coverage",
        "/search?q=marac",
        "/questions/recommendations",
        "/questions/paragraph?number=14",
        "/inspection/dudley/slac/2011-12-09",
        "/editor?query=SELECT+%3Fq+%7B+%3Fs+%3Chttps%3A%2F%2Fw3id.org%2Fofsted-kg%2Fontology%23quote%3E+%3Fq+%7D+LIMIT+9",
    ],
)
def test_texts_of_a_report_never_become_markup(attacked: TestClient, address: str) -> None:
    page = attacked.get(address, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "49" not in page.text.partition("onerror=alert(2)&gt;")[2][:4]


@pytest.mark.parametrize(
    "address",
    [
        "/search?q={}",
        "/questions/recommendations?words={}",
        "/questions/grades-of-area?area={}",
        "/questions/{}",
        "/recommendations?words={}",
        "/compare?authority={}",
        "/topic/{}",
        "/editor?query={}",
        "/{}",
        "/api/questions/{}",
    ],
)
def test_what_is_asked_for_never_becomes_markup(attacked: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    name = query.partition("=")[0]
    target = path if query else path.replace("{}", PAYLOAD)
    page = attacked.get(target, params={name: PAYLOAD} if query else None, headers={"accept": "text/html"})
    if "json" not in page.headers["content-type"]:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_an_error_shows_neither_a_path_nor_a_traceback(kg: Path, tmp_path: Path) -> None:
    own = tmp_path / "kg"
    shutil.copytree(kg, own)
    with TestClient(create_app(own), raise_server_exceptions=False) as client:
        client.app.state.site.library.current().store.close()  # type: ignore[attr-defined]
        answer = client.get("/api/questions/inspections")
        assert (answer.status_code, answer.json()) == (503, {"error": "the knowledge graph can't be read at the moment"})
        page = client.get("/coverage", headers={"accept": "text/html"})
        assert page.status_code == 503
        assert str(tmp_path) not in page.text
        assert "Traceback" not in page.text
