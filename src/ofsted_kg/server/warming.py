"""Pages that are there before anybody asks: each version of the index is rendered ahead, in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final

from starlette.concurrency import run_in_threadpool

from ofsted_kg.errors import OfstedKgError
from ofsted_kg.server import frames
from ofsted_kg.server.frames import Frame
from ofsted_kg.server.library import Edition, html_of
from ofsted_kg.server.process import environment
from ofsted_kg.server.site import Site

_PAUSE: Final = 1.0
"""Seconds between two looks for a new version."""
_LARGEST: Final = 1 << 20


def prepare(site: Site) -> None:
    """Do what the first page would have to, whichever it is: compile the templates and read the names of things."""
    for name in site.templates.list_templates():
        site.templates.get_template(name)
    with suppress(OfstedKgError, OSError):
        _read_names(site.edition)


async def keep_warm(site: Site) -> None:
    """Have everything ready for whoever asks first, for one version after another."""
    warm: Edition | None = None
    while True:
        with suppress(OfstedKgError, OSError):
            if site.edition is not warm:
                warm = site.edition
                await run_in_threadpool(_read_names, warm)
                await render_ahead(site, warm)
        await asyncio.sleep(_PAUSE)


def _read_names(edition: Edition) -> None:
    _ = edition.labels, edition.used


async def render_ahead(site: Site, edition: Edition) -> None:
    """Keep the pages of an edition, as long as it is the current one and has room."""
    async with aclosing(_rendered(site)) as pages:
        async for kind, content in pages:
            is_other = kind == frames.HEAD and content.decode() != edition.store.version
            if is_other or edition.is_half_full or site.edition is not edition:
                return
            if kind == frames.DATA:
                key, _, page = content.partition(b"\n")
                edition.keep(key.decode(), html_of(page))


async def _rendered(site: Site) -> AsyncGenerator[Frame]:
    """What the process that renders has to say."""
    library = site.library
    command = (sys.executable, "-P", "-m", "ofsted_kg.server.rendering")
    given = (str(library.kg), str(site.settings.page), str(library.queries or ""), *(("step-back",) * site.settings.steps_back))
    nothing = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, *given, stdin=nothing, stdout=asyncio.subprocess.PIPE, stderr=nothing, limit=_LARGEST, env=environment()
    )
    assert process.stdout is not None
    try:
        with suppress(asyncio.IncompleteReadError):
            while True:
                kind, length = frames.PREFIX.unpack(await process.stdout.readexactly(frames.PREFIX.size))
                yield Frame(kind, await process.stdout.readexactly(length))
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()
