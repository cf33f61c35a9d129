"""Candidates: each clause with each topic of which it may speak, and what is known of the pair.

A clause may speak of a topic that it names itself; of one that another clause of its sentence names, where it names none
for certain or points ("but they are ..."); or of one that the sentence before names ("This has improved").  What is known
of the pair are its *signs*: short names such as ``named:certain``, ``governed-by:of`` or ``verdict:strength``, from which
the rules or the model decide, and which ``ofsted-kg explain`` prints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from sys import intern
from typing import Final, NamedTuple

from ofsted_kg.extract.clauses import FINITE
from ofsted_kg.extract.findings.reading import ReadClause, ReadParagraph, ReadSentence
from ofsted_kg.extract.lexicon import TopicMatch
from ofsted_kg.once import OncePerKey

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
    groups: tuple[Signs, ...]
    """Its signs, in groups that many candidates share."""

    @property
    def signs(self) -> tuple[str, ...]:
        """What is known of the pair."""
        return tuple(chain.from_iterable(self.groups))


Signs = tuple[str, ...]
_Matches = Sequence[TopicMatch]
_HINT: Final = attrgetter("hint")


class _Surroundings(NamedTuple):
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


class _Place(NamedTuple):
    """A clause in its sentence."""

    around: _Surroundings
    clause: ReadClause
    start: int
    """Place of its first token in the sentence."""
    judged_at: Sequence[int]
    """Places of its plain judging words."""
    words: Sequence[Signs]
    """Their signs."""


def candidates_of(paragraph: ReadParagraph) -> Iterator[Candidate]:
    """Every pair of a clause and a topic of which it may speak, in printed order."""
    for around in _surroundings(paragraph):
        before, start = None, 0
        contrasted = around.sentence.words[0] == "however"
        for clause in around.sentence.clauses:
            topics = _topics(around, clause, start)
            if topics:
                plain, general = clause.judging.plain, _general_signs(around, clause)
                place = _Place(around, clause, start, [event.place for event in plain], [_WORD[event.word] for event in plain])
                for topic, source, matches in topics:
                    groups = (_topic_signs(topic, source, around), *_source_signs(source, place, matches), *general)
                    yield Candidate(topic, source, around.position, clause, before, contrasted, groups)
            before, start = clause, start + len(clause.tokens.words)


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
    return all(map(_HINT, matches))


def _topics(around: _Surroundings, clause: ReadClause, start: int) -> list[tuple[str, str, _Matches]]:
    """The topics of which a clause may speak, each with where it is named, and by which forms."""
    named = _by_topic(clause.matches) if len(around.sentence.clauses) > 1 else around.named
    if clause.judging.verdict == "none":
        return [(topic, NAMED, named[topic]) for topic in around.named if topic in named and not _all_hints(named[topic])]
    found = [(topic, NAMED, named[topic]) for topic in around.named if topic in named]
    if len(named) < len(around.named) and (_all_hints(clause.matches) or _points(clause)):
        found = [_named_or_carried(topic, named, around, start) for topic in around.named]
    # A clause judges what its sentence does not name where that points back, or names nothing for certain.
    if around.before and (around.points or around.uncertain):
        found += [(topic, PREVIOUS, matches) for topic, matches in around.before.items() if topic not in around.named]
    return found


def _named_or_carried(topic: str, named: Mapping[str, _Matches], around: _Surroundings, start: int) -> tuple[str, str, _Matches]:
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
    return _TOPIC[topic, source == NAMED, around.paragraph.section, min(4, around.counts[topic]), topic in around.opening]


def _general_signs(around: _Surroundings, clause: ReadClause) -> Sequence[Signs]:
    """What is known of the clause, whatever the topic."""
    judging, matches = clause.judging, clause.matches
    topics = len({match.topic for match in matches}) if len(matches) > 1 else len(matches)
    kind = _KIND[clause.kind, judging.verdict, judging.predicate]
    size = _SIZE[min(5, topics), min(5, len(clause.tokens.words) // 6), min(4, len(judging.events))]
    if around.position:
        return kind, size
    return kind, size, ("opening", "short-opening") if len(around.sentence.words) < 14 else ("opening",)


def _source_signs(source: str, place: _Place, matches: _Matches) -> Sequence[Signs]:
    if source == NAMED:
        return _named_signs(place, matches)
    signs = _previous_signs(place, matches) if source == PREVIOUS else _sentence_signs(source, place.clause, matches)
    return (_SOURCE[source, place.clause.judging.verdict], *[_SIGN[sign] for sign in signs])


# The signs of each group are made once: a report has tens of thousands of a few hundred, and to print them is most of the
# work.  They are interned like the model's, so that a look for their weights compares no letters.


def _interned(*signs: str) -> Signs:
    return tuple(map(intern, signs))


def _of_topic(given: tuple[str, bool, str, int, bool]) -> Signs:
    topic, named, section, times, opens = given
    return _interned(
        f"topic:{topic}",
        f"topic:{topic}&{'named' if named else 'carried'}",
        f"section:{section}>{topic}",
        f"in-paragraph:{times}",
        *(("in-opening-sentence",) if opens else ()),
    )


def _of_kind(given: tuple[str, str, str]) -> Signs:
    kind, verdict, predicate = given
    return _interned(f"clause:{kind}", f"verdict:{verdict}", f"predicate:{predicate}")


def _of_size(given: tuple[int, int, int]) -> Signs:
    topics, sixes, events = given
    return _interned(f"topics-in-clause:{topics}", f"length:{sixes}", f"judging-words:{events}")


def _of_source(given: tuple[str, str]) -> Signs:
    source, verdict = given
    return _interned(source, f"{source}&verdict:{verdict}")


def _of_naming(given: tuple[bool, str, int, str, bool]) -> Signs:
    hint, role, times, verdict, begins = given
    certainty = "hint" if hint else "certain"
    return _interned(
        NAMED,
        f"{NAMED}&verdict:{verdict}",
        f"named:{certainty}",
        f"named:{role}",
        f"named:{certainty}&{role}",
        f"named:times:{times}",
        f"verdict:{verdict}&{role}",
        f"verdict:{verdict}&{certainty}",
        *(("named:begins",) if begins else ()),
    )


def _of_governor(given: tuple[str, str, bool]) -> Signs:
    word, role, describes = given
    return _interned(f"governed-by:{word}", f"governed-by:{word}&{role}", *(("named:describes-a-noun",) if describes else ()))


def _of_standing(given: tuple[bool, bool, int]) -> Signs:
    alone, beside_a_subject, rank = given
    signs = ("named:alone",) if alone else ("named:object-beside-a-subject",) if beside_a_subject else ()
    return _interned(*signs, f"named:rank:{rank}")


def _of_judged(given: tuple[int, bool, bool]) -> Signs:
    distance, shortly_before, by_predicate = given
    before, predicate = ("judged-before",) if shortly_before else (), ("judged-by-predicate",) if by_predicate else ()
    return _interned(f"judged-at:{distance}", *before, *predicate)


def _of_interval(given: tuple[int, int, str, bool]) -> Signs:
    rivals, prepositions, side, comma = given
    signs = (f"between:topics:{rivals}", f"between:prepositions:{prepositions}", f"judging-word:{side}")
    return _interned(*signs, *(("between:comma",) if comma else ()))


_TOPIC: Final = OncePerKey(_of_topic)
_KIND: Final = OncePerKey(_of_kind)
_SIZE: Final = OncePerKey(_of_size)
_SOURCE: Final = OncePerKey(_of_source)
_NAMING: Final = OncePerKey(_of_naming)
_GOVERNOR: Final = OncePerKey(_of_governor)
_STANDING: Final = OncePerKey(_of_standing)
_JUDGED: Final = OncePerKey(_of_judged)
_INTERVAL: Final = OncePerKey(_of_interval)
_FORM: Final = OncePerKey[tuple[str, str], Signs](lambda given: _interned(f"form:{given[0]}>{given[1]}"))
_WORD: Final = OncePerKey[str, Signs](lambda word: _interned(f"word:{word}"))
_SIGN: Final = OncePerKey[str, Signs](_interned)


def _certainty(matches: _Matches) -> str:
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


def _named_signs(place: _Place, matches: _Matches) -> Sequence[Signs]:
    """How the clause names the topic, and where its judging words stand to that."""
    clause, first = place.clause, matches[0]
    role = "subject" if first.start < clause.verb else "object"
    return (
        _NAMING[_all_hints(matches), role, min(3, len(matches)), clause.judging.verdict, first.start < 3],
        *_form_signs(matches),
        _governing_signs(clause.tokens.words, first, role),
        _rival_signs(clause, first, role),
        *_judging_signs(place, first, role),
    )


def _form_signs(matches: _Matches) -> Sequence[Signs]:
    if len(matches) == 1:
        return (_FORM[matches[0].form, matches[0].topic],)
    return tuple(dict.fromkeys([_FORM[match.form, match.topic] for match in matches]))


def _governing_signs(words: Sequence[str], match: TopicMatch, role: str) -> Signs:
    """Which word governs the form, and whether it only describes another noun."""
    governor = _governor(words, match.start) or ("start" if match.start < 4 else "none")
    return _GOVERNOR[governor, role, match.end < len(words) and _IS_NOUN[words[match.end]]]


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
    if len(clause.matches) == 1:
        return _STANDING[True, False, 0]
    others = [m for m in clause.matches if m.topic != match.topic]
    certain = [m.start for m in others if not m.hint]
    beside = role == "object" and min(certain, default=clause.verb) < clause.verb
    return _STANDING[not certain, beside, min(4, len({m.topic for m in others if m.start < match.start}))]


def _judging_signs(place: _Place, match: TopicMatch, role: str) -> Sequence[Signs]:
    """Where the clause's judging words stand to the topic's form."""
    places = place.judged_at
    if not places:
        return (_JUDGED[_FAR, False, False],)
    start, verb = match.start, place.clause.verb
    rank = bisect_left(places, start)
    before = places[rank - 1] if rank else -_NOWHERE
    behind = places[rank] if rank < len(places) else _NOWHERE
    nearest = before if start - before <= behind - start else behind
    by_predicate = role == "subject" and any(verb <= p <= verb + 4 for p in places)
    return (
        _JUDGED[min(_FAR, start - before, behind - match.end + 1), start - before <= 3, by_predicate],
        *place.words,
        _interval_signs(place.clause, match, nearest),
    )


def _interval_signs(clause: ReadClause, match: TopicMatch, place: int) -> Signs:
    """What stands between the topic's form and the judging word next to it."""
    low, high, side = (place, match.start, "before") if place < match.start else (match.start, place, "behind")
    between = clause.tokens.words[low + 1 : high]
    others = clause.matches if len(clause.matches) > 1 else ()
    rivals = len([m for m in others if low < m.start < high and m.topic != match.topic and not m.hint])
    prepositions = sum(map(_PREPOSITIONS.__contains__, between))
    return _INTERVAL[min(2, rivals), min(3, prepositions), side, "," in between]
