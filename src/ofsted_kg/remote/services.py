"""What a store speaks, and where: found out from one address, or told.

One query that asks nothing shows where SPARQL is answered; the server's name, or the ending of the address, tells the
product, and the product where it takes updates and graphs.  `PRODUCTS` is the table of what is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args
from urllib.parse import urlencode

import httpx

from ofsted_kg.errors import EndpointError
from ofsted_kg.remote.credentials import checked_url
from ofsted_kg.remote.transport import Request, Transport

Method = Literal["nquads", "put", "insert"]

METHODS: Final[tuple[Method, ...]] = get_args(Method)
_PROBE: Final = urlencode({"query": "SELECT (1 AS ?one) {}"}).encode()
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}


@dataclass(frozen=True, slots=True)
class Product:
    """Where a kind of store answers; each item is the ending of an address behind what they share."""

    name: str
    query: str
    update: str
    graph_store: str
    method: Method
    """The best way in that it takes."""
    counts_one_by_one: bool = False
    """Whether it counts the triples of each of many graphs more quickly than it groups them."""


PRODUCTS: Final = (
    Product("Oxigraph", "/query", "/update", "/store", "nquads", counts_one_by_one=True),
    Product("Virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "put"),
    Product("Fuseki", "/query", "/update", "/data", "nquads"),
    Product("Fuseki", "/sparql", "/update", "/data", "nquads"),
)
"""Told by the name that the server gives itself; where it gives none, the first whose query address fits is tried."""


@dataclass(frozen=True, slots=True)
class Services:
    """The addresses of a store."""

    query: str
    update: str | None = None
    graph_store: str | None = None
    method: Method | None = None
    """None where nothing can be written."""
    product: str = ""
    counts_one_by_one: bool = False
    """Whether it counts the triples of each of many graphs more quickly than it groups them."""

    def writable(self) -> Services:
        """The same where something can be written; EndpointError says what to tell."""
        needed = {"nquads": self.graph_store, "put": self.graph_store, "insert": self.update}
        if self.method is None:
            raise EndpointError(f"{self.query}: nothing tells how this store takes graphs: give --graph-store or --update")
        if not needed[self.method]:
            option = "--update" if self.method == "insert" else "--graph-store"
            raise EndpointError(f"{self.query}: the method {self.method} needs an address: give {option}")
        return self


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of a store, which goes before what is found out."""

    update: str | None = None
    graph_store: str | None = None
    method: str | None = None


def find_services(transport: Transport, endpoint: str, told: Told) -> Services:
    """The services of the store at an address; EndpointError where no SPARQL is answered there."""
    if told.method is not None and told.method not in METHODS:
        raise EndpointError(f"unknown method {told.method!r}. Known: {', '.join(METHODS)}")
    update, graph_store = (checked_url(url) if url else None for url in (told.update, told.graph_store))
    query, server = _answering(transport, checked_url(endpoint))
    product = _product(query, server)
    found = _of_product(query, product) if product else Services(query)
    known = replace(found, update=update or found.update, graph_store=graph_store or found.graph_store)
    method = next((m for m in METHODS if m == told.method), None) or known.method or _by_addresses(known)
    return replace(known, method=method)


def _by_addresses(services: Services) -> Method | None:
    """The way in that the addresses allow where the product is unknown."""
    if services.graph_store:
        return "put"
    return "insert" if services.update else None


def _answering(transport: Transport, endpoint: str) -> tuple[str, str]:
    """The address that answers SPARQL, and the name of its server."""
    refusals = []
    for url in _candidates(endpoint):
        response = transport.send(Request("POST", url, content=_PROBE, headers=_FORM))
        if _is_answer(response):
            return url, response.headers.get("Server", "")
        refusals.append(f"{url} ({response.status_code})")
    hint = "; sign in with --auth" if any("(401)" in refusal for refusal in refusals) else ""
    raise EndpointError(f"no SPARQL is answered at {', '.join(refusals)}{hint}")


def _candidates(endpoint: str) -> Iterator[str]:
    yield endpoint
    for ending in dict.fromkeys(product.query for product in PRODUCTS):
        if not endpoint.endswith(ending):
            yield endpoint.rstrip("/") + ending


def _is_answer(response: httpx.Response) -> bool:
    try:
        return response.is_success and bool(response.json()["results"]["bindings"])
    except (ValueError, KeyError, TypeError):
        return False


def _product(query: str, server: str) -> Product | None:
    fitting = [product for product in PRODUCTS if query.endswith(product.query)]
    named = [product for product in fitting if product.name.lower() in server.lower()]
    return next(iter(named or fitting), None)


def _of_product(query: str, product: Product) -> Services:
    base = query.removesuffix(product.query)
    addresses = query, base + product.update, base + product.graph_store
    return Services(*addresses, product.method, product.name, product.counts_one_by_one)
