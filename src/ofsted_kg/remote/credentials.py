"""Who we are to a remote store.

Secrets come from the environment or from a file, which the command line reads; nothing here prints them, and no
message holds them.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from ofsted_kg.errors import EndpointError

Scheme = Literal["basic", "digest", "bearer"]

SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token."""

    scheme: Scheme
    user: str = ""
    secret: str = field(default="", repr=False)
    """Password or token."""


def parse_secret(text: str) -> tuple[str, str]:
    """User and password of ``user:password``, as a file of secrets holds them; a token has no user."""
    first = text.strip().split("\n", 1)[0].strip()
    user, colon, password = first.partition(":")
    return (user, password) if colon else ("", first)


def credentials(scheme: str, user: str, secret: str) -> Credentials:
    """Checked credentials; EndpointError for an unknown scheme or where something is missing."""
    known = next((name for name in SCHEMES if name == scheme), None)
    if known is None:
        raise EndpointError(f"unknown way to sign in {scheme!r}. Known: {', '.join(SCHEMES)}")
    if not secret or (known != "bearer" and not user):
        missing = "a token" if known == "bearer" else "a user and a password"
        raise EndpointError(f"--auth {known} needs {missing}, from the environment or a file")
    if not (user + secret).isprintable():
        raise EndpointError("user, password and token must be printable characters of one line")
    return Credentials(known, user, secret)


def checked_url(url: str) -> str:
    """The address of a store; EndpointError where it is no http address, or holds a password that logs would show."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or not url.isprintable() or " " in url:
        raise EndpointError(f"{url!r} is no address of a store, such as http://localhost:7878/query")
    if parts.username or parts.password:
        raise EndpointError("an address must hold no user or password: give them in the environment or a file, with --auth")
    return url


def bearer_or_basic(sign_in: Credentials) -> str:
    """Value of the header that carries a token, or user and password."""
    if sign_in.scheme == "bearer":
        return f"Bearer {sign_in.secret}"
    return "Basic " + b64encode(f"{sign_in.user}:{sign_in.secret}".encode()).decode()
