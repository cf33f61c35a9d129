"""Sentences and clauses of a paragraph, as stretches of its tokens.

A clause is what one judgement is spoken of: "Domestic abuse work is good overall" and "but the conference is not
held regularly" are two.  A sentence is split at contrasts ("but", "although"), at semicolons, at relative clauses after
a comma, at ", with" and where "and" joins two subjects with verbs of their own.  Two predicates of one subject
("is clear and is well understood") stay together unless the judging of them differs, which is seen later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import Final

from ofsted_kg.extract.lexicon import Tokens, tokens_of

_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”)]*\s+(?=[A-Z'\"‘“])")

AUXILIARIES: Final = frozenset(
    "is are was were has have had does do did can cannot could will would may should must remains remain".split()
)
"""Verbs that show that a clause has its own predicate."""
FINITE: Final = AUXILIARIES | frozenset(
    """remained provides provide ensures ensure lacks lack receive receives continues continue demonstrate demonstrates enables
    enable makes make shows show means mean need needs report reports offer offers leads lead support supports""".split()
)
"""Verbs with which a predicate begins; a topic before the first of them is the subject."""
_SUBORDINATING: Final = frozenset(
    "that whether who which when where because how if ensure ensures ensuring ensured enable enables means".split()
)
_CONTRASTS: Final = {
    "but": "but",
    "however": "but",
    "whereas": "but",
    "nevertheless": "but",
    "although": "although",
    "though": "although",
}
_AFTER_COMMA: Final = {"whilst": "although", "while": "although", "despite": "despite", "which": "which", "with": "with"}
_CONCESSIONS: Final = frozenset("although whilst while though despite where when".split())
_POINTING: Final = frozenset("this there these it they their".split())
_STOPS: Final = frozenset(", and or that which who to by".split())


_EXAMPLES: Final = frozenset("some good many few".split())
"""Words behind "with" that begin a judgement of its own: "is adequate with some good examples"."""
_SHARES: Final = frozenset("some others many most few".split())
_GOES_ON: Final = frozenset("and or such including especially particularly".split())
_LOOK_AHEAD: Final = 20
"""How many words behind a comma a verb is looked for."""
_BORDERS: Final = frozenset({*_CONTRASTS, *_AFTER_COMMA, "and", ";", ","})
"""Words with which a clause can begin."""
_BRACKETS: Final = frozenset("()")
_WATCHED: Final = _BORDERS | AUXILIARIES | _SUBORDINATING | _BRACKETS
"""These, and words that tell whether one begins there; no other needs a look."""


@dataclass(slots=True)
class Sentence:
    """One sentence of a paragraph."""

    start: int
    end: int
    tokens: Tokens


@dataclass(slots=True)
class Clause:
    """The tokens ``start <= i < end`` of a sentence, and how they join what stands before."""

    start: int
    end: int
    kind: str
    """``main``, ``although``, ``after-concession``, ``but``, ``despite``, ``which``, ``with``, ``semicolon``, ``and`` or
    ``and-verb``: "and" with a verb, whose subject is the one before."""


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a paragraph that hold any word."""
    gaps = [(match.start() + 1, match.end()) for match in _SENTENCE_END.finditer(text)]
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
    tokens = tokens_of(text)
    if not gaps:
        return (Sentence(0, len(text), tokens),) if tokens.words else ()
    found = [Sentence(start, end, tokens.between(start, end)) for start, end in zip(starts, ends, strict=True)]
    return tuple([sentence for sentence in found if sentence.tokens.words])


def clauses_of(words: Sequence[str]) -> tuple[Clause, ...]:
    """The clauses of one sentence of these words, in order; together they are the whole of it."""
    cuts = _cuts(words)
    ends = [start for start, _ in cuts[1:]] + [len(words)]
    return tuple([Clause(start, end, kind) for (start, kind), end in zip(cuts, ends, strict=True)])


def joined(first: Clause, second: Clause) -> Clause:
    """Two neighbouring clauses as one."""
    return Clause(first.start, second.end, first.kind)


def first_verb(words: Sequence[str]) -> int:
    """Index of the word with which the predicate begins; their number where there is none."""
    for place, word in enumerate(words):
        if word in FINITE:
            return place
    return len(words)


def _cuts(words: Sequence[str]) -> list[tuple[int, str]]:
    """Where clauses begin, and of what kind."""
    state = _State(conceding=words[0] in _CONCESSIONS)
    cuts = [(0, "although" if state.conceding else "main")]
    for place in compress(count(), map(_WATCHED.__contains__, words)):
        word = words[place]
        if word in _BRACKETS or state.depth:
            state.see_bracket(word)
            continue
        state.see_verb(word)
        if word in _BORDERS and place - state.last_cut >= 2 and (kind := _kind_of_cut(words, place, state)):
            state.cut(place, kind)
            cuts.append((place, kind))
    return cuts


@dataclass(slots=True)
class _State:
    """What was seen of a sentence so far."""

    conceding: bool
    depth: int = 0
    has_verb: bool = False
    conceded: bool = False
    last_cut: int = 0

    def see_bracket(self, word: str) -> None:
        self.depth = max(0, self.depth + (word == "(") - (word == ")"))

    def see_verb(self, word: str) -> None:
        """A subordinating word begins a predicate of its own, which an "and" behind it need not close."""
        self.has_verb = (self.has_verb or word in AUXILIARIES) and word not in _SUBORDINATING

    def cut(self, place: int, kind: str) -> None:
        self.last_cut, self.has_verb = place, False
        self.conceded = self.conceded or kind == "after-concession"


def _kind_of_cut(words: Sequence[str], place: int, state: _State) -> str:
    """How the clause that begins at ``place`` joins the one before, or "" where none begins."""
    word, before = words[place], words[place - 1]
    if word == ";":
        return "semicolon" if _has_verb_before_semicolon(words, place) else ""
    if word in _CONTRASTS:
        return _CONTRASTS[word]
    if word in _AFTER_COMMA and (before == "," or (word == "which" and before == "and")):
        return _AFTER_COMMA[word]
    if word == "with" and state.has_verb and words[place + 1 : place + 2] and words[place + 1] in _EXAMPLES:
        return "with"
    if word == ",":
        return _kind_of_comma(words, place, state)
    if word == "and" and state.has_verb and place - state.last_cut > 3:
        return _kind_of_and(words, place)
    return ""


def _has_verb_before_semicolon(words: Sequence[str], place: int) -> bool:
    """Whether what follows a semicolon is a clause, and no further item of a list."""
    following = words[place + 1 :]
    end = following.index(";") if ";" in following else len(following)
    return not FINITE.isdisjoint(following[:end])


def _kind_of_comma(words: Sequence[str], place: int, state: _State) -> str:
    """A comma closes "Although X is good," or stands before "some are": otherwise it begins no clause."""
    following = words[place + 1 : place + 1 + _LOOK_AHEAD]
    if _ends_concession(following, place, state):
        return "after-concession"
    if state.has_verb and following and following[0] in _SHARES and not AUXILIARIES.isdisjoint(following[1:4]):
        return "and"
    return ""


def _ends_concession(following: Sequence[str], place: int, state: _State) -> bool:
    """Whether the main clause follows."""
    if not state.conceding or state.conceded or not state.has_verb or place - state.last_cut <= 3:
        return False
    return bool(following) and following[0] not in _GOES_ON and not FINITE.isdisjoint(following)


def _kind_of_and(words: Sequence[str], place: int) -> str:
    following = words[place + 1 : place + 9]
    if not following or (tuple(following[:2]) == ("young", "people") and words[place - 1] in ("children", "child")):
        return ""
    if following[0] in AUXILIARIES or following[0] == "not":
        return "and-verb"
    if following[0] in _POINTING:
        return "and"
    for word in following:
        if word in _STOPS:
            return ""
        if word in AUXILIARIES:
            return "and"
    return ""
