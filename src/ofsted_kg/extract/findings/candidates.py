"""Candidates: each clause with each topic of which it may speak, and what is known of the pair.

A clause may speak of a topic that it names itself, that another clause of its sentence names, or that the sentence
before names ("They are ...", "This has improved").  What is known of the pair are its *signs*: short names such as
``named:certain``, ``governed-by:of`` or ``verdict:strength``, from which the rules or the model decide, and which
``ofsted-kg explain`` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.extract.clauses import FINITE
from ofsted_kg.extract.findings.reading import ReadClause, ReadParagraph, ReadSentence
from ofsted_kg.extract.lexicon import TopicMatch

NAMED: Final = "named"
BEFORE: Final = "sentence-before"
AFTER: Final = "sentence-after"
PREVIOUS: Final = "previous-sentence"

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
_LOOK_BACK: Final = 5
"""How many words before a topic's form the word that governs it is looked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may judge a topic."""

    topic: str
    source: str
    """Where the topic is named: `NAMED`, `BEFORE`, `AFTER` or `PREVIOUS`."""
    sentence: int
    clause: ReadClause
    before: ReadClause | None
    """The clause before it in the same sentence."""
    contrasted: bool
    """Whether its sentence begins with "However"."""
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A clause in its paragraph."""

    paragraph: ReadParagraph
    index: int
    sentence: ReadSentence
    clause: ReadClause
    counts: Counter[str]
    """How often the paragraph names each topic."""

    @property
    def previous(self) -> ReadSentence | None:
        return self.paragraph.sentences[self.index - 1] if self.index else None


def candidates_of(paragraph: ReadParagraph) -> Iterator[Candidate]:
    """Every pair of a clause and a topic of which it may speak, in printed order."""
    counts = Counter(match.topic for sentence in paragraph.sentences for match in sentence.matches)
    for index, sentence in enumerate(paragraph.sentences):
        before = None
        for clause in sentence.clauses:
            place = _Place(paragraph, index, sentence, clause, counts)
            general = tuple(_general_signs(place))
            for topic, source, matches in _topics(place):
                signs = (*_topic_signs(topic, source, place), *_source_signs(source, place, matches), *general)
                yield Candidate(topic, source, index, clause, before, sentence.words[0] == "however", signs)
            before = clause


def _topics(place: _Place) -> Iterator[tuple[str, str, tuple[TopicMatch, ...]]]:
    """The topics of which a clause may speak, each with where it is named, and by which forms."""
    named = _by_topic(place.clause.matches)
    in_sentence = _by_topic(place.sentence.matches)
    judges = place.clause.judging.verdict != "none"
    for topic, matches in in_sentence.items():
        if topic in named:
            if judges or any(not match.hint for match in named[topic]):
                yield topic, NAMED, named[topic]
        elif judges:
            yield topic, _side(matches[0], place), matches
    if place.previous is not None and _looks_back(place):
        for topic, matches in _by_topic(place.previous.matches).items():
            if topic not in in_sentence:
                yield topic, PREVIOUS, matches


def _looks_back(place: _Place) -> bool:
    """Whether the clause judges what its sentence does not name: it points back, or its sentence names nothing certain."""
    if place.clause.judging.verdict == "none":
        return False
    return not _POINTING.isdisjoint(place.sentence.words[:4]) or all(match.hint for match in place.sentence.matches)


def _by_topic(matches: Sequence[TopicMatch]) -> dict[str, tuple[TopicMatch, ...]]:
    found: dict[str, tuple[TopicMatch, ...]] = {}
    for match in matches:
        found[match.topic] = (*found.get(match.topic, ()), match)
    return found


def _side(match: TopicMatch, place: _Place) -> str:
    start = next(i for i, clause in enumerate(place.sentence.clauses) if clause is place.clause)
    tokens_before = sum(len(clause.tokens) for clause in place.sentence.clauses[:start])
    return BEFORE if match.start < tokens_before else AFTER


def _topic_signs(topic: str, source: str, place: _Place) -> Iterator[str]:
    yield f"topic:{topic}"
    yield f"topic:{topic}&{'named' if source == NAMED else 'carried'}"
    yield f"section:{place.paragraph.section}>{topic}"
    yield f"in-paragraph:{min(4, place.counts[topic])}"
    opening = place.paragraph.sentences[0]
    if any(match.topic == topic for match in opening.matches):
        yield "in-opening-sentence"


def _general_signs(place: _Place) -> Iterator[str]:
    """What is known of the clause, whatever the topic."""
    clause, judging = place.clause, place.clause.judging
    yield f"clause:{clause.kind}"
    yield f"topics-in-clause:{min(5, len({match.topic for match in clause.matches}))}"
    yield f"length:{min(5, len(clause.tokens) // 6)}"
    yield f"verdict:{judging.verdict}"
    yield f"predicate:{judging.predicate}"
    yield f"judging-words:{min(4, len(judging.events))}"
    if place.index == 0:
        yield "opening"
        if len(place.sentence.words) < 14:
            yield "short-opening"


def _source_signs(source: str, place: _Place, matches: tuple[TopicMatch, ...]) -> Iterator[str]:
    verdict = place.clause.judging.verdict
    yield source
    yield f"{source}&verdict:{verdict}"
    if source == NAMED:
        yield from _named_signs(place.clause, matches)
    elif source == PREVIOUS:
        yield from _previous_signs(place, matches)
    else:
        yield from _sentence_signs(source, place, matches)


def _certainty(matches: Sequence[TopicMatch]) -> str:
    return "hint" if all(match.hint for match in matches) else "certain"


def _sentence_signs(source: str, place: _Place, matches: tuple[TopicMatch, ...]) -> Iterator[str]:
    clause = place.clause
    yield f"{source}:{_certainty(matches)}"
    yield f"{source}&clause:{clause.kind}"
    if not _ANAPHORIC.isdisjoint(clause.words[:4]):
        yield f"{source}:pointing"
    if not clause.matches:
        yield f"{source}:no-other-topic"
    if all(match.hint for match in clause.matches):
        yield f"{source}:no-other-certain-topic"


def _previous_signs(place: _Place, matches: tuple[TopicMatch, ...]) -> Iterator[str]:
    words, previous = place.sentence.words, place.previous
    pointing = not _POINTING.isdisjoint(words[:4])
    alone = all(match.hint for match in place.sentence.matches)
    begins = any(match.start < 8 for match in matches)
    rows = (
        (f"{PREVIOUS}:{_certainty(matches)}", True),
        (f"{PREVIOUS}:topics:{min(4, len({m.topic for m in previous.matches}) if previous else 0)}", True),
        (f"{PREVIOUS}:pointing", pointing),
        (f"{PREVIOUS}:anaphoric", words[0] in _ANAPHORIC or (words[0] in _CONNECTIVES and not _ANAPHORIC.isdisjoint(words[1:5]))),
        (f"{PREVIOUS}:no-topic", not place.sentence.matches),
        (f"{PREVIOUS}:no-certain-topic", alone),
        (f"{PREVIOUS}:no-certain-topic&pointing", alone and pointing),
        (f"{PREVIOUS}:began-it", begins),
        (f"{PREVIOUS}:began-it&pointing", begins and pointing),
        (
            f"{PREVIOUS}:later-clause",
            place.clause is not place.sentence.clauses[0] and _ANAPHORIC.isdisjoint(place.clause.words[:4]),
        ),
    )
    yield from (sign for sign, holds in rows if holds)


def _named_signs(clause: ReadClause, matches: tuple[TopicMatch, ...]) -> Iterator[str]:
    """How the clause names the topic, and where its judging words stand to that."""
    first = matches[0]
    role = "subject" if first.start < clause.verb else "object"
    certainty = _certainty(matches)
    yield f"named:{certainty}"
    yield f"named:{role}"
    yield f"named:{certainty}&{role}"
    yield f"named:times:{min(3, len(matches))}"
    yield f"verdict:{clause.judging.verdict}&{role}"
    yield f"verdict:{clause.judging.verdict}&{certainty}"
    for form in dict.fromkeys(match.form for match in matches):
        yield f"form:{form}>{first.topic}"
    if first.start < 3:
        yield "named:begins"
    yield from _governing_signs(clause, first, role)
    yield from _rival_signs(clause, first, role)
    yield from _judging_signs(clause, first, role)


def _governing_signs(clause: ReadClause, match: TopicMatch, role: str) -> Iterator[str]:
    """Which word governs the form, and whether it only describes another noun."""
    word = _governor(clause.words, match.start) or ("start" if match.start < 4 else "none")
    yield f"governed-by:{word}"
    yield f"governed-by:{word}&{role}"
    following = clause.words[match.end] if match.end < len(clause.words) else ""
    if following.isalpha() and following not in _FUNCTION_WORDS and not following.endswith("ly"):
        yield "named:describes-a-noun"


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


def _rival_signs(clause: ReadClause, match: TopicMatch, role: str) -> Iterator[str]:
    """The other topics that the clause names."""
    others = [m for m in clause.matches if m.topic != match.topic]
    certain = [m for m in others if not m.hint]
    if not certain:
        yield "named:alone"
    if role == "object" and any(m.start < clause.verb for m in certain):
        yield "named:object-beside-a-subject"
    yield f"named:rank:{min(4, len({m.topic for m in others if m.start < match.start}))}"


def _judging_signs(clause: ReadClause, match: TopicMatch, role: str) -> Iterator[str]:
    """Where the clause's judging words stand to the topic's form."""
    places = [event.place for event in clause.judging.plain]
    distance = min((match.start - p if p < match.start else p - match.end + 1 for p in places), default=99)
    yield f"judged-at:{min(8, distance)}"
    if any(0 < match.start - place <= 3 for place in places):
        yield "judged-before"
    if role == "subject" and any(clause.verb <= place <= clause.verb + 4 for place in places):
        yield "judged-by-predicate"
    yield from (f"word:{event.word}" for event in clause.judging.plain)
    if places:
        yield from _between_signs(clause, match, min(places, key=lambda place: abs(place - match.start)))


def _between_signs(clause: ReadClause, match: TopicMatch, place: int) -> Iterator[str]:
    """What stands between the topic's form and the judging word next to it."""
    low, high = sorted((place, match.start))
    between = clause.words[low + 1 : high]
    rivals = sum(low < m.start < high and m.topic != match.topic and not m.hint for m in clause.matches)
    yield f"between:topics:{min(2, rivals)}"
    yield f"between:prepositions:{min(3, sum(word in _PREPOSITIONS for word in between))}"
    yield f"judging-word:{'before' if place < match.start else 'behind'}"
    if "," in between:
        yield "between:comma"
