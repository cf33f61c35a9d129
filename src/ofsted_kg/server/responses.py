"""Responses that Starlette lacks: documents with validators, and streams that break off openly."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from ofsted_kg.server.library import Document
from ofsted_kg.server.negotiation import with_charset
from ofsted_kg.server.pool import BrokenOff, Rest
from ofsted_kg.server.refusals import Refusal
from ofsted_kg.tables import FORMATS

_WORTH_IT: Final = 1000
"""Bytes from which on compression is worth it."""
_XLSX: Final = FORMATS["xlsx"].media_type
"""Is compressed already."""


def document_response(request: Request, document: Document) -> Response:
    """A document with its ETag, compressed where the client can read that, or 304 where it holds the document already."""
    headers = {"ETag": document.etag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding", **document.headers}
    if document.etag in (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    content = document.content
    if len(content) > _WORTH_IT and "gzip" in request.headers.get("accept-encoding", "") and document.media_type != _XLSX:
        content = document.compressed
        # one validator stands for both forms, so that it is a weak one
        headers |= {"Content-Encoding": "gzip", "ETag": "W/" + document.etag}
    return Response(content, document.status, media_type=with_charset(document.media_type), headers=headers)


def plain(refusal: Refusal) -> Response:
    """A refusal as plain text."""
    return PlainTextResponse(f"{refusal.reason}\n", refusal.status, refusal.headers)


class Streamed(Response):
    """An answer that is sent as it comes; where it can't be finished the connection is closed without its proper end."""

    def __init__(self, rest: Rest, media_type: str, seconds: float) -> None:
        """The whole may take so many seconds."""
        super().__init__(None, media_type=with_charset(media_type), headers={"Vary": "Accept"})
        del self.headers["content-length"]
        self._rest, self._seconds = rest, seconds

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            async with asyncio.timeout(self._seconds):
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                async for piece in self._rest:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (BrokenOff, TimeoutError):
            # the server closes a connection whose response was not finished, which the client sees
            return
        finally:
            await self._rest.aclose()
