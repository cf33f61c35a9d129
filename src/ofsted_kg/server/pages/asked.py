"""What a page is asked for, and where it can't be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ofsted_kg.answers import Answer, Resource
from ofsted_kg.binding import Choice
from ofsted_kg.errors import ParameterError
from ofsted_kg.labels import Concept
from ofsted_kg.question import Question
from ofsted_kg.rdf.namespaces import ONTOLOGY, RESOURCES
from ofsted_kg.server.library import Edition
from ofsted_kg.server.refusals import Refusal, not_found

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page."""

    edition: Edition
    path: Mapping[str, str]
    """Parts of the path."""
    pairs: Sequence[tuple[str, str]]
    """Parameters of the query string."""
    rows: int
    """Rows that one page of a table holds."""

    def value(self, name: str) -> str:
        """The last value of a parameter, without white space around it."""
        return next((value.strip() for given, value in reversed(self.pairs) if given == name), "")

    def values(self, name: str) -> list[str]:
        """All values of a parameter that are not blank."""
        return [value.strip() for given, value in self.pairs if given == name and value.strip()]

    def view(self, name: str, choices: Mapping[str, Choice] | None = None) -> Answer:
        """Answer of one of the server's queries; Refusal 422 for a wrong value."""
        return self._answer(self.edition.views[name], choices)

    def question(self, name: str, choices: Mapping[str, Choice] | None = None) -> Answer:
        """Answer to a stored question; Refusal 422 for a wrong value."""
        return self._answer(self.edition.questions[name], choices)

    def _answer(self, question: Question, choices: Mapping[str, Choice] | None) -> Answer:
        try:
            return self.edition.answer(question, choices)
        except ParameterError as error:
            raise Refusal(422, str(error)) from None

    def resource(self, kind: str, key: str) -> Resource:
        """The named concept of a page's path; Refusal 404 where the vocabulary has none."""
        iri = f"{RESOURCES}{kind}/{key}"
        concept = self.edition.labels.concepts.get(iri)
        if concept is None:
            raise not_found(f"there is nothing called {key!r} here")
        return Resource(iri, concept.label)

    def concepts(self, name: str) -> tuple[Concept, ...]:
        """Concepts of a class of the ontology that reports speak of, in the vocabulary's order."""
        return tuple(concept for concept in self.edition.labels.of_class(ONTOLOGY + name) if concept.iri in self.edition.used)


Page = Callable[[Asked], Content]


@dataclass(frozen=True, slots=True)
class Download:
    """A table's address in other formats."""

    name: str
    choices: Mapping[str, Choice]
    folder: str = "tables"
