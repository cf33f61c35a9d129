"""Debian's Chromium, without a window, and the five reports served by a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from browser.chromium import Browser
from graphs import built_once
from ofsted_kg.resources import packaged_folder
from served import served

ARGUMENTS = (
    *("--headless=new", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", "--lang=en-GB"),
    # a page that still scrolls moves away from below the pointer
    "--force-prefers-reduced-motion",
)


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge graph of the five reports; not to be changed."""
    return built_once("kg-of-five", [packaged_folder("reports")], tmp_path_factory)


@pytest.fixture(scope="session")
def site(kg: Path) -> Iterator[str]:
    """Address of the served reports."""
    with served(kg) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    """One Chromium for all tests of this process."""
    options = ChromeOptions()
    options.binary_location = _program("chromium")
    # Chromium refuses to run as root with its sandbox, e.g. in a container
    for argument in (*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(_program("chromedriver")))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Chrome, site: str) -> Iterator[Browser]:
    """A fresh tab of a desktop's size; no page may make it complain."""
    yield from fresh(chromium, site)


def fresh(chromium: Chrome, site: str) -> Iterator[Browser]:
    """A fresh tab for one test."""
    chromium.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
    made = Browser(chromium, site)
    made.resize(1280, 900)
    yield made
    made.close()
    assert made.complaints() == []


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"the browser tests need {name}; scripts/prepare test installs it"
    return found
