"""The site for everybody: by keyboard, without JavaScript, on a phone, with a screen reader."""

from __future__ import annotations

import base64

import pypdfium2
import pytest
from selenium.webdriver.common.keys import Keys

from browser.chromium import Browser
from ofsted_kg.server.browsing import ANYTHING, PAGES

REPORT = "/report/dudley/slac/2011-12-09"
EXAMPLES = {
    "home": ["/"],
    "questions": ["/questions"],
    "question": ["/questions/weak-arrangements?topic=MARAC", "/questions/paragraph?number=x", "/questions/search"],
    "authority": ["/authority/dudley"],
    "report": [REPORT, f"{REPORT}?topic=marac"],
    "topics": ["/topics"],
    "topic": ["/topic/marac"],
    "agencies": ["/agencies?kind=Police"],
    "api": ["/api"],
    "agency": ["/agency/west-midlands-police"],
    "recommendations": ["/recommendations", "/recommendations?topic=Audit"],
    "compare": ["/compare", "/compare?authority=dudley&authority=poole&authority=telford-and-wrekin"],
    "network": ["/network"],
    "search": ["/search", "/search?q=care+leavers&kind=findings", "/search?q=nowhere-to-be-found"],
    "coverage": ["/coverage"],
    "about": ["/about"],
    "resource": ["/inspection/dudley/slac/2011-12-09"],
    "editor": ["/editor", "/editor?query=ASK+%7B%7D"],
    "refusal": ["/nothing"],
}
ADDRESSES = [address for addresses in EXAMPLES.values() for address in addresses]


def test_every_kind_of_page_has_an_example() -> None:
    assert {page.template for page in (*PAGES, ANYTHING)} <= set(EXAMPLES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_barrier_that_axe_knows(browser: Browser, address: str) -> None:
    browser.visit(address)
    assert browser.violations() == []
    browser.complaints()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str) -> None:
    browser.resize(360, 740)
    browser.visit(address)
    assert browser.run("return document.documentElement.scrollWidth") == 360
    browser.complaints()


def test_the_result_of_the_editor_has_no_barrier(browser: Browser) -> None:
    browser.visit("/editor?question=grade-matrix")
    browser.find(".tabPanel.active .yasqe_queryButton").click()
    browser.find(".tabPanel.active .yasr_results tbody tr")
    assert browser.violations() == []


def test_the_keyboard_alone_leads_from_home_to_the_sentence(browser: Browser) -> None:
    browser.visit("/")
    browser.press(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to the content"
    browser.press(Keys.ENTER)
    browser.tab_to("main a[href='/questions/weak-arrangements']", 300)
    browser.press(Keys.ENTER)
    browser.wait(lambda: browser.path.startswith("/questions/weak-arrangements") or None, "Enter led nowhere")
    browser.tab_to("#p-topic")
    browser.press("Multi-agency r")
    browser.tab_to("main form button")
    browser.press(Keys.ENTER)
    browser.wait(lambda: "topic=" in browser.path or None, "the form was not sent")
    assert "(MARAC) as weak?" in browser.title
    browser.tab_to("td.quote a")
    browser.press(Keys.ENTER)
    browser.wait(lambda: browser.path.startswith(f"{REPORT}#") or None, "Enter led nowhere")


def test_the_focus_can_be_seen(browser: Browser) -> None:
    browser.visit("/topics")
    for _ in range(15):
        browser.press(Keys.TAB)
        style = "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]"
        assert browser.run(style) == ["solid", 3]


def test_arrow_keys_walk_through_the_network(browser: Browser) -> None:
    browser.visit("/network")
    browser.tab_to("#network svg a")
    seen = set()
    for _ in range(5):
        seen.add(browser.run("return document.activeElement.getAttribute('aria-label')"))
        browser.press(Keys.ARROW_DOWN)
    assert len(seen) == 5
    browser.press(Keys.TAB)
    assert not browser.run("return document.activeElement.closest('svg')")


def test_the_keyboard_gets_into_the_editor_and_out_of_it(browser: Browser) -> None:
    browser.visit("/editor?query=ASK+%7B%7D")
    browser.tab_to(".CodeMirror textarea")
    browser.press_with(Keys.CONTROL, Keys.ENTER)
    assert browser.find(".tabPanel.active .yasr_results").text
    browser.press(Keys.ESCAPE)
    browser.press(Keys.TAB)
    assert not browser.run("return document.activeElement.closest('.CodeMirror-code')")


def test_without_scripts_the_way_to_the_sentence_is_the_same(browser: Browser) -> None:
    browser.switch_scripts(off=True)
    browser.visit("/questions/weak-arrangements")
    browser.choose("#p-topic", "Multi-agency risk assessment conferences (MARAC)")
    browser.find("main form button").click()
    browser.find("td.quote a").click()
    assert browser.path.startswith(f"{REPORT}#")


def test_without_scripts_the_editor_is_a_form_that_answers(browser: Browser) -> None:
    browser.switch_scripts(off=True)
    browser.visit("/editor?question=inspections")
    assert "okg:inspectedAuthority" in browser.find("#query").get_attribute("value")
    browser.find("#plain button").click()
    browser.find("main table tbody tr")
    assert len(browser.all("main table tbody tr")) == 5


def test_without_scripts_the_network_is_a_picture_of_links_and_a_table(browser: Browser) -> None:
    browser.switch_scripts(off=True)
    browser.visit("/network")
    assert len(browser.all("#network svg a")) == len(browser.all("main table tbody tr")) + 5
    assert not browser.all(".tools")[0].is_displayed()


def test_a_printed_report_holds_its_text_and_no_navigation(browser: Browser) -> None:
    browser.visit(REPORT)
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    pages = pypdfium2.PdfDocument(base64.b64decode(printed))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert "hiatus in leadership" in text
    assert "Search" not in text
