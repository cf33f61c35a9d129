"""Middleware that every request passes: limits on what comes in, security headers on what goes out.

Written on the bare ASGI interface, so that a stream that breaks off does so for the client as well.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ofsted_kg.server.headers import OF_ALL, OF_THE_OPEN
from ofsted_kg.server.settings import Settings

_OPEN_TO_ALL: Final = ("/sparql", "/api/", "/data/", "/id/", "/graphs", "/openapi.json")
"""Paths that pages of other sites may read: everything here is public and read-only."""


class BodyTooLarge(Exception):
    """More bytes than a body may have."""


@dataclass(frozen=True, slots=True)
class Guards:
    """The application behind its limits."""

    app: ASGIApp
    settings: Settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(scope, send))
            return
        await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, self._limited(receive), _with_headers(scope, send))
        except BodyTooLarge:
            await _too_large(self.settings.body)(scope, receive, _with_headers(scope, send))
        except TimeoutError:
            answer = PlainTextResponse("the request took too long to arrive\n", 408, {"Connection": "close"})
            await answer(scope, receive, _with_headers(scope, send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.settings.url:
            return PlainTextResponse(f"the address is longer than {self.settings.url:,} bytes: send a long query by POST\n", 414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self.settings.head:
            return PlainTextResponse(f"the headers are longer than {self.settings.head:,} bytes\n", 431)
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        too_large = announced.isdigit() and int(announced[:20]) > self.settings.body
        return _too_large(self.settings.body) if too_large else None

    def _limited(self, receive: Receive) -> Receive:
        """Receive no more bytes, and wait no longer for them, than allowed."""
        arrived, complete, until = 0, False, 0.0

        async def limited() -> Message:
            nonlocal arrived, complete, until
            if complete:
                return await receive()
            until = until or asyncio.get_running_loop().time() + self.settings.receiving
            async with asyncio.timeout_at(until):
                message = await receive()
            arrived += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if arrived > self.settings.body:
                raise BodyTooLarge
            return message

        return limited


def _too_large(limit: int) -> PlainTextResponse:
    return PlainTextResponse(f"the request is larger than {limit:,} bytes\n", 413, {"Connection": "close"})


def _with_headers(scope: Scope, send: Send) -> Send:
    added = OF_THE_OPEN if scope["path"].startswith(_OPEN_TO_ALL) else OF_ALL

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(header for header in added if header[0] not in given)]
        await send(message)

    return sending
