"""The published version of a knowledge graph with what is derived from it once, replaced whenever a build publishes.

A request takes the current `Edition` and keeps it to its end, so that an answer never mixes two versions; the index of
an old edition is let go when the last request that holds it has ended.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from ofsted_kg.answers import Answer, answer
from ofsted_kg.binding import Choice
from ofsted_kg.description.counts import Counts, count
from ofsted_kg.labels import Labels, read_labels
from ofsted_kg.queries import Question, load_questions
from ofsted_kg.resources import overlaid_files
from ofsted_kg.server.lookups import used_concepts
from ofsted_kg.store import EmbeddedStore, open_store

_VIEWS: Final = Path(__file__).parent / "views"
_ANSWERS: Final = 64
"""Answers of stored questions that are kept for the next who asks."""

_EFFORT: Final = 4
"""Of compression, of 9: a report takes half the time that it takes with the usual 6, for a twelfth more bytes."""


@dataclass(frozen=True)
class Document:
    """A representation as it is sent."""

    content: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    @cached_property
    def etag(self) -> str:
        """Validator that changes with the content."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"'

    @cached_property
    def compressed(self) -> bytes:
        """The content in gzip, made once."""
        return gzip.compress(self.content, _EFFORT, mtime=0)


def html_of(compressed: bytes) -> Document:
    """A page that comes in gzip."""
    made = Document(gzip.decompress(compressed), "text/html")
    # what the cached property would make once more
    made.__dict__["compressed"] = compressed
    return made


class Edition:
    """One version of the index, open, with its names and what has been rendered from it."""

    def __init__(
        self, store: EmbeddedStore, questions: Mapping[str, Question], views: Mapping[str, Question], cached: int
    ) -> None:
        """Wrap an open store."""
        self.store = store
        self.questions = questions
        self.views = views
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = self._room = cached
        self._lock = threading.Lock()

    @cached_property
    def labels(self) -> Labels:
        """Names of all concepts."""
        return read_labels(self.store)

    @cached_property
    def used(self) -> frozenset[str]:
        """IRIs of the concepts that reports speak of."""
        return used_concepts(self.store)

    @cached_property
    def counts(self) -> Counts:
        """What the data set holds by class and property."""
        return count(self.store)

    def answer(self, question: Question, choices: Mapping[str, Choice] | None = None) -> Answer:
        """Answer to a stored question or a view, remembered for a while; ParameterError for a wrong value."""
        key = f"{question.name} {sorted((choices or {}).items())!r}"
        known = self._answers.get(key)
        if known is None or known.question is not question:
            known = answer(self.store, question, choices, labels=self.labels)
            with self._lock:
                self._answers[key] = known
                while len(self._answers) > _ANSWERS:
                    self._answers.popitem(last=False)
        return known

    def view(self, name: str, choices: Mapping[str, Choice] | None = None) -> Answer:
        """Answer to one of the server's own queries."""
        return self.answer(self.views[name], choices)

    def rendered(self, key: str, render: Callable[[], Document]) -> Document:
        """A document, rendered unless it was before."""
        known = self.kept(key)
        if known is not None:
            return known
        made = render()
        self.keep(key, made)
        return made

    def kept(self, key: str) -> Document | None:
        """A document that was rendered before."""
        return self._documents.get(key)

    def keep(self, key: str, document: Document) -> None:
        """Keep a document, and let the oldest go where there is no room for it."""
        with self._lock:
            if key not in self._documents:
                self._documents[key] = document
                self._room -= len(document.content)
            while self._room < 0 and self._documents:
                self._room += len(self._documents.popitem(last=False)[1].content)

    @property
    def is_half_full(self) -> bool:
        """Whether half of the room for documents is taken."""
        return self._room <= self._size // 2


class Library:
    """Hands out the current edition."""

    def __init__(self, kg: Path, queries: Path | None = None, cached: int = 0) -> None:
        """Open the knowledge graph; NoKnowledgeGraph where there is none, QuerySyntaxError for a malformed question."""
        self.kg = kg
        self.queries = queries
        self._cached = cached
        self._questions = load_questions(overlaid_files("queries", ".rq", queries))
        self._views = load_questions(sorted(_VIEWS.glob("*.rq")))
        self._lock = threading.Lock()
        self._edition = self._open()

    def current(self) -> Edition:
        """The edition of the published version."""
        if self._edition.store.is_outdated():
            with self._lock:
                if self._edition.store.is_outdated():
                    self._edition = self._open()
        return self._edition

    def _open(self) -> Edition:
        return Edition(open_store(self.kg), self._questions, self._views, self._cached)
