"""A remote SPARQL endpoint behind the protocol of the embedded store.

The answer is whole or an error: a store that stops at a limit of rows or of time, and says so in a header alone or in
the middle of a document, is not believed.  Redirections are refused, since the request may carry a password.
"""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable
from email.message import Message
from typing import Final, TypeVar
from urllib.error import HTTPError, URLError

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)
from SPARQLWrapper import CONSTRUCT, DESCRIBE, POST, SPARQLWrapper

from ofsted_kg.errors import EndpointBusy, EndpointError, QueryError, QuerySyntaxError
from ofsted_kg.remote.credentials import Credentials, bearer_or_basic, checked_url
from ofsted_kg.remote.retries import BUSY, asked_wait, brief
from ofsted_kg.sparql_guard import refuse_remote_calls
from ofsted_kg.sparql_syntax import refuse_updates
from ofsted_kg.store import Boolean, Solutions, Triples, as_values

_Read = TypeVar("_Read")

TIMEOUT: Final = 300.0
"""Seconds that a store may be silent before it counts as gone."""
_RESULTS: Final = "application/sparql-results+json"
_GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_ASKED: Final = ("__ASK_RETVAL",)
"""Columns of Virtuoso's answer to an ASK, which it gives as rows."""
_ROWS_CUT: Final = "X-SPARQL-MaxRows"
"""Virtuoso's header on an answer that it cut at its limit of rows."""
_TIME_CUT: Final = "X-SQL-State"
"""Virtuoso's header on an answer that it gave before it had looked at everything."""


class EndpointStore:
    """A SPARQL endpoint; each query is one request."""

    def __init__(self, url: str, sign_in: Credentials | None = None, timeout: float = TIMEOUT) -> None:
        """Remember where the endpoint is; nothing is sent before a query is asked."""
        self._url = checked_url(url)
        self._sign_in = sign_in
        self._timeout = timeout

    def query(self, sparql: str, /) -> Solutions:
        """Solutions of a SELECT; QueryError for another form of query, EndpointError where no whole answer comes."""
        found = self.run(sparql)
        if isinstance(found, Solutions):
            return found
        raise QueryError("expected a SELECT query; 'ofsted-kg sparql' runs those of other forms")

    def run(self, sparql: str, /) -> Solutions | Boolean | Triples:
        """Result of a query of any form; errors as for `query`."""
        found = self._found(sparql)
        if isinstance(found, tuple):
            return Triples(found)
        # the rows are read here, so that a document that breaks off is noticed
        values = self._readable(lambda: as_values(found))
        return _boolean(values) if isinstance(values, Solutions) and values.columns == _ASKED else values

    def serialize(self, sparql: str, result_format: QueryResultsFormat, graph_format: RdfFormat = RdfFormat.TURTLE) -> bytes:
        """Result of a query as a document: of ``result_format`` for SELECT and ASK, of ``graph_format`` for the others."""
        found = self._found(sparql)
        if isinstance(found, tuple):
            return serialize(found, format=graph_format) or b""
        return self._readable(lambda: found.serialize(format=result_format)) or b""

    def _found(self, sparql: str) -> QuerySolutions | QueryBoolean | tuple[Triple, ...]:
        """Answer to a query, its rows yet to be read; of a graph the triples, each once."""
        refuse_updates(sparql)
        refuse_remote_calls(sparql)
        request = _Request(self._url, sparql)
        body, media_type = self._answer(request.as_urllib())
        if request.asks_for_graph:
            form = RdfFormat.from_media_type(media_type) or RdfFormat.N_TRIPLES
            return self._readable(lambda: tuple(dict.fromkeys(quad.triple for quad in parse(body, format=form))))
        return self._readable(lambda: parse_query_results(body, format=QueryResultsFormat.JSON))

    def _readable(self, read: Callable[[], _Read]) -> _Read:
        try:
            return read()
        except (SyntaxError, ValueError) as error:
            raise self._failed(f"the answer can't be read, or is not whole: {brief(error)}") from None

    def _answer(self, request: urllib.request.Request) -> tuple[bytes, str]:
        """Body of the answer and its media type."""
        try:
            # an opener for each request: that of a digest keeps count, and threads may ask at the same time
            with _opener(self._url, self._sign_in).open(request, timeout=self._timeout) as response:
                body, headers = response.read(), response.headers
        except HTTPError as error:
            with error:
                raise self._refused(error) from None
        except (URLError, http.client.HTTPException, OSError) as error:
            raise EndpointBusy(f"{self._url}: can't be reached, or broke off: {brief(error)}") from None
        self._check_whole(headers)
        return body, headers.get_content_type()

    def _check_whole(self, headers: Message) -> None:
        if headers.get(_ROWS_CUT):
            limit = f"its limit of {headers[_ROWS_CUT]} rows (ResultSetMaxRows)"
            raise self._failed(f"the answer was cut at {limit}: have the limit raised, or ask for less")
        if headers.get(_TIME_CUT):
            raise self._failed("the store gave up at its limit of time: have the limit raised, or ask for less")

    def _refused(self, error: HTTPError) -> EndpointError | QueryError:
        said = brief(error.read().decode("utf-8", "replace"))
        if error.code == http.HTTPStatus.BAD_REQUEST:
            return QuerySyntaxError(f"{self._url}: the query is refused: {said}")
        if error.code in BUSY:
            return EndpointBusy(f"{self._url}: {error.code} {error.reason}", asked_wait(error.headers.get("Retry-After")))
        return self._failed(f"{error.code} {error.reason}: {said}")

    def _failed(self, reason: str) -> EndpointError:
        return EndpointError(f"{self._url}: {reason}")


def _boolean(answer: Solutions) -> Boolean:
    return Boolean(any(isinstance(term, Literal) and term.value in ("1", "true") for row in answer for term in row))


class _Request(SPARQLWrapper):
    """One query.  It is never taken for an update, whatever its text."""

    def __init__(self, url: str, sparql: str) -> None:
        super().__init__(url, agent="ofsted-kg")
        self.setMethod(POST)
        self.setOnlyConneg(True)
        self.setQuery(sparql)
        self.addCustomHttpHeader("Accept", _GRAPHS if self.asks_for_graph else _RESULTS)

    @property
    def asks_for_graph(self) -> bool:
        """Whether triples are asked for, and not rows."""
        return self.queryType in (CONSTRUCT, DESCRIBE)

    def isSparqlUpdateRequest(self) -> bool:  # noqa: N802 (the library's name)
        """Whether the text goes to the address for updates."""
        return False

    def as_urllib(self) -> urllib.request.Request:
        """The request, to be sent by an opener of ours: the library's is that of the whole process."""
        return self._createRequest()


class _NoRedirections(urllib.request.HTTPRedirectHandler):
    """Leaves a redirection to be an error."""

    def redirect_request(self, *_: object) -> None:
        """No request to another place."""


def _opener(url: str, sign_in: Credentials | None) -> urllib.request.OpenerDirector:
    """What sends requests to one store, signed in."""
    opener = urllib.request.build_opener(_NoRedirections())
    if sign_in and sign_in.scheme == "digest":
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, sign_in.user, sign_in.secret)
        opener.add_handler(urllib.request.HTTPDigestAuthHandler(passwords))
    elif sign_in:
        opener.addheaders = [("Authorization", bearer_or_basic(sign_in))]
    return opener
