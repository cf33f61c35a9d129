"""Ways through the site that people take, in a real browser."""

from __future__ import annotations

import json
from urllib.request import urlopen

from selenium.webdriver.common.keys import Keys

from browser.chromium import Browser

MARAC = "Multi-agency risk assessment conferences (MARAC)"
QUOTE = "MARAC are not being held on a regular basis and have experienced a hiatus in leadership"
RUN = ".tabPanel.active .yasqe_queryButton"
RESULTS = ".tabPanel.active .yasr_results"


def view_box(browser: Browser) -> list[float]:
    return [
        float(number) for number in browser.run("return document.querySelector('#network svg').getAttribute('viewBox')").split()
    ]


def is_in_view(browser: Browser, selector: str) -> bool:
    box = browser.run(
        "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.top, b.bottom]", selector
    )
    return bool(box[0] >= 0 and box[1] <= 900)


def test_from_home_by_a_question_to_the_sentence_in_the_report(browser: Browser) -> None:
    browser.visit("/")
    browser.follow("Weak arrangements")
    browser.choose("#p-topic", MARAC)
    browser.find("main form button").click()
    browser.wait(lambda: "topic=" in browser.path or None, "the form was not sent")
    assert browser.title == f"Which authorities rate {MARAC} as weak?"
    assert QUOTE in browser.texts("td.quote")
    browser.follow(QUOTE)
    assert browser.path.startswith("/report/dudley/slac/2011-12-09#")
    assert browser.wait(lambda: is_in_view(browser, ":target") or None, "the sentence is out of sight")
    marked = browser.run("return document.querySelector(':target').closest('.paragraph').id")
    assert marked == "p34"
    assert QUOTE in browser.find("#p34 .text").text.replace("−", "")


def test_a_grade_of_the_heat_map_leads_to_its_row_in_the_record(browser: Browser) -> None:
    browser.visit("/")
    browser.find(".heat td.g4 a").click()
    browser.wait(lambda: browser.path.startswith("/report/telford-and-wrekin/") or None, "the grade led nowhere")
    assert browser.texts("tr:target td")[-1] == "Quality of provision | Inadequate"


def test_the_editor_runs_a_stored_question_and_links_to_the_pages(browser: Browser) -> None:
    browser.visit("/questions/inspections")
    browser.find("details.behind summary").click()
    browser.follow("Open in the editor")
    assert "Which inspections" in browser.run(
        "return document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"
    )
    browser.find(RUN).click()
    assert browser.find(f"{RESULTS} tbody tr")
    assert len(browser.all(f"{RESULTS} tbody tr")) == 5
    assert browser.find(f"{RESULTS} a").get_attribute("href").startswith(f"{browser.site}/id/")


def test_an_example_comes_into_the_editor(browser: Browser) -> None:
    browser.visit("/editor")
    browser.choose("#question", "Grade matrix")
    browser.find(".examples button").click()
    browser.wait(lambda: "question=grade-matrix" in browser.path or None, "the example was not fetched")
    browser.find(RUN).click()
    browser.find(f"{RESULTS} tbody tr")
    assert browser.find(".tabPanel.active .yasr_response_chip").text.startswith("110 results")


def test_a_query_that_fails_says_why_in_the_editor(browser: Browser) -> None:
    browser.visit("/editor?query=SELECT+*+WHERE+%7B+SERVICE+%3Chttp%3A%2F%2Fx%3E+%7B%7D+%7D")
    browser.find(RUN).click()
    assert "SERVICE" in browser.find(".tabPanel.active .errorMessageContainer, .tabPanel.active .errorResult").text
    assert [line for line in browser.complaints() if "400" not in line] == []


def test_the_network_zooms_and_finds(browser: Browser) -> None:
    browser.visit("/network")
    whole = view_box(browser)
    browser.find("[aria-label='Zoom in']").click()
    assert view_box(browser)[2] < whole[2]
    browser.find("[data-zoom='0']").click()
    assert view_box(browser) == whole
    browser.find("#look").send_keys("West Midlands Police")
    assert browser.find("#told").text == "1 found"
    browser.run("document.querySelector('#network a.found circle').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    browser.wait(lambda: browser.path.startswith("/agency/") or None, "the node led nowhere")
    assert browser.title == "West Midlands Police Force"


def test_the_network_narrows_down_and_its_table_says_the_same(browser: Browser) -> None:
    browser.visit("/network")
    browser.choose("#n-kind", "Police")
    browser.find("main form button").click()
    browser.wait(lambda: "kind=Police" in browser.path or None, "the form was not sent")
    drawn = {node.get_attribute("aria-label").partition(":")[0] for node in browser.all("#network a:not(.authority)")}
    assert drawn == set(browser.texts("main table tbody th"))
    assert "West Midlands Police Force" in drawn


def test_a_search_finds_and_narrows_down(browser: Browser) -> None:
    browser.visit("/")
    browser.find("header input").send_keys("supervision", Keys.ENTER)
    browser.wait(lambda: browser.path == "/search?q=supervision" or None, "the search was not sent")
    everywhere = len(browser.all(".hits li"))
    browser.follow("Poole")
    browser.wait(lambda: "authority=Poole" in browser.path or None, "the facet led nowhere")
    browser.follow("findings")
    hits = browser.texts(".hits .about")
    assert 0 < len(hits) < everywhere
    assert all(hit.startswith("Poole, paragraph") for hit in hits)
    assert browser.find(".facets [aria-current] + .times").text == str(len(hits))
    browser.find(".hits a").click()
    browser.wait(lambda: browser.path.startswith("/report/poole/") or None, "the hit led nowhere")
    assert "supervision" in browser.run("return document.querySelector(':target').parentElement.textContent").lower()


def test_a_report_marks_one_topic_when_asked_to(browser: Browser) -> None:
    browser.visit("/report/dudley/slac/2011-12-09")
    all_marks = len(browser.all(".paragraph mark"))
    browser.choose("#topic", f"{MARAC} (3)")
    browser.find(".marking button").click()
    browser.wait(lambda: "topic=marac" in browser.path or None, "the form was not sent")
    assert len(browser.all(".paragraph mark")) == 3 < all_marks
    browser.follow("55")
    assert browser.wait(lambda: is_in_view(browser, "#p55 .pilcrow") or None, "the paragraph is out of sight")


def test_every_table_of_a_page_can_be_downloaded(browser: Browser) -> None:
    for path in ("/", "/authority/dudley", "/topic/marac", "/questions/inspections", "/coverage", "/network"):
        browser.visit(path)
        links = [link.get_attribute("href") for link in browser.all(".download a")]
        assert len(links) == 2 * len(browser.all(".download")) > 0
        kinds = {urlopen(link).headers["content-type"].partition(";")[0] for link in links}
        assert kinds == {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def test_what_a_page_shows_is_what_the_interface_answers(browser: Browser) -> None:
    browser.visit("/questions/grades-of-area?area=being+healthy")
    rows = json.load(urlopen(f"{browser.site}/api/questions/grades-of-area?area=being+healthy"))["rows"]
    assert browser.texts("td:nth-child(3)") == [row["grade"]["label"] for row in rows]
