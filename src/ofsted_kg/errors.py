"""Errors that a user can cause or cure.

OfstedKgError
    SourceError             a file that is no report we can read; carries its name and a remedy
        UnreadableSource        empty, binary, wrongly encoded, damaged
        UnknownDocument         no framework's title in it
        UnknownAuthority        its authority is not in the vocabulary
        NotAReport              a title but no sections or paragraphs
    VocabularyError         the Turtle in ontology/ contradicts itself or lacks something
    QueryError              a stored or free question that can't be run
        UnknownQuery            no question of that name
        ParameterError          unknown parameter, missing or wrong value
        QuerySyntaxError        SPARQL that does not parse, with line and column
    StoreError              the knowledge-graph folder can't be used
        NoKnowledgeGraph        nothing has been built there
        BuildInProgress         another build holds the lock
        DuplicateReport         a second file of the same inspection
    ReviewError             a review that can't be read, or that does not fit the graph
    EndpointError           a remote store that can't be used, or gave no whole answer; holds no secret
        EndpointBusy            it can't be reached or has no time now: worth another attempt
    EvidenceError           a quote that is not in its source: a fault of the reader, never of the user
    ValidationError         validation could not run at all (not: violations were found)
    FormatError             a file ending or output format that is not known

Each message is one line that names the place and says what to do.
"""

from __future__ import annotations


class OfstedKgError(Exception):
    """Root of all errors raised on purpose by this package."""


class SourceError(OfstedKgError):
    """A file that is no report we can read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        """Keep both arguments across process boundaries (a build's workers)."""
        return (type(self), (self.name, self.reason))


class UnreadableSource(SourceError):
    """Empty, binary, wrongly encoded or damaged."""


class UnknownDocument(SourceError):
    """No framework's title stands in it."""


class UnknownAuthority(SourceError):
    """Its authority is not in the vocabulary."""


class NotAReport(SourceError):
    """It has a framework's title but not the body of a report."""


class VocabularyError(OfstedKgError):
    """The Turtle in ontology/ contradicts itself or lacks something."""


class QueryError(OfstedKgError):
    """A stored or free question that can't be run."""


class UnknownQuery(QueryError):
    """No stored question of that name."""


class ParameterError(QueryError):
    """Unknown parameter, missing value or wrong value."""


class QuerySyntaxError(QueryError):
    """SPARQL that does not parse."""


class StoreError(OfstedKgError):
    """The knowledge-graph folder can't be used."""


class NoKnowledgeGraph(StoreError):
    """Nothing has been built there."""


class BuildInProgress(StoreError):
    """Another build holds the lock."""


class DuplicateReport(StoreError):
    """A second file of the same inspection."""


class EndpointError(OfstedKgError):
    """A remote store that can't be used, or that gave no whole answer."""


class EndpointBusy(EndpointError):
    """A remote store that can't be reached, breaks off or has no time now: worth another attempt."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait
        """Seconds that the store asks to wait, where it says so."""


class ReviewError(OfstedKgError):
    """A review that can't be read, or that does not fit the graph."""


class EvidenceError(OfstedKgError):
    """A quote that is not in its source."""


class ValidationError(OfstedKgError):
    """Validation could not run."""


class FormatError(OfstedKgError):
    """A file ending or output format that is not known."""
