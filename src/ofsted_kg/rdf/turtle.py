"""Turtle files as plain dictionaries, for the readers that turn them into frozen values."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.errors import VocabularyError
from ofsted_kg.rdf.namespaces import ONTOLOGY, RDF

Term = NamedNode | Literal


class Terms:
    """The statements of some Turtle files, looked up by subject and property.

    Values keep the order in which the files print them: the first label is the printed one.
    """

    def __init__(self, statements: dict[NamedNode, dict[NamedNode, list[Term]]]) -> None:
        self._statements = statements

    def of_type(self, kind: NamedNode) -> list[NamedNode]:
        """Subjects of a class, in the order of the files."""
        return [subject for subject, found in self._statements.items() if kind in found.get(RDF.type, ())]

    def values(self, subject: NamedNode, *properties: NamedNode) -> tuple[str, ...]:
        """All values of the properties, one property after the other, as strings."""
        found = self._statements.get(subject, {})
        return tuple(value.value for prop in properties for value in found.get(prop, ()))

    def value(self, subject: NamedNode, prop: NamedNode) -> str | None:
        """The first value of a property as a string, or None."""
        return next(iter(self.values(subject, prop)), None)

    def required(self, subject: NamedNode, prop: NamedNode) -> str:
        """The first value of a property; VocabularyError names subject and property where there is none."""
        value = self.value(subject, prop)
        if value is None:
            raise VocabularyError(f"{subject} has no {prop.value.removeprefix(ONTOLOGY)}: add it to the file that describes it")
        return value

    def number(self, subject: NamedNode, prop: NamedNode) -> int:
        """An integer value; VocabularyError where it is missing or none."""
        value = self.required(subject, prop)
        try:
            return int(value)
        except ValueError:
            raise VocabularyError(f"{subject}: {prop.value} is {value!r}, which is no whole number") from None

    def local_name(self, subject: NamedNode, prop: NamedNode) -> str | None:
        """The last part of the IRI that a property points to, or None: the id of a part or an area."""
        value = self.value(subject, prop)
        return value.rsplit("/", 1)[-1] if value else None


def read_terms(files: Sequence[Path]) -> Terms:
    """All statements of Turtle files; VocabularyError with file, line and column where one does not parse."""
    statements: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for file in files:
        for triple in read_triples(file):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                statements.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return Terms(statements)


def read_triples(file: Path) -> list[Triple]:
    """The triples of one Turtle file; VocabularyError with line and column where it does not parse."""
    try:
        return [quad.triple for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        place = f"line {error.lineno}, column {error.offset}" if error.lineno else "no position known"
        raise VocabularyError(f"{file}: {place}: {error.msg}") from None


def version_of(files: Sequence[Path]) -> str:
    """16 hex digits that change with any byte of the files."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
