"""Turtle -> `Reviews`: what people wrote of findings and verdicts, in files of their own.

Every file is read strictly: what is missing or makes no sense is a ReviewError that names the file and the review, since
a correction that is passed over in silence is worse than none.  A review without an IRI of its own gets one from its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ofsted_kg.errors import ReviewError
from ofsted_kg.rdf.namespaces import OKG, ONTOLOGY, PROV, RDF, RDFS, RESOURCES
from ofsted_kg.reviews import (
    ACCEPTED,
    ADDED,
    AMENDED,
    DECISIONS,
    REJECTED,
    FindingReview,
    Review,
    Reviews,
    Signature,
    Stance,
    VerdictReview,
    in_time,
)
from ofsted_kg.verdicts import VERDICTS

Subject = NamedNode | BlankNode | Triple
Object = NamedNode | BlankNode | Literal | Triple
_Statements = dict[Subject, dict[NamedNode, list[Object]]]

_TOPICS: Final = f"{RESOURCES}topic/"
_POLARITIES: Final = f"{RESOURCES}polarity/"


def read_reviews(files: Iterable[Path]) -> Reviews:
    """The reviews of some Turtle files; ReviewError names the file, with line and column where it is no Turtle."""
    return in_time(review for file in files for review in parse_reviews(file, _content(file)))


def review_files(folder: Path) -> tuple[Path, ...]:
    """The Turtle files of a folder of reviews, sorted by name; ReviewError for a link that leads nowhere."""
    return tuple(sorted(folder.glob("*.ttl")))


def parse_reviews(file: Path, content: bytes) -> Iterator[Review]:
    """The reviews of one file's content, in the order in which they stand there."""
    statements = read_statements(file, content)
    for subject, found in statements.items():
        if OKG.Review in found.get(RDF.type, ()):
            yield _Reader(file, subject, found, statements).review()


def read_statements(file: Path, content: bytes) -> _Statements:
    """What a Turtle file says of each subject; ReviewError with line and column where it does not parse."""
    statements: _Statements = {}
    try:
        for quad in parse(content, format=RdfFormat.TURTLE):
            statements.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    except SyntaxError as error:
        place = f"line {error.lineno}, column {error.offset}" if error.lineno else "no position known"
        raise ReviewError(f"{file}: {place}: {error.msg}") from None
    return statements


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        remedy = "reviews are never passed over: put the file back or delete its link"
        raise ReviewError(f"{file}: {error.strerror}; {remedy}") from None


@dataclass(frozen=True, slots=True)
class _Reader:
    """One review's statements."""

    file: Path
    subject: Subject
    found: Mapping[NamedNode, list[Object]]
    statements: _Statements

    def review(self) -> Review:
        report, target = self._iri(OKG.inReport), self._iri(OKG.reviewOf)
        if target.startswith(f"{report}/finding/"):
            return self._named(self._of_finding(report, target))
        if target.startswith(f"{report}/verdict/"):
            return self._named(self._of_verdict(report, target))
        raise self._error(f"reviewOf is neither a finding nor a verdict of {report}")

    def _of_finding(self, report: str, target: str) -> Review:
        decision = self._decision(DECISIONS)
        found = None if decision == ADDED else Stance(self._topic(OKG.reviewedTopic), self._polarity(OKG.reviewedPolarity))
        return FindingReview(
            iri="",
            report=report,
            target=target,
            decision=decision,
            signature=Signature(self._reviewer(), self._text(OKG.reason), self._time()),
            paragraph=self._number(OKG.reviewedParagraph),
            quote=self._text(OKG.reviewedQuote),
            found=found,
            correct=self._correct(decision, found),
        )

    def _correct(self, decision: str, found: Stance | None) -> Stance | None:
        """What the reviewer takes the clause to say; of an amended finding, what is not given stays as it was found."""
        if decision in (ACCEPTED, REJECTED):
            return found if decision == ACCEPTED else None
        if decision == AMENDED and not {OKG.correctTopic, OKG.correctPolarity} & self.found.keys():
            raise self._error("an amended finding needs a correctTopic or a correctPolarity")
        topic = self._topic(OKG.correctTopic) if found is None or OKG.correctTopic in self.found else found.topic
        given = found is None or OKG.correctPolarity in self.found
        return Stance(topic, self._polarity(OKG.correctPolarity) if given or found is None else found.polarity)

    def _of_verdict(self, report: str, target: str) -> Review:
        decision = self._decision((ACCEPTED, AMENDED, REJECTED))
        found = self._verdict(OKG.reviewedVerdict)
        amended = self._verdict(OKG.correctVerdict) if decision == AMENDED else None
        return VerdictReview(
            iri="",
            report=report,
            target=target,
            decision=decision,
            signature=Signature(self._reviewer(), self._text(OKG.reason), self._time()),
            topic=self._topic(OKG.reviewedTopic),
            found=found,
            correct=found if decision == ACCEPTED else amended,
        )

    def _named(self, review: Review) -> Review:
        """The review with its own IRI, or one made of its words."""
        return named(review) if isinstance(self.subject, BlankNode) else replace(review, iri=self._own_iri())

    def _own_iri(self) -> str:
        if not isinstance(self.subject, NamedNode):
            raise self._error("a review is a thing, not a statement")
        return self.subject.value

    def _value(self, prop: NamedNode) -> Object:
        values = self.found.get(prop, [])
        if len(values) != 1:
            raise self._error(f"expected one {_local(prop)}, found {len(values)}")
        return values[0]

    def _iri(self, prop: NamedNode) -> str:
        value = self._value(prop)
        if not isinstance(value, NamedNode):
            raise self._error(f"{_local(prop)} is no IRI")
        return value.value

    def _text(self, prop: NamedNode) -> str:
        value = self._value(prop)
        if not isinstance(value, Literal) or not value.value.strip():
            raise self._error(f"{_local(prop)} is no text")
        return " ".join(value.value.split())

    def _number(self, prop: NamedNode) -> int:
        text = self._text(prop)
        if not text.isdecimal() or len(text) > 9:
            raise self._error(f"{_local(prop)} is {text!r}, which is no whole number")
        return int(text)

    def _topic(self, prop: NamedNode) -> str:
        return self._end(prop, _TOPICS, "topic:marac")

    def _polarity(self, prop: NamedNode) -> str:
        found = self._end(prop, _POLARITIES, "polarity:weakness")
        if found not in ("strength", "adequate", "weakness"):
            raise self._error(f"{_local(prop)} is {found!r}; expected one of strength, adequate, weakness")
        return found

    def _verdict(self, prop: NamedNode) -> str:
        found = self._end(prop, ONTOLOGY, "okg:Weak").lower()
        if found not in VERDICTS:
            raise self._error(f"{_local(prop)} is {found!r}; expected one of {', '.join(VERDICTS)}")
        return found

    def _decision(self, known: tuple[str, ...]) -> str:
        found = self._end(OKG.decision, ONTOLOGY, "okg:Accepted").lower()
        if found not in known:
            raise self._error(f"decision is {found!r}; expected one of {', '.join(known)}")
        return found

    def _end(self, prop: NamedNode, base: str, example: str) -> str:
        iri = self._iri(prop)
        if not iri.startswith(base) or iri == base:
            raise self._error(f"{_local(prop)} is {iri}; expected something like {example}")
        return iri.removeprefix(base)

    def _reviewer(self) -> str:
        """The name of the one that the review is attributed to."""
        person = self._value(PROV.wasAttributedTo)
        known = self.statements.get(person, {}) if isinstance(person, NamedNode | BlankNode) else {}
        name = next((label.value for label in known.get(RDFS.label, ()) if isinstance(label, Literal)), "")
        if not name.strip():
            raise self._error("the one that it is attributed to has no rdfs:label in this file: who is it?")
        return " ".join(name.split())

    def _time(self) -> datetime:
        """The time of the review; one without a time zone is taken for universal time."""
        text = self._text(PROV.generatedAtTime)
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            raise self._error(f"generatedAtTime is {text!r}; expected something like 2026-03-05T14:00:00Z") from None
        return time if time.tzinfo else time.replace(tzinfo=UTC)

    def _error(self, what: str) -> ReviewError:
        name = self.subject.value if isinstance(self.subject, NamedNode) else "a review without an IRI"
        return ReviewError(f"{self.file}: {name}: {what}")


def named(review: Review) -> Review:
    """The review with the IRI that its own words make."""
    digest = hashlib.sha256(repr(replace(review, iri="")).encode()).hexdigest()[:16]
    return replace(review, iri=f"{RESOURCES}review/{digest}")


def _local(prop: NamedNode) -> str:
    return prop.value.replace("#", "/").rsplit("/", 1)[-1]
