"""Where reviews are written: looks up what a person speaks of, and puts the decision into a Turtle file of theirs.

    desk = ReviewDesk(Path("kg"))
    desk.reject("dudley/slac/2011-12-09/finding/p14/marac/61a0f5d1c2", Signature("Ann Example", "not about MARAC", now))

The files stand in ``reviews/`` of the knowledge graph, or elsewhere with a link there.  A build applies what is in them.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.document import Document
from ofsted_kg.errors import ReviewError
from ofsted_kg.extract.header import extract_header
from ofsted_kg.folder import KnowledgeGraphFolder
from ofsted_kg.labels import Labels, read_labels, tail
from ofsted_kg.rdf.iris import iris_of, report_iris
from ofsted_kg.rdf.namespaces import OKG, RESOURCES
from ofsted_kg.rdf.review_reader import named, parse_reviews, read_reviews, review_files
from ofsted_kg.rdf.review_writer import with_review
from ofsted_kg.report_names import named_report
from ofsted_kg.reviews import (
    ACCEPTED,
    ADDED,
    AMENDED,
    POLARITIES,
    REJECTED,
    FindingReview,
    Review,
    Signature,
    Stance,
    VerdictReview,
)
from ofsted_kg.store import EmbeddedStore, open_store
from ofsted_kg.structure.folding import fold
from ofsted_kg.verdicts import VERDICTS
from ofsted_kg.vocabulary import Vocabulary
from ofsted_kg.whole_file import write_whole

FILE: Final = "reviews.ttl"
_FINDING: Final = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?paragraph ?quote ?topic ?polarity WHERE {
  VALUES ?target { %s }
  GRAPH ?report {
    ?target okg:topic ?topic ; okg:polarity ?polarity ; okg:evidence ?passage .
    ?passage okg:quote ?quote ; okg:inParagraph ?where .
    ?where okg:number ?paragraph .
  }
}
"""
_VERDICT: Final = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?topic ?value WHERE {
  VALUES ?target { %s }
  GRAPH ?report { ?target okg:topic ?topic ; okg:verdictValue ?value }
}
"""
_PARAGRAPH: Final = """
PREFIX okg: <https://w3id.org/ofsted-kg/ontology#>
SELECT ?text WHERE {
  VALUES ?paragraph { %s }
  GRAPH ?report { ?paragraph okg:quote ?text }
}
"""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is correct; None stays as it was found."""

    topic: str | None = None
    polarity: str | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """Writes reviews of the findings and verdicts of one knowledge graph; each method gives what it wrote."""

    kg: Path | str
    file: Path | str | None = None
    """The file to write to; else ``reviews/reviews.ttl`` of the knowledge graph."""
    written: Path = field(init=False)
    """Where it writes."""

    def __post_init__(self) -> None:
        """Settle the file."""
        object.__setattr__(self, "written", Path(self.file) if self.file else self._folder.reviews / FILE)

    @property
    def _folder(self) -> KnowledgeGraphFolder:
        return KnowledgeGraphFolder(Path(self.kg))

    def accept(self, target: str, signature: Signature) -> Review:
        """Confirm a finding or a verdict, named by its IRI or the end of it."""
        return self._write(self._decided(target, ACCEPTED, Amendment(), signature))

    def reject(self, target: str, signature: Signature) -> Review:
        """Say that there is no such finding, or no such verdict."""
        return self._write(self._decided(target, REJECTED, Amendment(), signature))

    def amend(self, target: str, amendment: Amendment, signature: Signature) -> Review:
        """Give a finding another topic or polarity, or a verdict another value."""
        return self._write(self._decided(target, AMENDED, amendment, signature))

    def add(self, report: str, clause: tuple[int, str], stance: Stance, signature: Signature) -> Review:
        """Add a finding that was missed; ``clause`` is the number of a paragraph and words that stand in it."""
        with open_store(self._folder.root) as store:
            graph = named_report(report, [file for file in store.graphs() if file.is_report]).graph
            labels = read_labels(store)
            number, quote = clause[0], _quoted(store, graph, clause)
            correct = Stance(_topic(stance.topic, labels), _one_of(stance.polarity, POLARITIES, "polarity"))
            target = iris_of(graph).finding(number, correct.topic, correct.polarity, quote).value
            if _rows(store, _FINDING, target):
                raise ReviewError(f"{short_target(target)} is there already: accept it instead")
        review = FindingReview(
            iri="",
            report=graph,
            target=target,
            decision=ADDED,
            signature=signature,
            paragraph=number,
            quote=quote,
            found=None,
            correct=correct,
        )
        return self._write(review)

    def _decided(self, target: str, decision: str, amendment: Amendment, signature: Signature) -> Review:
        with open_store(self._folder.root) as store:
            known = self._known(store, _full(target))
            labels = read_labels(store) if amendment.topic else None
        signed = replace(known, decision=decision, signature=signature)
        if isinstance(signed, FindingReview):
            return _of_finding(signed, amendment, _topic(amendment.topic, labels) if amendment.topic and labels else None)
        return _of_verdict(signed, amendment)

    def _known(self, store: EmbeddedStore, target: str) -> FindingReview | VerdictReview:
        """What a target was found to say: as its reviews have it, since the graph shows it corrected, else as in the graph."""
        for review in self._written_of(target):
            if isinstance(review, FindingReview | VerdictReview):
                return review
        found = _found_finding(store, target) or _found_verdict(store, target)
        if found is None:
            raise ReviewError(f"{short_target(target)}: no such finding or verdict; list them with: ofsted-kg review list")
        return found

    def _written_of(self, target: str) -> Iterator[Review]:
        """The reviews of a target, the latest first."""
        files = {*review_files(self._folder.reviews), *([self.written] if self.written.exists() else [])}
        written = [review for review in read_reviews(sorted(files)) if review.target == target]
        return reversed(written)

    def _write(self, unnamed: Review) -> Review:
        review = named(unnamed)
        with _alone(self._folder.reviews) as folder:
            self.written.parent.mkdir(parents=True, exist_ok=True)
            content = with_review(self.written, self.written.read_bytes() if self.written.exists() else b"", review)
            # what can't be read again as it was meant would stop the next build
            if review not in parse_reviews(self.written, content):
                raise ReviewError(f"{self.written}: the review would be read as something else: look at the file's prefixes")
            _refuse_another(folder, self.written)
            write_whole(self.written.resolve(), content)
            _link(folder, self.written)
        return review


def short_target(target: str) -> str:
    """The end of a finding's or a verdict's IRI, by which people may name it."""
    return target.rpartition("/report/")[2]


def reviews_of(kg: Path, document: Document, vocabulary: Vocabulary) -> tuple[Review, ...]:
    """The reviews of a knowledge graph that speak of a report, given as its document, and count."""
    files = review_files(KnowledgeGraphFolder(kg).reviews)
    if not files:
        return ()
    header, _ = extract_header(document, vocabulary)
    return read_reviews(files).of(report_iris(header, document.framework).report.value)


def source_of(kg: Path, report: str) -> str:
    """Name of the source file of a report, for advice to its reviewer."""
    with open_store(kg) as store:
        return next((file.source for file in store.graphs() if file.graph == report), "its source")


# --- what is found, unsigned as yet

_UNSIGNED: Final = Signature("nobody", "none", datetime.min.replace(tzinfo=UTC))


def _found_finding(store: EmbeddedStore, target: str) -> FindingReview | None:
    for paragraph, quote, topic, polarity in _rows(store, _FINDING, target):
        return FindingReview(
            iri="",
            report=target.partition("/finding/")[0],
            target=target,
            decision=ACCEPTED,
            signature=_UNSIGNED,
            paragraph=int(paragraph),
            quote=quote,
            found=Stance(tail(topic), tail(polarity)),
            correct=None,
        )
    return None


def _found_verdict(store: EmbeddedStore, target: str) -> VerdictReview | None:
    for topic, value in _rows(store, _VERDICT, target):
        return VerdictReview(
            iri="",
            report=target.partition("/verdict/")[0],
            target=target,
            decision=ACCEPTED,
            signature=_UNSIGNED,
            topic=tail(topic),
            found=tail(value).lower(),
            correct=None,
        )
    return None


def _rows(store: EmbeddedStore, query: str, iri: str) -> list[tuple[str, ...]]:
    """The rows of a query about one thing, as strings."""
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in store.query(query % NamedNode(iri))]


def _full(target: str) -> str:
    """The IRI of a finding or a verdict, given itself or its end."""
    text = target.strip()
    iri = text if "/report/" in text else f"{RESOURCES}report/{text.removeprefix('report/')}"
    try:
        return NamedNode(iri).value
    except ValueError:
        raise ReviewError(f"{target!r} is no finding and no verdict; list them with: ofsted-kg review list") from None


def _quoted(store: EmbeddedStore, report: str, clause: tuple[int, str]) -> str:
    """Words as they stand in a paragraph; ReviewError where they don't."""
    number, quote = clause[0], fold(clause[1])
    texts = [text for (text,) in _rows(store, _PARAGRAPH, iris_of(report).paragraph(number).value)]
    if not texts:
        raise ReviewError(f"{short_target(report)} has no paragraph {number}")
    if not quote or quote not in texts[0]:
        raise ReviewError(f"paragraph {number} does not hold these words, to the letter: it reads: {texts[0]}")
    return quote


# --- what is decided


def _of_finding(review: FindingReview, amendment: Amendment, topic: str | None) -> FindingReview:
    """The review with what is correct; a finding that a reviewer added stays one that was added."""
    stated = review.found or review.correct
    if amendment.verdict or stated is None:
        raise ReviewError(f"{short_target(review.target)} is a finding: it has a topic and a polarity and no verdict")
    if review.decision == REJECTED:
        return replace(review, found=stated, correct=None)
    polarity = _one_of(amendment.polarity, POLARITIES, "polarity") if amendment.polarity else stated.polarity
    correct = Stance(topic or stated.topic, polarity)
    if review.decision == AMENDED and correct == stated:
        raise ReviewError(f"{short_target(review.target)} says so already: give another topic or polarity, or accept it")
    return replace(review, decision=review.decision if review.found else ADDED, correct=correct)


def _of_verdict(review: VerdictReview, amendment: Amendment) -> VerdictReview:
    if amendment.topic or amendment.polarity:
        raise ReviewError(f"{short_target(review.target)} is a verdict: it has a value, and neither topic nor polarity to amend")
    if review.decision == AMENDED:
        value = _one_of(amendment.verdict or "", VERDICTS, "verdict")
        return replace(review, correct=value)
    return replace(review, correct=review.found if review.decision == ACCEPTED else None)


def _topic(text: str, labels: Labels) -> str:
    concepts = labels.find(OKG.Topic.value, text)
    if len(concepts) != 1:
        what = "is not known" if not concepts else "means several topics"
        raise ReviewError(f"topic: {text!r} {what}{labels.suggestions(OKG.Topic.value, text)}")
    return tail(concepts[0].iri)


def _one_of(text: str, known: tuple[str, ...], what: str) -> str:
    if text.strip().lower() not in known:
        raise ReviewError(f"{what}: {text!r} is not known; expected one of {', '.join(known)}")
    return text.strip().lower()


# --- files


def _refuse_another(folder: Path, file: Path) -> None:
    if file.suffix != ".ttl":
        raise ReviewError(f"{file}: reviews stand in Turtle files: give it the ending .ttl")
    link = folder / file.name
    if link.exists() and link.resolve() != file.resolve():
        raise ReviewError(f"{link}: another file of that name is there: give {file} another name")


def _link(folder: Path, file: Path) -> None:
    """Have builds find a file that stands elsewhere, by a link in the folder of reviews."""
    link = folder / file.name
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(file.resolve())


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """The folder of reviews, made if need be, while nobody else writes to it by this package."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(descriptor)
