"""Signs: short names of what is known of a clause and a topic, in groups that are made once and shared by many candidates.

A report has tens of thousands of a few hundred groups; to print them is most of the work, and to add up their weights the
rest.  So each table below holds the groups that were asked for, and the model their weights.
"""

from __future__ import annotations

from sys import intern
from typing import Final

from ofsted_kg.once import OncePerKey


class Signs(tuple[str, ...]):
    """A group of signs; each group is one object, so that it is looked up by what it is and not by its letters."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__


NAMED: Final = "named"
"""The first sign of a topic that the clause names itself."""
PREVIOUS_SENTENCE: Final = "previous-sentence"
"""The first sign of one that the sentence before names."""
_FAR: Final = 8
"""How many words from a topic's form a judging word is far, however many more they are."""


def _interned(*signs: str) -> Signs:
    return Signs(map(intern, signs))


def _of_topic(given: tuple[str, bool, str, int, bool]) -> Signs:
    topic, named, section, times, opens = given
    return _interned(
        f"topic:{topic}",
        f"topic:{topic}&{'named' if named else 'carried'}",
        f"section:{section}>{topic}",
        f"in-paragraph:{min(4, times)}",
        *(("in-opening-sentence",) if opens else ()),
    )


def _of_kind(given: tuple[str, str, str]) -> Signs:
    kind, verdict, predicate = given
    return _interned(f"clause:{kind}", f"verdict:{verdict}", f"predicate:{predicate}")


def _of_size(given: tuple[int, int, int]) -> Signs:
    topics, sixes, events = given
    return _interned(f"topics-in-clause:{min(5, topics)}", f"length:{min(5, sixes)}", f"judging-words:{min(4, events)}")


def _of_carried(given: tuple[str, str, bool, str, bool, str]) -> Signs:
    source, verdict, hint, kind, points, others = given
    return _interned(
        source,
        f"{source}&verdict:{verdict}",
        f"{source}:{'hint' if hint else 'certain'}",
        f"{source}&clause:{kind}",
        *((f"{source}:pointing",) if points else ()),
        *((f"{source}:no-other-topic",) if not others else ()),
        *((f"{source}:no-other-certain-topic",) if others != "certain" else ()),
    )


def _of_previous(given: tuple[str, bool, int, bool, bool]) -> Signs:
    verdict, hint, topics, begins, points = given
    source = PREVIOUS_SENTENCE
    return _interned(
        source,
        f"{source}&verdict:{verdict}",
        f"{source}:{'hint' if hint else 'certain'}",
        f"{source}:topics:{min(4, topics)}",
        *((f"{source}:began-it",) if begins else ()),
        *((f"{source}:began-it&pointing",) if begins and points else ()),
    )


def _of_pointing(given: tuple[bool, bool, str, bool]) -> Signs:
    points, anaphoric, named, later = given
    source, uncertain = PREVIOUS_SENTENCE, named != "certain"
    return _interned(
        *((f"{source}:pointing",) if points else ()),
        *((f"{source}:anaphoric",) if anaphoric else ()),
        *((f"{source}:no-topic",) if not named else ()),
        *((f"{source}:no-certain-topic",) if uncertain else ()),
        *((f"{source}:no-certain-topic&pointing",) if uncertain and points else ()),
        *((f"{source}:later-clause",) if later else ()),
    )


def _of_naming(given: tuple[bool, str, int, str, bool]) -> Signs:
    hint, role, times, verdict, begins = given
    certainty = "hint" if hint else "certain"
    return _interned(
        NAMED,
        f"{NAMED}&verdict:{verdict}",
        f"named:{certainty}",
        f"named:{role}",
        f"named:{certainty}&{role}",
        f"named:times:{min(3, times)}",
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
    return _interned(*signs, f"named:rank:{min(4, rank)}")


def _of_judged(given: tuple[int, bool, bool]) -> Signs:
    distance, shortly_before, by_predicate = given
    before, predicate = ("judged-before",) if shortly_before else (), ("judged-by-predicate",) if by_predicate else ()
    return _interned(f"judged-at:{min(_FAR, distance)}", *before, *predicate)


def _of_interval(given: tuple[int, int, str, bool]) -> Signs:
    rivals, prepositions, side, comma = given
    signs = (f"between:topics:{min(2, rivals)}", f"between:prepositions:{min(3, prepositions)}", f"judging-word:{side}")
    return _interned(*signs, *(("between:comma",) if comma else ()))


TOPIC: Final = OncePerKey(_of_topic)
"""By topic, whether the clause names it, section, times that the paragraph names it, whether its first sentence does."""
KIND: Final = OncePerKey(_of_kind)
"""By kind of the clause, its verdict, polarity of its predicate."""
SIZE: Final = OncePerKey(_of_size)
"""By how many topics it names, how many times six words it has, how many judging words."""
CARRIED: Final = OncePerKey(_of_carried)
"""By where the topic is named, the clause's verdict, whether forms only hint there, the clause's kind, whether it points back,
how it names others."""
PREVIOUS: Final = OncePerKey(_of_previous)
"""By the clause's verdict, whether the sentence before only hints, how many topics it names, whether it begins so, whether this
one points back."""
POINTING: Final = OncePerKey(_of_pointing)
"""By whether the sentence points back, takes up what was said, how it names topics itself, whether the clause is a later one."""
NAMING: Final = OncePerKey(_of_naming)
"""By whether a form only hints, its role, how many forms, the clause's verdict, whether it begins with the form."""
GOVERNOR: Final = OncePerKey(_of_governor)
"""By the word that governs the form, its role, whether it describes a noun."""
STANDING: Final = OncePerKey(_of_standing)
"""By whether the form stands alone, is an object beside a subject, and how many topics stand before it."""
JUDGED: Final = OncePerKey(_of_judged)
"""By how far the next judging word is, whether one stands shortly before, whether the predicate judges."""
INTERVAL: Final = OncePerKey(_of_interval)
"""By topics, prepositions between form and judging word, the side on which that stands, whether a comma is between."""
FORM: Final = OncePerKey[tuple[str, str], Signs](lambda given: _interned(f"form:{given[0]}>{given[1]}"))
"""By form and topic."""
WORD: Final = OncePerKey[str, Signs](lambda word: _interned(f"word:{word}"))
"""By judging word."""
ALONE: Final = STANDING[True, False, 0]
"""Of a form beside which the clause names no other topic."""
UNJUDGED: Final = (JUDGED[_FAR, False, False],)
"""Of a form in a clause without judging words."""
OPENING: Final = _interned("opening")
SHORT_OPENING: Final = _interned("opening", "short-opening")
"""Of a clause in the first sentence of its paragraph."""
