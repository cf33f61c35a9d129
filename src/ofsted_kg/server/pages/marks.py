"""Findings marked in the text of their paragraph.

A finding's quote is looked up in the paragraph near where its offsets say, since the paragraph's text has its white
space folded.  Where quotes overlap the text is cut into pieces, each with the findings that cover it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from ofsted_kg.answers import Resource
from ofsted_kg.server.addresses import address, anchor
from ofsted_kg.server.templating import SIGNS, kind, sign

_MIXED: Final = "mixed"
_SIGNS: Final = {**SIGNS, _MIXED: "±"}


class Finding(NamedTuple):
    """One finding of a paragraph."""

    iri: str
    topic: Resource
    polarity: Resource
    passage: str
    quote: str
    start: int
    review: str = ""
    """What people decided about it, where they did."""


class Piece(NamedTuple):
    """A stretch of a paragraph with the findings that cover it."""

    text: str
    findings: Sequence[Finding] = ()
    begins: Sequence[Finding] = ()
    """Those of the findings that begin here."""
    passages: Sequence[str] = ()
    """IRIs of the passages that begin here, each once."""

    @property
    def polarity(self) -> str:
        """``strength``, ``weakness``, ``adequate``; ``mixed`` where findings differ; empty where there is none."""
        found = {finding.polarity.iri.rpartition("/")[2] for finding in self.findings}
        return _MIXED if len(found) > 1 else "".join(found)


def marked(text: str, start: int, findings: Sequence[Finding]) -> tuple[tuple[Piece, ...], tuple[Finding, ...]]:
    """Pieces of a paragraph that begins at an offset of the source, and the findings whose quote is not in it."""
    places = [_place(text, finding, start) for finding in findings]
    spans = [(*place, finding) for finding, place in zip(findings, places, strict=True) if place is not None]
    borders = sorted({0, len(text), *(border for first, last, _ in spans for border in (first, last))})
    seen: set[str] = set()
    pieces = tuple(_piece(text, begin, end, spans, seen) for begin, end in pairwise(borders))
    return pieces, tuple(finding for finding, place in zip(findings, places, strict=True) if place is None)


def _place(text: str, finding: Finding, start: int) -> tuple[int, int] | None:
    """Where the quote stands: of several places the one nearest to its offset."""
    quote = finding.quote
    at = nearest = text.find(quote)
    while at >= 0:
        nearest = min(nearest, at, key=lambda place: abs(place - (finding.start - start)))
        at = text.find(quote, at + 1)
    return None if nearest < 0 else (nearest, nearest + len(quote))


def _piece(text: str, begin: int, end: int, spans: Sequence[tuple[int, int, Finding]], seen: set[str]) -> Piece:
    covering = [span for span in spans if span[0] <= begin and end <= span[1]]
    if not covering:
        return Piece(text[begin:end])
    begins = [finding for first, _, finding in covering if first == begin]
    passages = list(dict.fromkeys([finding.passage for finding in begins if finding.passage not in seen]))
    seen.update(passages)
    return Piece(text[begin:end], [finding for _, _, finding in covering], begins, passages)


def by_topic(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first finding of each topic and polarity, for a list beside the text."""
    return tuple({(finding.topic.iri, finding.polarity.iri): finding for finding in reversed(list(findings))}.values())[::-1]


# --- in HTML, put together here because a report has a thousand of them, and a template needs four times as long


def text_in_html(pieces: Iterable[Piece]) -> Markup:
    """A paragraph with its findings marked and an anchor where each begins."""
    return Markup("".join(map(_piece_in_html, pieces)))


def notes_in_html(findings: Iterable[Finding]) -> Markup:
    """Items of the list beside a paragraph."""
    return Markup("".join(map(_note_in_html, findings)))


def _piece_in_html(piece: Piece) -> str:
    text, findings, begins, passages = piece
    if not findings:
        return str(escape(text))
    polarity = piece.polarity
    says = "; ".join([_says(finding.topic.label, finding.polarity.label) for finding in findings])
    mark = f'<mark class="{escape(polarity)}" title="{says}">'
    if not begins:
        return f"{mark}{escape(text)}</mark>"
    # no IRI has a space in it
    names = str(escape(" ".join([*[anchor(finding.iri) for finding in begins], *map(anchor, passages)])))
    anchors = names.replace(" ", '"></span><span id="')
    sign = f'<span class="sign" aria-hidden="true">{_SIGNS.get(polarity, "")}</span>'
    return f'<span id="{anchors}"></span>{mark}{sign}{escape(text)}</mark>'


def _note_in_html(finding: Finding) -> str:
    review = f' <span class="review">Reviewed: {escape(finding.review)}</span>' if finding.review else ""
    return f"{_note(finding.topic, finding.polarity)}{review}</li>\n"


@lru_cache(maxsize=1024)
def _says(topic: str, polarity: str) -> str:
    return str(escape(f"{topic}: {polarity.lower()}"))


@lru_cache(maxsize=1024)
def _note(topic: Resource, polarity: Resource) -> str:
    sign_in_words = (
        f'<span class="sign"><span aria-hidden="true">{sign(polarity)}</span>'
        f'<span class="unseen">{escape(polarity.label)}:</span></span>'
    )
    link = f'<a href="{escape(address(topic.iri))}">{escape(topic.label)}</a>'
    return f'<li class="{escape(kind(polarity))}">{sign_in_words} {link}'
