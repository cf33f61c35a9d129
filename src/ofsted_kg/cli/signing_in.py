"""Where secrets come from: the environment, or a file; never the command line, which other users of the machine can see."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ofsted_kg.remote.credentials import Credentials
    from ofsted_kg.store import SparqlStore


def sign_in(scheme: str | None, secret_file: Path | None) -> Credentials | None:
    """Who we are to a remote store; None where no way to sign in was chosen."""
    from ofsted_kg.errors import EndpointError
    from ofsted_kg.remote.credentials import credentials, parse_secret

    if scheme is None:
        if secret_file:
            raise EndpointError("--secret-file is for signing in: say how with --auth basic, digest or bearer")
        return None
    if secret_file:
        user, secret = parse_secret(secret_file.read_text("utf-8"))
    elif scheme == "bearer":
        user, secret = "", os.environ.get("OFSTED_KG_TOKEN", "")
    else:
        user, secret = os.environ.get("OFSTED_KG_USER", ""), os.environ.get("OFSTED_KG_PASSWORD", "")
    return credentials(scheme, user, secret)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is answered: the folder, or the endpoint if one is given."""

    kg: Path
    endpoint: str | None = None
    auth: str | None = None
    secret_file: Path | None = None


@contextmanager
def opened(place: Place) -> Iterator[SparqlStore]:
    """The store of a place, until the end."""
    if place.endpoint is not None:
        yield _endpoint(place.endpoint, sign_in(place.auth, place.secret_file))
        return
    from ofsted_kg.store import open_store

    with open_store(place.kg) as store:
        yield store


@contextmanager
def needs_remote() -> Iterator[None]:
    """Tell how to install what reaches remote stores where it is missing."""
    from ofsted_kg.errors import EndpointError

    try:
        yield
    except ModuleNotFoundError as error:
        raise EndpointError(f"{error.name} is missing. To reach remote stores: pip install 'ofsted-kg[remote]'") from None


def _endpoint(url: str, who: Credentials | None) -> SparqlStore:
    with needs_remote():
        from ofsted_kg.remote.endpoint import EndpointStore

    return EndpointStore(url, who)
