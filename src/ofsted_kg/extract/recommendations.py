"""Recommendations: each bullet under "Areas for improvement", and whom it makes responsible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ofsted_kg.document import Bullet, Document
from ofsted_kg.facts import Addressee, Recommendation
from ofsted_kg.once import once_per_object
from ofsted_kg.structure.folding import folded_text
from ofsted_kg.vocabulary import Vocabulary

_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|\Z)[^.!?]*)*")
_CONJUNCTION = re.compile(r",?\s+(?:and|including|as well as)\s+|,\s+")
_LONGEST_NAME: Final = 120
"""Characters within which a subject's verb must follow."""


def extract_recommendations(document: Document, vocabulary: Vocabulary) -> tuple[Recommendation, ...]:
    """One recommendation for each bullet, in printed order."""
    authority_names = _names_with_and(vocabulary)
    words = _words(vocabulary)
    return tuple(_recommendation(document, bullet, words, authority_names) for bullet in document.bullets)


def _recommendation(document: Document, bullet: Bullet, words: _Words, names: tuple[str, ...]) -> Recommendation:
    spans = list(_addressees(bullet.passage.quote, words, names))
    addressees = tuple(_addressee(document, bullet, start, end) for start, end in spans)
    return Recommendation(bullet.part, bullet.timescale, bullet.passage, bullet.section, addressees)


def _addressee(document: Document, bullet: Bullet, start: int, end: int) -> Addressee:
    passage = folded_text(document.source.text, bullet.passage).passage(start, end)
    return Addressee(passage.quote, passage)


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of ``addressees.ttl`` as patterns."""

    subject: re.Pattern[str]
    named_subject: re.Pattern[str]
    receiver: re.Pattern[str]
    marker: re.Pattern[str]
    generic: frozenset[str]
    unnamed: frozenset[str]
    imperative: re.Pattern[str]
    determiner: re.Pattern[str]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@once_per_object
def _words(vocabulary: Vocabulary) -> _Words:
    of = {words.id: words.words for words in vocabulary.word_lists}
    modal, infinitive = _any(of.get("addressee-modal", ())), _any(of.get("addressee-infinitive", ()))
    receiver, state = _any(of.get("addressee-receiver", ())), _any(of.get("addressee-state", ()))
    ending = _any(of.get("organisation-acronym-ending", ()))
    name = rf".{{2,{_LONGEST_NAME}}}?"
    return _Words(
        subject=re.compile(rf"\s*(?P<name>{name}),?\s+(?:{modal})\s", re.IGNORECASE),
        named_subject=re.compile(rf"\s*(?P<name>{name}),?\s+(?:{infinitive})\s", re.IGNORECASE),
        receiver=re.compile(rf"\s*(?:{receiver})\s+(?P<name>(?:the\s+)?{name})\s+(?:{state})\s", re.IGNORECASE),
        marker=re.compile(rf"(?<![\w'])(?:{_any(of.get('organisation-marker', ()))}|[A-Z][A-Z&]*(?:{ending}))(?![\w'’])"),
        generic=frozenset(word.casefold() for word in of.get("organisation-generic", ())),
        unnamed=frozenset(word.casefold() for word in of.get("organisation-unnamed", ())),
        imperative=re.compile(rf"\s*(?:{receiver})\s", re.IGNORECASE),
        determiner=re.compile(rf"(?:{_any(of.get('addressee-determiner', ()))})\s+", re.IGNORECASE),
    )


def _names_with_and(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of places whose "and" does not join two organisations."""
    return tuple(sorted({a.name for a in vocabulary.authorities if " and " in a.name}))


def _addressees(text: str, words: _Words, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the addressees stand in the bullet's folded text, in order."""
    masked = _masked(text, names)
    for sentence in _SENTENCE.finditer(masked):
        yield from _of_sentence(masked, sentence.start(), sentence.end(), words)


def _masked(text: str, names: tuple[str, ...]) -> str:
    """``text`` with the blanks of each name's "and" filled, so that it is not split there; offsets stay."""
    for name in names:
        if name in text:
            text = text.replace(name, name.replace(" and ", "_and_"))
    return text


def _of_sentence(text: str, start: int, end: int, words: _Words) -> Iterator[tuple[int, int]]:
    for pattern, only_named in ((words.receiver, True), (words.subject, False), (words.named_subject, True)):
        found = pattern.match(text, start, end)
        if found is None or (pattern is not words.receiver and words.imperative.match(text, start, end)):
            continue
        spans = list(_organisations(text, *found.span("name"), words))
        if spans and (not only_named or all(_is_organisation(text[a:b], words) for a, b in spans)):
            yield from (span for span in spans if text[span[0] : span[1]].casefold() not in words.unnamed)
            return


def _organisations(text: str, start: int, end: int, words: _Words) -> Iterator[tuple[int, int]]:
    """The organisations of a subject, split at its conjunctions where both sides are organisations; () if it is none."""
    begin = start
    for conjunction in _CONJUNCTION.finditer(text, start, end):
        left = _without_determiner(text, begin, conjunction.start(), words)
        right = _without_determiner(text, conjunction.end(), end, words)
        if _is_party(text[slice(*left)], words) and _begins_party(text[slice(*right)], words):
            yield left
            begin = conjunction.end()
    last = _without_determiner(text, begin, end, words)
    if _is_party(text[slice(*last)], words):
        yield last


def _without_determiner(text: str, start: int, end: int, words: _Words) -> tuple[int, int]:
    found = words.determiner.match(text, start, end)
    return (found.end() if found else start), end


def _is_organisation(name: str, words: _Words) -> bool:
    return name.casefold() in words.generic or name.casefold() in words.unnamed or words.marker.search(name) is not None


def _is_party(name: str, words: _Words) -> bool:
    return bool(name) and _is_organisation(name, words)


def _begins_party(rest: str, words: _Words) -> bool:
    """Whether what follows a conjunction is, up to the next one, an organisation of its own."""
    following = _CONJUNCTION.split(rest, maxsplit=1)[0]
    return _is_party(following, words) or _is_party(rest, words)
