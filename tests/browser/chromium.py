"""A browser tab in the words of the tests: what people see and do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

T = TypeVar("T")
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 30
"""Seconds that a busy machine may take for what takes a fraction of one."""


class Browser:
    """One tab at one site."""

    def __init__(self, driver: Chrome, site: str) -> None:
        self.driver = driver
        self.site = site

    def visit(self, path: str) -> None:
        self.driver.get(self.site + path)

    def resize(self, width: int, height: int) -> None:
        """Give the page a size as a screen of that width has it; windows can't be as narrow as a phone."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def switch_scripts(self, *, off: bool) -> None:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": off})

    @property
    def path(self) -> str:
        """The address without the site: path, query and fragment."""
        return self.driver.current_url.removeprefix(self.site)

    def find(self, selector: str) -> WebElement:
        """The first element of that kind, as soon as it can be seen."""
        return self.wait(lambda: next((one for one in self.all(selector) if one.is_displayed()), None), f"no {selector}")

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(one.text.split()) for one in self.all(selector)]

    @property
    def title(self) -> str:
        return self.find("h1").text.replace("\n", " ")

    def follow(self, text: str) -> None:
        """Click the link of that text and wait for its page."""
        link = self.wait(lambda: next((a for a in self.all("main a") if a.text == text), None), f"no link {text!r}")
        before = self.driver.current_url
        link.click()
        self.wait(lambda: self.driver.current_url != before or None, f"{text!r} led nowhere")

    def choose(self, selector: str, text: str) -> None:
        Select(self.find(selector)).select_by_visible_text(text)

    def press(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def press_with(self, modifier: str, key: str) -> None:
        """Press a key while another is held down."""
        ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def tab_to(self, selector: str, most: int = 60) -> WebElement:
        """Press Tab until an element of that kind has the focus."""
        for _ in range(most):
            self.press(Keys.TAB)
            if self.run("return document.activeElement.matches(arguments[0])", selector):
                return self.driver.switch_to.active_element
        raise AssertionError(f"{selector} can't be reached with the Tab key")

    def run(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def wait(self, look: Callable[[], T | None], otherwise: str) -> T:
        """What a look finds as soon as it finds anything."""
        return cast("T", WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda _: look(), otherwise))

    def violations(self) -> list[str]:
        """What axe-core has to say about the page: rule and element."""
        self.driver.execute_script(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then((result) => done(result.violations), (error) => done(String(error)))"
        )
        assert isinstance(found, list), found
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    def complaints(self) -> list[str]:
        """What the browser itself wrote to its console: scripts that failed, things that the policy forbids."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def close(self) -> None:
        """Leave the page, with scripts as they were."""
        self.switch_scripts(off=False)
        self.driver.get("about:blank")
