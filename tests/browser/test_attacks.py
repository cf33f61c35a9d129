"""A report whose every text is an attack, in a real browser: nothing of it runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from browser.chromium import Browser
from browser.conftest import fresh
from ofsted_kg.build import BuildOptions, build
from served import served

PAYLOAD = "\"'><script>window.attacked=1</script><img src=x onerror=window.attacked=2><svg onload=window.attacked=3></textarea>"
KINDS = ("#quote> ", "#heading> ", "#text> ", "#addresseeName> ", "#leadInspector> ", "#sourceFile> ", "title> ", "abel> ")
IN_NQUADS = PAYLOAD.replace('"', '\\"')
QUOTES = (
    "SELECT ?quote WHERE { ?s <https://w3id.org/ofsted-kg/ontology#quote> ?quote FILTER(CONTAINS(?quote, 'attacked')) } LIMIT 20"
)


@pytest.fixture(scope="module")
def attacked_site(kg: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = tmp_path_factory.mktemp("attacked") / "kg"
    shutil.copytree(kg, own)
    file = own / "graphs" / "dudley_slac_2011-12-09.nq"
    lines = file.read_text("utf-8").splitlines()
    attacking = [line.replace('> "', f'> "{IN_NQUADS}', 1) if any(k in line for k in KINDS) else line for line in lines]
    assert attacking != lines
    file.write_text("\n".join(attacking) + "\n", "utf-8")
    build([], own, BuildOptions(jobs=1))
    with served(own) as address:
        yield address


@pytest.fixture
def browser(chromium: Chrome, attacked_site: str) -> Iterator[Browser]:
    yield from fresh(chromium, attacked_site)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/authority/dudley",
        "/report/dudley/slac/2011-12-09",
        "/topic/marac",
        "/agencies",
        "/network",
        "/recommendations",
        "/coverage",
        "/search?q=marac",
        "/questions/recommendations",
        "/inspection/dudley/slac/2011-12-09",
    ],
)
def test_nothing_of_an_attacking_report_runs(browser: Browser, address: str) -> None:
    browser.visit(address)
    assert browser.run("return window.attacked") is None
    assert browser.all("img, main script, svg[onload], [onerror]") == []


def test_the_attack_is_shown_as_text(browser: Browser) -> None:
    browser.visit("/recommendations?authority=Dudley")
    assert PAYLOAD in browser.find(".recommendations").text


def test_nothing_runs_in_the_results_of_the_editor(browser: Browser) -> None:
    browser.visit("/editor")
    browser.run("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", QUOTES)
    browser.find(".yasqe_queryButton").click()
    browser.find(".yasr_results tbody tr")
    assert "window.attacked" in browser.find(".yasr_results").text
    browser.find(".select_response").click()
    browser.find(".yasr_results .CodeMirror")
    assert browser.run("return window.attacked") is None
    # the sanitiser of YASGUI parses texts in a document of its own, and the policy forbids their handlers even there
    assert [line for line in browser.complaints() if "Executing inline event handler" not in line] == []
