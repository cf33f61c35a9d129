"""Roles: which part an agency plays, where a sentence says so in words that the vocabulary lists as cues.

A cue stands in one order with what it speaks of: "provided by X", "X provides", "the Board includes representatives from X".
Each order has one small reader; all of them take who plays the part from the places beside the cue alone, and from the body
that the paragraph has just named where the sentence goes on with "The Board". What is not plain is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from ofsted_kg.agency_types import RoleCue
from ofsted_kg.extract.agencies.matcher import Match
from ofsted_kg.extract.agencies.role_rules import RoleRules
from ofsted_kg.extract.agencies.role_sentences import Naming, Placed, Sentence, namings_of
from ofsted_kg.extract.agencies.sightings import Sighting, Unit

_NEAR: Final = 10
"""Words between a cue and the first agency that it speaks of, at most."""
_CHAIN: Final = 8
"""Words between two agencies of one list, at most: other things may be listed between them."""
_NEXT: Final = 2
_REACH: Final = 160
"""Characters between a cue and a name, at most: what ten words take."""
_BESIDE: Final = 60
"""Characters before a cue in which the words right before it are looked for."""
_OFFICE: Final = 9
"""Words of the longest office."""
_CONJUNCTION: Final = re.compile(r"(?:, |,? (?:and|&) )(?:the )?")
_OFFICE_TEXT: Final = re.compile(r"\s*(?:(?:the|a|an|its|their)\s+)?([^.,;:()]*)")
_AND_VERB: Final = re.compile(r" and (?=[a-z])")
_BACK_TO: Final = re.compile(r"(?:Members of )?[Tt]he (\w+)\b")


class StatedRole(NamedTuple):
    """A role with its holder and its body as places in the list of agencies."""

    kind: str
    holder: int | None
    office: str
    body: int | None
    independent: bool
    unit: Unit
    start: int
    end: int


class _Found(NamedTuple):
    """A cue in its sentence."""

    cue: RoleCue
    start: int
    end: int
    sentence: Sentence
    rules: RoleRules

    def stated(self, holder: int | None, body: int | None = None, office: str = "") -> StatedRole:
        independent = self.rules.independent in f"{office} {self.words}".lower()
        place = self.sentence.unit, self.sentence.start, self.sentence.end
        return StatedRole(self.cue.role, holder, office, body, independent and self.cue.role == "chair", *place)

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]


def stated_roles(clusters: Sequence[Sequence[Sighting]], types: Sequence[str], rules: RoleRules) -> tuple[StatedRole, ...]:
    """The roles that paragraphs state, in printed order, each once a paragraph."""
    found: dict[tuple[object, ...], StatedRole] = {}
    for naming in namings_of(clusters, types):
        cues = rules.cues.matches(naming.unit.text, naming.unit.searchable, naming.start)
        for match in (match for match in cues if _may_hold(match, naming)):
            for role in _stated(match, naming, rules):
                found.setdefault((role.kind, role.holder, role.office, role.body, role.unit.paragraph), role)
    return tuple(found.values())


def _may_hold(match: Match[RoleCue], naming: Naming) -> bool:
    """Whether a name stands near enough on the side of a cue on which it needs one: most cues are seen off here."""
    order = match.value.order
    if order.startswith("words"):
        return any(0 <= place.start - match.end <= _REACH for place in naming.places)
    if order == "holder words":
        return any(0 <= match.start - place.end <= _REACH for place in naming.places)
    return True


def _stated(match: Match[RoleCue], naming: Naming, rules: RoleRules) -> Iterator[StatedRole]:
    sentence = naming.sentence(match.start)
    found = _Found(match.value, match.start, match.end, sentence, rules)
    if (sentence.places or sentence.earlier) and _holds(found):
        yield from _READERS[match.value.order](found)


def _holds(found: _Found) -> bool:
    """Whether the words that a cue needs stand before it, and none that exclude it beside it."""
    sentence, cue = found.sentence, found.cue
    if cue.needs and cue.needs.isdisjoint(sentence.words(sentence.start, found.start)):
        return False
    before = sentence.words(max(sentence.start, found.start - _BESIDE), found.start)
    behind = sentence.words(found.end, min(sentence.end, found.end + _REACH)) if cue.excluded_by else []
    beside = before[-_NEXT:] if cue.order == "words holder" else behind[:_NEAR]
    return cue.excluded_by.isdisjoint(beside) and found.rules.negations.isdisjoint(before[-_NEXT - 1 :])


# --- readers, one for each order of words


def _words_holder(found: _Found) -> Iterator[StatedRole]:
    return (found.stated(place.agency) for place in _listed(found, _NEAR))


def _holder_words(found: _Found) -> Iterator[StatedRole]:
    return (found.stated(place.agency) for place in _subjects(found))


def _body_words_holder(found: _Found) -> Iterator[StatedRole]:
    body = _body_before(found)
    if body is None:
        return
    for place in _segment(found):
        if place.agency != body and not found.rules.is_office(found.sentence.text[: place.start]):
            yield found.stated(place.agency, body)
    if found.rules.council_in(found.sentence.text[found.end : _segment_end(found)]):
        yield found.stated(None, body)


def _holder_words_body(found: _Found) -> Iterator[StatedRole]:
    bodies = [place.agency for place in _listed(found, _NEXT) if _is_body(place, found)]
    holders: list[int | None] = [place.agency for place in _subjects(found)]
    if not holders and found.rules.ends_with_council(found.sentence.text[found.sentence.start : found.start]):
        holders = [None]
    return (found.stated(holder, body) for holder in holders for body in bodies if holder != body)


def _body_words_office(found: _Found) -> Iterator[StatedRole]:
    body, office = _body_before(found), _office_behind(found)
    if body is not None and office:
        yield found.stated(None, body, office)


def _office_words_body(found: _Found) -> Iterator[StatedRole]:
    sentence = found.sentence
    office = sentence.text[sentence.start : found.start].strip().removeprefix("The ")
    body = next((place for place in _listed(found, _NEXT) if _is_body(place, found)), None)
    if body is not None and 0 < len(office.split()) <= _OFFICE and "," not in office:
        yield found.stated(None, body.agency, office)


def _body_words(found: _Found) -> Iterator[StatedRole]:
    body = _body_before(found)
    if body is not None:
        yield found.stated(None, body, found.cue.words[0])


def _words_body(found: _Found) -> Iterator[StatedRole]:
    for place in _listed(found, _NEXT)[:1]:
        if _is_body(place, found):
            yield found.stated(None, place.agency, found.words.rpartition(" ")[0])


_READERS: Final[dict[str, Callable[[_Found], Iterator[StatedRole]]]] = {
    "words holder": _words_holder,
    "holder words": _holder_words,
    "body words holder": _body_words_holder,
    "holder words body": _holder_words_body,
    "body words office": _body_words_office,
    "office words body": _office_words_body,
    "body words": _body_words,
    "words body": _words_body,
}


# --- who stands beside a cue


def _segment_end(found: _Found) -> int:
    """Where the list behind a cue ends: at a word that begins something else, outside the names of agencies."""
    sentence = found.sentence
    masked = sentence.masked(found.end, sentence.end)
    end = found.rules.list_end.search(masked)
    return found.end + end.start() if end else sentence.end


def _segment(found: _Found) -> list[Placed]:
    end = _segment_end(found)
    return [place for place in found.sentence.places if found.end <= place.start and place.end <= end]


def _listed(found: _Found, near: int) -> list[Placed]:
    """The agencies right behind a cue: the first within some words, each next one within a few of the last."""
    kept: list[Placed] = []
    last, reach = found.end, near
    for place in _segment(found):
        if len(found.sentence.words(last, place.start)) > reach:
            break
        kept.append(place)
        last, reach = place.end, _CHAIN
    return kept


def _subjects(found: _Found) -> list[Placed]:
    """The agencies of which a cue is the predicate: the one before it, and those that "and" joins with that."""
    sentence, rules = found.sentence, found.rules
    before = [place for place in sentence.places if place.end <= found.start]
    if not before or not rules.leads_to_verb(sentence.text[before[-1].end : found.start]):
        return []
    kept = [before.pop()]
    while before and _CONJUNCTION.fullmatch(sentence.text[before[-1].end : kept[-1].start]):
        kept.append(before.pop())
    return kept if rules.is_subject(sentence.text[sentence.start : kept[-1].start]) else []


def _body_before(found: _Found) -> int | None:
    """The body named before a cue, or the one that its paragraph has named where the sentence begins "The Board"."""
    sentence, rules = found.sentence, found.rules
    before = [place for place in sentence.places if place.end <= found.start]
    start = before[-1].end if before else sentence.start
    gap = rules.gatherings.union(rules.negations) if before else rules.negations
    between = set(sentence.words(start, found.start))
    if before:
        return before[-1].agency if _is_body(before[-1], found) and gap.isdisjoint(between) else None
    back = _BACK_TO.match(sentence.text, sentence.start)
    if back is None or not gap.isdisjoint(between) or not rules.gatherings.isdisjoint(between - {back.group(1).lower()}):
        return None
    named = [place for place in sentence.earlier if _is_body(place, found) and back.group(1).lower() in place.form.lower()]
    return named[-1].agency if named else None


def _is_body(place: Placed, found: _Found) -> bool:
    return place.type in found.rules.held_in[found.cue.role]


def _office_behind(found: _Found) -> str:
    """The office that stands behind "chaired by", without its article."""
    match = _OFFICE_TEXT.match(found.sentence.text, found.end, found.sentence.end)
    text = _AND_VERB.split(match.group(1))[0] if match else ""
    words = text.split()
    end = next((at for at, word in enumerate(words) if word in found.rules.office_ends), len(words))
    return " ".join(words[:end]) if end <= _OFFICE else ""
