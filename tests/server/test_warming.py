"""Pages that are rendered before anybody asks."""

from __future__ import annotations

import asyncio
import gzip
import io
import shutil
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_kg.build import remove
from ofsted_kg.server import frames
from ofsted_kg.server.app import create_app
from ofsted_kg.server.library import Edition, Library
from ofsted_kg.server.rendering import paths, write_pages
from ofsted_kg.server.settings import Settings
from ofsted_kg.server.site import Site
from ofsted_kg.server.warming import keep_warm, prepare, render_ahead

REPORT = "page /report/tameside/slac/2012-03-26?"


@pytest.fixture(scope="module")
def written(kg: Path) -> dict[str, bytes]:
    """What the process that renders writes, by key."""
    output = io.BytesIO()
    write_pages(Library(kg).current(), Settings().page, output)
    output.seek(0)
    found = list(iter(lambda: frames.read(output), None))
    assert (found[0].kind, found[-1].kind) == (frames.HEAD, frames.END)
    pairs = (frame.content.partition(b"\n") for frame in found[1:-1])
    return {key.decode(): gzip.decompress(page) for key, _, page in pairs}


@pytest.mark.parametrize("path", ["/", "/network", "/topic/marac", "/authority/dudley", "/report/dudley/slac/2011-12-09"])
def test_a_page_rendered_ahead_is_the_page_that_is_asked_for(written: dict[str, bytes], client: TestClient, path: str) -> None:
    assert written[f"page {path}?"] == client.get(path, headers={"accept": "text/html"}).content


def test_every_page_with_an_address_of_its_own_is_rendered_ahead(written: dict[str, bytes], kg: Path) -> None:
    wanted = list(paths(Library(kg).current()))
    assert list(written) == [f"page {path}?" for path in wanted]
    assert {"/", "/search", "/questions/recommendations", "/agency/dudley/childrens-trust-board"} <= set(wanted)


class Warmed:
    """A site that is kept warm for as long as the test goes on."""

    def __init__(self, kg: Path, settings: Settings) -> None:
        self.site: Site = create_app(kg, settings).state.site

    def until(self, key: str, former: Edition | None = None) -> Edition:
        """Keep it warm until a page is kept; the edition that keeps it."""
        return asyncio.run(self._until(key, former))

    async def _until(self, key: str, former: Edition | None) -> Edition:
        task, until = asyncio.create_task(keep_warm(self.site)), time.monotonic() + 120
        while self.site.edition is former or self.site.edition.kept(key) is None:
            assert not task.done()
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return self.site.edition


@pytest.fixture
def own(kg: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return shutil.copytree(kg, tmp_path / "kg")


def test_before_it_listens_templates_are_compiled_and_names_are_read(kg: Path) -> None:
    site: Site = create_app(kg, Settings()).state.site
    prepare(site)
    cache = site.templates.cache
    assert cache is not None
    assert len(cache) == len(site.templates.list_templates())
    assert {"labels", "used"} <= site.edition.__dict__.keys()


def test_the_pages_of_a_new_version_are_rendered_too(own: Path) -> None:
    warmed = Warmed(own, Settings(steps_back=False))
    first = warmed.until(REPORT)
    remove(own, ["dudley_slac_2011-12-09"])
    second = warmed.until("page /authority/tameside?", first)
    assert second is not first
    assert second.kept("page /report/dudley/slac/2011-12-09?") is None


def test_no_more_is_kept_ahead_than_half_of_the_room(kg: Path) -> None:
    site: Site = create_app(kg, Settings(cached=100_000, steps_back=False)).state.site
    asyncio.run(asyncio.wait_for(render_ahead(site, site.edition), 120))
    assert site.edition.is_half_full
    assert site.edition.kept("page /?") is not None
    assert site.edition.kept(REPORT) is None
