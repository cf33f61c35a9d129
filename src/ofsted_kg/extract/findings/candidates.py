"""Candidates: each clause with each topic of which it may speak, and what is known of the pair.

A clause may speak of a topic that it names itself; of one that another clause of its sentence names, where it names none
for certain or points ("but they are ..."); or of one that the sentence before names ("This has improved").  What is known
of the pair are its *signs*: short names such as ``named:certain``, ``governed-by:of`` or ``verdict:strength``, from which
the rules or the model decide, and which ``ofsted-kg explain`` prints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Final

from ofsted_kg.extract.clauses import FINITE
from ofsted_kg.extract.findings import signs
from ofsted_kg.extract.findings.reading import ReadClause, ReadParagraph, ReadSentence
from ofsted_kg.extract.findings.signs import NAMED, PREVIOUS_SENTENCE, Signs
from ofsted_kg.extract.lexicon import TopicMatch
from ofsted_kg.once import OncePerKey

BEFORE: Final = "sentence-before"
AFTER: Final = "sentence-after"

_POINTING: Final = frozenset("this these they it".split())
_ANAPHORIC: Final = frozenset("this these they it their its such those both".split())
_CONNECTIVES: Final = frozenset("however nevertheless although despite similarly also as in for".split())
_PREPOSITIONS: Final = frozenset(
    """of for in by with to from about on at within across between into through including include regarding as than against under
    over where via such""".split()
)
_LINKS: Final = frozenset({"and", "or", ","})
_RELATIVES: Final = frozenset({"that", "which", "who"})
_FUNCTION_WORDS: Final = (
    _PREPOSITIONS
    | FINITE
    | _RELATIVES
    | frozenset(
        """and or , ; ( ) but been be being a an the not also now well only still currently generally mostly their its all some
        most more""".split()
    )
)
_NOWHERE: Final = 1 << 30
"""Place of a word that is not there: far from any."""
_EARLY: Final = 8
"""Words behind which a form stands no longer at the beginning of its sentence."""
_SHORT: Final = 14
"""Words below which a sentence is short."""
_PREDICATE: Final = 4
"""How many words behind its verb still belong to the beginning of a predicate."""
_LOOK_BACK: Final = 5
"""How many words before a topic's form the word that governs it is looked for."""


@dataclass(slots=True)
class Candidate:
    """A clause that may judge a topic."""

    topic: str
    source: str
    """Where the topic is named: `NAMED`, `BEFORE`, `AFTER` or `PREVIOUS_SENTENCE`."""
    sentence: int
    clause: ReadClause
    before: ReadClause | None
    """The clause before it in the same sentence."""
    contrasted: bool
    """Whether its sentence begins with "However"."""
    groups: tuple[Signs, ...]
    """Its signs, in groups that many candidates share."""

    @property
    def signs(self) -> tuple[str, ...]:
        """What is known of the pair."""
        return tuple(chain.from_iterable(self.groups))


_Matches = Sequence[TopicMatch]
_Named = tuple[str, str, _Matches]
"""A topic, where it is named, and by which forms."""
_HINT: Final = attrgetter("hint")


@dataclass(slots=True)
class _Surroundings:
    """A sentence in its paragraph: what its clauses share."""

    paragraph: ReadParagraph
    position: int
    """Place of the sentence in it."""
    sentence: ReadSentence
    named: Mapping[str, _Matches]
    """The topics that the sentence names."""
    before: Mapping[str, _Matches] | None
    """The topics that the sentence before names; None where there is none before it."""
    counts: Mapping[str, int]
    """How often the paragraph names each topic."""
    opening: frozenset[str]
    """Topics that the paragraph's first sentence names."""
    points: bool
    """Whether it points back: "This has improved"."""
    uncertain: bool
    """Whether it names no topic for certain."""


@dataclass(slots=True)
class _Place:
    """A clause in its sentence."""

    around: _Surroundings
    clause: ReadClause
    before: ReadClause | None
    """The clause before it."""
    start: int
    """Place of its first token in the sentence."""

    def candidates(self, topics: Iterable[_Named]) -> Iterator[Candidate]:
        """The clause with each of some topics."""
        around, clause = self.around, self.clause
        position, contrasted = around.position, around.sentence.words[0] == "however"
        judged = _Judged.of(clause)
        general = _general_signs(around, clause)
        for topic, source, matches in topics:
            if source == NAMED:
                of_source = _named_signs(clause, judged, matches)
            elif source == PREVIOUS_SENTENCE:
                of_source = _previous_signs(self, matches)
            else:
                of_source = _carried_signs(source, clause, matches)
            groups = (_topic_signs(topic, source, around), *of_source, *general)
            yield Candidate(topic, source, position, clause, self.before, contrasted, groups)


@dataclass(slots=True)
class _Judged:
    """The plain judging words of a clause."""

    places: Sequence[int]
    by_predicate: bool
    """Whether one of them stands at the beginning of the predicate."""
    words: Sequence[Signs]
    """Their signs."""

    @classmethod
    def of(cls, clause: ReadClause) -> _Judged:
        plain, verb = clause.judging.plain, clause.verb
        places = [event.place for event in plain]
        behind = bisect_left(places, verb)
        by_predicate = behind < len(places) and places[behind] <= verb + _PREDICATE
        return cls(places, by_predicate, [signs.WORD[event.word] for event in plain])


def candidates_of(paragraph: ReadParagraph) -> list[Candidate]:
    """Every pair of a clause and a topic of which it may speak, in printed order."""
    found: list[Candidate] = []
    for around in _surroundings(paragraph):
        before, start = None, 0
        for clause in around.sentence.clauses:
            topics = _topics(around, clause, start)
            if topics:
                found += _Place(around, clause, before, start).candidates(topics)
            before, start = clause, start + len(clause.tokens.words)
    return found


def _surroundings(paragraph: ReadParagraph) -> Iterator[_Surroundings]:
    counts = Counter([match.topic for sentence in paragraph.sentences for match in sentence.matches])
    opening = frozenset([match.topic for match in paragraph.sentences[0].matches]) if paragraph.sentences else frozenset()
    before = None
    for position, sentence in enumerate(paragraph.sentences):
        points = not _POINTING.isdisjoint(sentence.words[:4])
        named = _by_topic(sentence.matches)
        yield _Surroundings(paragraph, position, sentence, named, before, counts, opening, points, _all_hints(sentence.matches))
        before = named


def _all_hints(matches: _Matches) -> bool:
    return matches[0].hint if len(matches) == 1 else all(map(_HINT, matches))


def _topics(around: _Surroundings, clause: ReadClause, start: int) -> list[_Named]:
    """The topics of which a clause may speak, each with where it is named, and by which forms."""
    named = _by_topic(clause.matches) if len(around.sentence.clauses) > 1 else around.named
    if clause.judging.verdict == "none":
        return [(topic, NAMED, named[topic]) for topic in around.named if topic in named and not _all_hints(named[topic])]
    found = [(topic, NAMED, named[topic]) for topic in around.named if topic in named]
    if len(named) < len(around.named) and (_all_hints(clause.matches) or _points(clause)):
        found = [_named_or_carried(topic, named, around, start) for topic in around.named]
    # A clause judges what its sentence does not name where that points back, or names nothing for certain.
    if around.before and (around.points or around.uncertain):
        found += [(topic, PREVIOUS_SENTENCE, matches) for topic, matches in around.before.items() if topic not in around.named]
    return found


def _named_or_carried(topic: str, named: Mapping[str, _Matches], around: _Surroundings, start: int) -> _Named:
    if topic in named:
        return topic, NAMED, named[topic]
    matches = around.named[topic]
    return topic, BEFORE if matches[0].start < start else AFTER, matches


def _points(clause: ReadClause) -> bool:
    """Whether it begins by pointing at something named before."""
    return not _ANAPHORIC.isdisjoint(clause.words[:4])


def _by_topic(matches: _Matches) -> dict[str, list[TopicMatch]]:
    found: dict[str, list[TopicMatch]] = {}
    for match in matches:
        found.setdefault(match.topic, []).append(match)
    return found


def _topic_signs(topic: str, source: str, around: _Surroundings) -> Signs:
    return signs.TOPIC[topic, source == NAMED, around.paragraph.section, around.counts[topic], topic in around.opening]


def _general_signs(around: _Surroundings, clause: ReadClause) -> Sequence[Signs]:
    """What is known of the clause, whatever the topic."""
    judging, matches = clause.judging, clause.matches
    topics = len({match.topic for match in matches}) if len(matches) > 1 else len(matches)
    kind = signs.KIND[clause.kind, judging.verdict, judging.predicate]
    size = signs.SIZE[topics, len(clause.tokens.words) // 6, len(judging.events)]
    if around.position:
        return kind, size
    return kind, size, signs.SHORT_OPENING if len(around.sentence.words) < _SHORT else signs.OPENING


def _carried_signs(source: str, clause: ReadClause, matches: _Matches) -> Sequence[Signs]:
    """Signs of a topic that another clause of the sentence names."""
    others = "certain" if not _all_hints(clause.matches) else "hint" if clause.matches else ""
    return (signs.CARRIED[source, clause.judging.verdict, _all_hints(matches), clause.kind, _points(clause), others],)


def _previous_signs(place: _Place, matches: _Matches) -> Sequence[Signs]:
    """Signs of a topic that the sentence before names."""
    around, words = place.around, place.around.sentence.words
    begins = min([match.start for match in matches]) < _EARLY
    anaphoric = words[0] in _ANAPHORIC or (words[0] in _CONNECTIVES and not _ANAPHORIC.isdisjoint(words[1:5]))
    named = "certain" if not around.uncertain else "hint" if around.sentence.matches else ""
    later = place.start > 0 and not _points(place.clause)
    return (
        signs.PREVIOUS[place.clause.judging.verdict, _all_hints(matches), len(around.before or ()), begins, around.points],
        signs.POINTING[around.points, anaphoric, named, later],
    )


def _named_signs(clause: ReadClause, judged: _Judged, matches: _Matches) -> Sequence[Signs]:
    """How the clause names the topic, and where its judging words stand to that."""
    first = matches[0]
    words, start, end = clause.tokens.words, first.start, first.end
    role = "subject" if start < clause.verb else "object"
    governor = _governor(words, start) or ("start" if start < 4 else "none")
    return (
        signs.NAMING[_all_hints(matches), role, len(matches), clause.judging.verdict, start < 3],
        *_form_signs(matches),
        signs.GOVERNOR[governor, role, end < len(words) and _IS_NOUN[words[end]]],
        _rival_signs(clause, first, role) if len(clause.matches) > 1 else signs.ALONE,
        *(_judging_signs(clause, judged, first, role) if judged.places else signs.UNJUDGED),
    )


def _form_signs(matches: _Matches) -> Sequence[Signs]:
    if len(matches) == 1:
        return (signs.FORM[matches[0].form, matches[0].topic],)
    return tuple(dict.fromkeys([signs.FORM[match.form, match.topic] for match in matches]))


def _is_noun(word: str) -> bool:
    """Whether a word behind a form is one that the form describes."""
    return word.isalpha() and word not in _FUNCTION_WORDS and not word.endswith("ly")


_IS_NOUN: Final = OncePerKey(_is_noun)


def _governor(words: Sequence[str], start: int) -> str:
    """The preposition on which the form at ``start`` depends, ``verb``, ``list`` or ""."""
    linked = ""
    for place in range(start - 1, max(-1, start - 1 - _LOOK_BACK), -1):
        word = words[place]
        if word in _LINKS:
            linked = "list"
        elif word in _PREPOSITIONS:
            return word
        elif word in FINITE or word in _RELATIVES:
            return linked or "verb"
        elif linked and place < start - 3:
            break
    return linked


def _rival_signs(clause: ReadClause, match: TopicMatch, role: str) -> Signs:
    """The other topics that the clause names."""
    others = [m for m in clause.matches if m.topic != match.topic]
    certain = [m.start for m in others if not m.hint]
    beside = role == "object" and min(certain, default=clause.verb) < clause.verb
    return signs.STANDING[not certain, beside, len({m.topic for m in others if m.start < match.start})]


def _judging_signs(clause: ReadClause, judged: _Judged, match: TopicMatch, role: str) -> Sequence[Signs]:
    """Where the clause's judging words stand to the topic's form."""
    start, places = match.start, judged.places
    rank = bisect_left(places, start)
    before = places[rank - 1] if rank else -_NOWHERE
    behind = places[rank] if rank < len(places) else _NOWHERE
    nearest = before if start - before <= behind - start else behind
    distance = min(start - before, behind - match.end + 1)
    return (
        signs.JUDGED[distance, start - before <= 3, judged.by_predicate and role == "subject"],
        *judged.words,
        _interval_signs(clause, match, nearest),
    )


def _interval_signs(clause: ReadClause, match: TopicMatch, place: int) -> Signs:
    """What stands between the topic's form and the judging word next to it."""
    low, high, side = (place, match.start, "before") if place < match.start else (match.start, place, "behind")
    between = clause.tokens.words[low + 1 : high]
    rivals = 0
    if len(clause.matches) > 1:
        rivals = len([m for m in clause.matches if low < m.start < high and m.topic != match.topic and not m.hint])
    return signs.INTERVAL[rivals, sum(map(_PREPOSITIONS.__contains__, between)), side, "," in between]
