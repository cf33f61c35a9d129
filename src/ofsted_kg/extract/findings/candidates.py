"""Candidates: each clause with each topic of which it may speak, and what is known of the pair.

A clause may speak of a topic that it names itself; of one that another clause of its sentence names, where it names none
for certain or points ("but they are ..."); or of one that the sentence before names ("This has improved").  What is known
of the pair are its *signs*: short names such as ``named:certain``, ``governed-by:of`` or ``verdict:strength``, from which
the rules or the model decide, and which ``ofsted-kg explain`` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Final, NamedTuple

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
_BEGINS: Final = ("named:begins",)
_FAR: Final = 8
"""How many words from a topic's form a judging word is far, however many more they are."""
_NOWHERE: Final = 1 << 30
"""Place of a word that is not there: far from any."""
_LOOK_BACK: Final = 5
"""How many words before a topic's form the word that governs it is looked for."""


class Candidate(NamedTuple):
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


_Matches = Sequence[TopicMatch]
_HINT: Final = attrgetter("hint")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """A sentence in its paragraph: what its clauses share."""

    paragraph: ReadParagraph
    index: int
    sentence: ReadSentence
    named: Mapping[str, _Matches]
    """The topics that the sentence names."""
    before: Mapping[str, _Matches] | None
    """The topics that the sentence before names; None where there is none before it."""
    counts: Counter[str]
    """How often the paragraph names each topic."""
    opening: frozenset[str]
    """Topics that the paragraph's first sentence names."""
    points: bool
    """Whether it points back: "This has improved"."""
    uncertain: bool
    """Whether it names no topic for certain."""


class _Place(NamedTuple):
    """A clause in its sentence."""

    around: _Surroundings
    clause: ReadClause
    start: int
    """Place of its first token in the sentence."""
    judged_at: Sequence[int]
    """Places of its plain judging words."""
    words: Sequence[str]
    """Their signs."""


def candidates_of(paragraph: ReadParagraph) -> Iterator[Candidate]:
    """Every pair of a clause and a topic of which it may speak, in printed order."""
    for around in _surroundings(paragraph):
        before, start = None, 0
        contrasted = around.sentence.words[0] == "however"
        for clause in around.sentence.clauses:
            plain = clause.judging.plain
            words = [_word_sign(event.word) for event in plain]
            place = _Place(around, clause, start, [event.place for event in plain], words)
            general: tuple[str, ...] = ()
            for topic, source, matches in _topics(place):
                general = general or _general_signs(around, clause)
                signs = (*_topic_signs_of(topic, source, around), *_source_signs(source, place, matches), *general)
                yield Candidate(topic, source, around.index, clause, before, contrasted, signs)
            before, start = clause, start + len(clause.tokens)


def _surroundings(paragraph: ReadParagraph) -> Iterator[_Surroundings]:
    counts = Counter([match.topic for sentence in paragraph.sentences for match in sentence.matches])
    opening = frozenset([match.topic for match in paragraph.sentences[0].matches]) if paragraph.sentences else frozenset()
    before = None
    for index, sentence in enumerate(paragraph.sentences):
        points = not _POINTING.isdisjoint(sentence.words[:4])
        named = _by_topic(sentence.matches)
        yield _Surroundings(paragraph, index, sentence, named, before, counts, opening, points, _all_hints(sentence.matches))
        before = named


def _all_hints(matches: Sequence[TopicMatch]) -> bool:
    return all(map(_HINT, matches))


def _topics(place: _Place) -> Iterator[tuple[str, str, _Matches]]:
    """The topics of which a clause may speak, each with where it is named, and by which forms."""
    around, named = place.around, _by_topic(place.clause.matches)
    judges = place.clause.judging.verdict != "none"
    carries = judges and (_all_hints(place.clause.matches) or _points(place.clause))
    for topic, matches in around.named.items():
        if topic in named:
            if judges or not _all_hints(named[topic]):
                yield topic, NAMED, named[topic]
        elif carries:
            yield topic, BEFORE if matches[0].start < place.start else AFTER, matches
    # A clause judges what its sentence does not name where that points back, or names nothing for certain.
    if judges and around.before is not None and (around.points or around.uncertain):
        for topic, matches in around.before.items():
            if topic not in around.named:
                yield topic, PREVIOUS, matches


def _points(clause: ReadClause) -> bool:
    """Whether it begins by pointing at something named before."""
    return not _ANAPHORIC.isdisjoint(clause.words[:4])


def _by_topic(matches: Sequence[TopicMatch]) -> dict[str, list[TopicMatch]]:
    found: dict[str, list[TopicMatch]] = {}
    for match in matches:
        found.setdefault(match.topic, []).append(match)
    return found


def _topic_signs_of(topic: str, source: str, around: _Surroundings) -> tuple[str, ...]:
    named, times = source == NAMED, min(4, around.counts[topic])
    return _topic_signs(topic, named, around.paragraph.section, times, topic in around.opening)


def _general_signs(around: _Surroundings, clause: ReadClause) -> tuple[str, ...]:
    """What is known of the clause, whatever the topic."""
    judging, matches = clause.judging, clause.matches
    topics = len({match.topic for match in matches}) if len(matches) > 1 else len(matches)
    return (
        *_kind_signs(clause.kind, judging.verdict, judging.predicate),
        *_size_signs(min(5, topics), min(5, len(clause.tokens.words) // 6), min(4, len(judging.events))),
        *_opening_signs(around),
    )


def _opening_signs(around: _Surroundings) -> tuple[str, ...]:
    if around.index:
        return ()
    return ("opening", "short-opening") if len(around.sentence.words) < 14 else ("opening",)


def _kept(signs: Callable[..., tuple[str, ...]]) -> Callable[..., tuple[str, ...]]:
    """Each sign made once: a report has tens of thousands of a few hundred, and to print them is most of the work.

    They are interned like the model's, so that a look for their weights compares no letters.
    """
    return lru_cache(maxsize=1 << 14)(lambda *given: tuple(map(intern, signs(*given))))


@_kept
def _topic_signs(topic: str, named: bool, section: str, times: int, opens: bool) -> tuple[str, ...]:
    return (
        f"topic:{topic}",
        f"topic:{topic}&{'named' if named else 'carried'}",
        f"section:{section}>{topic}",
        f"in-paragraph:{times}",
        *(("in-opening-sentence",) if opens else ()),
    )


@_kept
def _kind_signs(kind: str, verdict: str, predicate: str) -> tuple[str, ...]:
    return (f"clause:{kind}", f"verdict:{verdict}", f"predicate:{predicate}")


@_kept
def _size_signs(topics: int, sixes: int, events: int) -> tuple[str, ...]:
    return (f"topics-in-clause:{topics}", f"length:{sixes}", f"judging-words:{events}")


@_kept
def _verdict_signs(source: str, verdict: str) -> tuple[str, ...]:
    return (source, f"{source}&verdict:{verdict}")


@_kept
def _naming_signs(certainty: str, role: str, times: int, verdict: str) -> tuple[str, ...]:
    return (
        f"named:{certainty}",
        f"named:{role}",
        f"named:{certainty}&{role}",
        f"named:times:{times}",
        f"verdict:{verdict}&{role}",
        f"verdict:{verdict}&{certainty}",
    )


@_kept
def _governor_signs(word: str, role: str, describes: bool) -> tuple[str, ...]:
    signs = (f"governed-by:{word}", f"governed-by:{word}&{role}")
    return (*signs, "named:describes-a-noun") if describes else signs


@_kept
def _interval_signs(rivals: int, prepositions: int, side: str, comma: bool) -> tuple[str, ...]:
    signs = (f"between:topics:{rivals}", f"between:prepositions:{prepositions}", f"judging-word:{side}")
    return (*signs, "between:comma") if comma else signs


@lru_cache(maxsize=1 << 14)
def _form_sign(form: str, topic: str) -> str:
    return intern(f"form:{form}>{topic}")


@lru_cache(maxsize=1 << 12)
def _word_sign(word: str) -> str:
    return intern(f"word:{word}")


def _source_signs(source: str, place: _Place, matches: _Matches) -> Sequence[str]:
    signs = _verdict_signs(source, place.clause.judging.verdict)
    if source == NAMED:
        return (*signs, *_named_signs(place, matches))
    if source == PREVIOUS:
        return (*signs, *_previous_signs(place, matches))
    return (*signs, *_sentence_signs(source, place.clause, matches))


def _certainty(matches: Sequence[TopicMatch]) -> str:
    return "hint" if _all_hints(matches) else "certain"


def _sentence_signs(source: str, clause: ReadClause, matches: _Matches) -> list[str]:
    signs = [f"{source}:{_certainty(matches)}", f"{source}&clause:{clause.kind}"]
    if _points(clause):
        signs.append(f"{source}:pointing")
    if not clause.matches:
        signs.append(f"{source}:no-other-topic")
    if _all_hints(clause.matches):
        signs.append(f"{source}:no-other-certain-topic")
    return signs


def _previous_signs(place: _Place, matches: _Matches) -> list[str]:
    around = place.around
    words = around.sentence.words
    pointing, alone = around.points, around.uncertain
    begins = any(match.start < 8 for match in matches)
    rows = (
        (f"{PREVIOUS}:{_certainty(matches)}", True),
        (f"{PREVIOUS}:topics:{min(4, len(around.before or ()))}", True),
        (f"{PREVIOUS}:pointing", pointing),
        (f"{PREVIOUS}:anaphoric", words[0] in _ANAPHORIC or (words[0] in _CONNECTIVES and not _ANAPHORIC.isdisjoint(words[1:5]))),
        (f"{PREVIOUS}:no-topic", not around.sentence.matches),
        (f"{PREVIOUS}:no-certain-topic", alone),
        (f"{PREVIOUS}:no-certain-topic&pointing", alone and pointing),
        (f"{PREVIOUS}:began-it", begins),
        (f"{PREVIOUS}:began-it&pointing", begins and pointing),
        (f"{PREVIOUS}:later-clause", place.start > 0 and not _points(place.clause)),
    )
    return [sign for sign, holds in rows if holds]


def _named_signs(place: _Place, matches: _Matches) -> tuple[str, ...]:
    """How the clause names the topic, and where its judging words stand to that."""
    clause, first = place.clause, matches[0]
    role = "subject" if first.start < clause.verb else "object"
    return (
        *_naming_signs(_certainty(matches), role, min(3, len(matches)), clause.judging.verdict),
        *_form_signs(first.topic, matches),
        *(_BEGINS if first.start < 3 else ()),
        *_governing_signs(clause.words, first, role),
        *_rival_signs(clause, first, role),
        *_judging_signs(place, first, role),
    )


def _form_signs(topic: str, matches: _Matches) -> Iterable[str]:
    if len(matches) == 1:
        return (_form_sign(matches[0].form, topic),)
    return dict.fromkeys([_form_sign(match.form, topic) for match in matches])


def _governing_signs(words: Sequence[str], match: TopicMatch, role: str) -> tuple[str, ...]:
    """Which word governs the form, and whether it only describes another noun."""
    governor = _governor(words, match.start) or ("start" if match.start < 4 else "none")
    return _governor_signs(governor, role, match.end < len(words) and _is_noun(words[match.end]))


@lru_cache(maxsize=1 << 14)
def _is_noun(word: str) -> bool:
    """Whether a word behind a form is one that the form describes."""
    return word.isalpha() and word not in _FUNCTION_WORDS and not word.endswith("ly")


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


def _rival_signs(clause: ReadClause, match: TopicMatch, role: str) -> tuple[str, ...]:
    """The other topics that the clause names."""
    if len(clause.matches) == 1:
        return _standing_signs(True, False, 0)
    others = [m for m in clause.matches if m.topic != match.topic]
    certain = [m.start for m in others if not m.hint]
    beside = role == "object" and min(certain, default=clause.verb) < clause.verb
    return _standing_signs(not certain, beside, min(4, len({m.topic for m in others if m.start < match.start})))


@_kept
def _standing_signs(alone: bool, beside_a_subject: bool, rank: int) -> tuple[str, ...]:
    signs = ("named:alone",) if alone else ("named:object-beside-a-subject",) if beside_a_subject else ()
    return (*signs, f"named:rank:{rank}")


def _judging_signs(place: _Place, match: TopicMatch, role: str) -> tuple[str, ...]:
    """Where the clause's judging words stand to the topic's form."""
    places = place.judged_at
    if not places:
        return _judged_signs(_FAR, False, False)
    start, end, verb = match.start, match.end, place.clause.verb
    before = max([p for p in places if p < start], default=-_NOWHERE)
    behind = min([p for p in places if p >= start], default=_NOWHERE)
    nearest = before if start - before <= behind - start else behind
    by_predicate = role == "subject" and any(verb <= p <= verb + 4 for p in places)
    return (
        *_judged_signs(min(_FAR, start - before, behind - end + 1), start - before <= 3, by_predicate),
        *place.words,
        *_between_signs(place.clause, match, nearest),
    )


@_kept
def _judged_signs(distance: int, shortly_before: bool, by_predicate: bool) -> tuple[str, ...]:
    before, predicate = ("judged-before",) if shortly_before else (), ("judged-by-predicate",) if by_predicate else ()
    return (f"judged-at:{distance}", *before, *predicate)


def _between_signs(clause: ReadClause, match: TopicMatch, place: int) -> tuple[str, ...]:
    """What stands between the topic's form and the judging word next to it."""
    low, high, side = (place, match.start, "before") if place < match.start else (match.start, place, "behind")
    between = clause.words[low + 1 : high]
    others = clause.matches if len(clause.matches) > 1 else ()
    rivals = len([m for m in others if low < m.start < high and m.topic != match.topic and not m.hint])
    prepositions = sum(map(_PREPOSITIONS.__contains__, between))
    return _interval_signs(min(2, rivals), min(3, prepositions), side, "," in between)
