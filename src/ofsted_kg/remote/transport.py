"""Requests to one store: signed in, repeated while it is busy or the connection drops, and never redirected.

What is repeated comes to the same however often it arrives, since the answer that was lost may have been a good one.
"""

from __future__ import annotations

import http
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Final, Self

import httpx

from ofsted_kg.errors import EndpointBusy, EndpointError
from ofsted_kg.remote.credentials import Credentials, bearer_or_basic
from ofsted_kg.remote.retries import BUSY, Retries, asked_wait, brief

TIMEOUT: Final = 300.0
"""Seconds that a store may be silent before it counts as gone."""
_CONNECT: Final = 10.0


@dataclass(frozen=True)
class Transport:
    """A connection to a store; use it in a ``with`` block."""

    sign_in: Credentials | None = None
    retries: Retries = field(default_factory=Retries)
    timeout: float = TIMEOUT

    def send(self, request: Request) -> httpx.Response:
        """The answer, whatever its status but those of a busy store; EndpointBusy where that is all that comes."""
        return self.retries.run(lambda: self._once(request))

    def send_well(self, request: Request, *, also: int = http.HTTPStatus.OK) -> httpx.Response:
        """The answer of a request that went well, or has the status ``also``; EndpointError tells the store's reason."""
        return _well(request, self.send(request), also)

    def send_once(self, request: Request) -> httpx.Response:
        """The same without another attempt, for what must not arrive twice."""
        return _well(request, self._once(request), http.HTTPStatus.OK)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def _once(self, request: Request) -> httpx.Response:
        try:
            response = self._client.request(
                request.method, request.url, params=request.params, content=request.content, headers=request.headers
            )
        except httpx.TransportError as error:
            raise EndpointBusy(f"{request.url}: can't be reached, or broke off: {brief(error) or type(error).__name__}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointError(f"{request.url}: {brief(error)}") from None
        if response.status_code in BUSY:
            wait = asked_wait(response.headers.get("Retry-After"))
            raise EndpointBusy(f"{request.url}: {response.status_code} {response.reason_phrase}", wait)
        return response

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(
            auth=_auth(self.sign_in), headers=_headers(self.sign_in), timeout=httpx.Timeout(self.timeout, connect=_CONNECT)
        )


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    method: str
    url: str
    params: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def _well(request: Request, response: httpx.Response, also: int) -> httpx.Response:
    if response.is_success or response.status_code == also:
        return response
    raise EndpointError(f"{request.method} {request.url}: {_reason(response)}")


def _headers(sign_in: Credentials | None) -> dict[str, str]:
    agent = {"User-Agent": "ofsted-kg"}
    return {**agent, "Authorization": bearer_or_basic(sign_in)} if sign_in and sign_in.scheme != "digest" else agent


def _auth(sign_in: Credentials | None) -> httpx.Auth | None:
    return httpx.DigestAuth(sign_in.user, sign_in.secret) if sign_in and sign_in.scheme == "digest" else None


def _reason(response: httpx.Response) -> str:
    status = f"{response.status_code} {response.reason_phrase}"
    if response.status_code in (401, 403):
        return f"{status}: sign in with --auth, or with another user"
    if response.is_redirect:
        return f"{status}: redirections are not followed; give the address {brief(response.headers.get('Location', ''))} itself"
    return f"{status}: {brief(response.text)}"
