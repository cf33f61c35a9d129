"""A store that we reach: where it answers what, and the ways to ask and to send, each with its retries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ofsted_kg.remote.credentials import Credentials
from ofsted_kg.remote.endpoint import EndpointStore
from ofsted_kg.remote.retries import Retries
from ofsted_kg.remote.services import Services, Told, find_services
from ofsted_kg.remote.transport import Transport
from ofsted_kg.store import Boolean, Solutions, Triples


@dataclass(frozen=True, slots=True)
class Connection:
    """A store and its services."""

    services: Services
    transport: Transport
    endpoint: EndpointStore

    def query(self, sparql: str, /) -> Solutions:
        """Solutions of a SELECT, asked for again while the store is busy."""
        return self.transport.retries.run(lambda: self.endpoint.query(sparql))

    def run(self, sparql: str, /) -> Solutions | Boolean | Triples:
        """Result of a query of any form, likewise."""
        return self.transport.retries.run(lambda: self.endpoint.run(sparql))


@contextmanager
def connected(
    address: str, sign_in: Credentials | None = None, told: Told | None = None, retries: Retries | None = None
) -> Iterator[Connection]:
    """The store at an address; EndpointError where none answers."""
    with Transport(sign_in, retries or Retries()) as transport:
        services = find_services(transport, address, told or Told())
        yield Connection(services, transport, EndpointStore(services.query, sign_in))
