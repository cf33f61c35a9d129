"""How a clause judges: its judging words, what negation, trend and contrast make of them, and the sum.

Each judging word gives an `Event`: what it says of the clause (strength, weakness, adequate, or a softer sign), where,
by which rule, and the word itself.  The kinds of words stand in ``ontology/judging-words.ttl``; the rules are the
functions below, one for each way in which words act on each other:

* a negator turns praise and grades into weakness ("not always effective"), and a complaint into strength ("no delay");
* praise behind an undercutting word says nothing more ("not yet fully embedded", "lacks rigour");
* a trend is good or bad by the noun beside it ("exclusions have fallen", "re-referrals have risen");
* what a mitigating verb governs is no complaint ("work hard to resolve difficulties").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Final

from ofsted_kg.extract.clauses import AUXILIARIES
from ofsted_kg.extract.lexicon import CompiledLexicon, Tokens

STRENGTH: Final = "strength"
WEAKNESS: Final = "weakness"
ADEQUATE: Final = "adequate"
POLARITIES: Final = (STRENGTH, ADEQUATE, WEAKNESS)

_FENCES: Final = frozenset({",", ";", "but", "although", "and", "which", "that"})
"""Words over which a negator does not act."""
_SOFT: Final = {
    "fair": STRENGTH,
    "rise": STRENGTH,
    "eased": STRENGTH,
    "limited": WEAKNESS,
    "without": WEAKNESS,
    "unsure": WEAKNESS,
}
"""What a softer sign says where the clause has no plain one."""


@dataclass(slots=True)
class Event:
    """One judging word at work."""

    effect: str
    place: int
    rule: str
    word: str


@dataclass(slots=True)
class Judging:
    """How one clause judges."""

    events: tuple[Event, ...]
    verdict: str
    """``strength``, ``weakness``, ``adequate``, ``mixed``, ``adequate-and-strength``, ``limited``, ``fair`` or ``none``."""
    first: str
    """Polarity of its first judging word, or ``none``."""
    predicate: str
    """Polarity of the first judging word of its predicate, or `first`."""

    plain: tuple[Event, ...]
    """The events that say strength, weakness or adequate by themselves."""

    @property
    def sides(self) -> frozenset[str]:
        """Whether it blames and whether it calls something adequate: two predicates that differ in it are two clauses."""
        return frozenset(event.effect for event in self.events) & {WEAKNESS, ADEQUATE}


def judging_of(tokens: Tokens, lexicon: CompiledLexicon) -> Judging:
    """How the clause of these tokens judges."""
    found = [(kind, word, start, end) for start, end, values in lexicon.judging.longest(tokens.stems) for kind, word in values]
    events = _events(_Reading.of(tokens.words, found, lexicon.reach), found) if found else ()
    if not events:
        return _SILENT
    plain = tuple([event for event in events if event.effect in POLARITIES])
    telling = plain or events
    behind = _auxiliary(tokens.words) - 1
    later = telling[0]
    if later.place < behind:
        later = next((event for event in telling if event.place >= behind), later)
    return Judging(tuple(events), _verdict(frozenset(map(_EFFECT, events))), _side(telling[0]), _side(later), plain)


_SILENT: Final = Judging((), "none", "none", "none", ())
"""How a clause without judging words judges."""
_EFFECT: Final = attrgetter("effect")
_PLACE: Final = attrgetter("place")


def _side(event: Event) -> str:
    return _SOFT.get(event.effect, event.effect)


def _auxiliary(words: Sequence[str]) -> int:
    """Where the first auxiliary verb stands; 0 where there is none."""
    for place, word in enumerate(words):
        if word in AUXILIARIES:
            return place
    return 0


_VERDICTS: Final = (
    (frozenset({WEAKNESS, STRENGTH}), "mixed"),
    (frozenset({WEAKNESS, ADEQUATE}), "mixed"),
    (frozenset({WEAKNESS}), WEAKNESS),
    (frozenset({ADEQUATE, STRENGTH}), "adequate-and-strength"),
    (frozenset({ADEQUATE}), ADEQUATE),
    (frozenset({STRENGTH}), STRENGTH),
    (frozenset({"limited"}), "limited"),
    (frozenset({"fair"}), "fair"),
    (frozenset({"rise"}), "fair"),
    (frozenset({"eased"}), "fair"),
)
"""What a clause's effects come to: the first row whose effects are all there."""


@lru_cache(maxsize=1 << 10)
def _verdict(effects: frozenset[str]) -> str:
    return next((verdict for signs, verdict in _VERDICTS if signs <= effects), "none")


_Word = tuple[str, str, int, int]
"""What a judging word does, the word, its first token and the token behind its last."""


@dataclass(slots=True)
class _Reading:
    """The judging words of one clause by what they do to others."""

    words: tuple[str, ...]
    found: Mapping[str, Sequence[tuple[int, int]]]
    """(first token, token behind the last) of the words of each kind."""
    reach: Mapping[str, int]
    negators: Sequence[int]
    """Where something is negated; "not only", "a few" and "a little" negate nothing."""

    @classmethod
    def of(cls, words: tuple[str, ...], words_found: Sequence[_Word], reach: Mapping[str, int]) -> _Reading:
        found: dict[str, list[tuple[int, int]]] = {}
        negators = []
        for kind, word, start, end in words_found:
            if kind in _RULES:
                continue
            if kind != "negator":
                found.setdefault(kind, []).append((start, end))
            elif not _negates_nothing(words, start, word):
                negators.append(start)
        return cls(words, found, reach, negators)

    def negated(self, place: int, kind: str) -> bool:
        """Whether a negator acts on the word of that kind at ``place``."""
        reach = self.reach[kind]
        return any(0 < place - n <= reach and self._open(n + 1, place) for n in self.negators)

    def undercut(self, place: int) -> bool:
        """Whether praise at ``place`` says nothing more, because of what stands before it."""
        reach = self.reach["undercutting"]
        return any(end <= place <= end + reach and self._open(end, place) for _, end in self.found["undercutting"])

    def governed(self, place: int, kind: str) -> bool:
        """Whether a word of ``kind`` stands within its reach before ``place``."""
        return any(0 < place - start <= self.reach[kind] for start, _ in self.found.get(kind, ()))

    def beside(self, place: int, kind: str) -> bool:
        """Whether a word of ``kind`` stands within its reach before or behind ``place``."""
        return any(0 < abs(place - start) <= self.reach[kind] for start, _ in self.found.get(kind, ()))

    def _open(self, start: int, end: int) -> bool:
        return _FENCES.isdisjoint(self.words[start:end])


def _negates_nothing(words: Sequence[str], place: int, word: str) -> bool:
    if word == "not":
        return words[place + 1 : place + 2] == ("only",)
    return word in ("few", "little") and place > 0 and words[place - 1] == "a"


def _events(reading: _Reading, found: Sequence[_Word]) -> Sequence[Event]:
    """What the clause's judging words do, in printed order; of one place in the order of the lexicon."""
    told = [_RULES[kind](reading, place, kind, word) for kind, word, place, _ in found if kind in _RULES]
    events = [event for event in told if event]
    if reading.negators and WEAKNESS not in map(_EFFECT, events):
        events = sorted([*events, *_bare_negations(reading)], key=_PLACE)
    return events


def _fall(reading: _Reading, place: int, _kind: str, word: str) -> Event | None:
    return Event(STRENGTH, place, "less-of-a-bad-thing", word) if reading.beside(place, "good-when-low") else None


def _low(reading: _Reading, place: int, _kind: str, word: str) -> Event:
    if reading.beside(place, "good-when-low"):
        return Event(STRENGTH, place, "less-of-a-bad-thing", word)
    return Event(WEAKNESS, place, "less-of-a-good-thing", word)


def _rise(reading: _Reading, place: int, _kind: str, word: str) -> Event:
    if reading.beside(place, "good-when-low"):
        return Event(WEAKNESS, place, "more-of-a-bad-thing", word)
    return Event("rise", place, "rise", word)


def _complaint(reading: _Reading, place: int, kind: str, word: str) -> Event:
    if kind != "bad-always" and reading.negators and reading.negated(place, kind):
        return Event(STRENGTH, place, "no-complaint", word)
    if kind == "bad-noun" and not reading.negators and reading.governed(place, "mitigator"):
        return Event("eased", place, "mitigated", word)
    return Event(WEAKNESS, place, kind, word)


def _unsure(_reading: _Reading, place: int, _kind: str, word: str) -> Event:
    return Event("unsure", place, "unsure", word)


def _praise(reading: _Reading, place: int, kind: str, word: str) -> Event | None:
    if "undercutting" in reading.found and reading.undercut(place):
        return None
    if reading.negators and reading.negated(place, kind):
        return Event(WEAKNESS, place, f"not-{kind}", word)
    if kind == "good" and reading.governed(place, "limiter"):
        return Event("limited", place, "limited", word)
    return Event(_PRAISE[kind], place, kind, word)


_PRAISE: Final = {"good": STRENGTH, "fair": "fair", "adequate": ADEQUATE}
_RULES: Final[Mapping[str, Callable[[_Reading, int, str, str], Event | None]]] = {
    "fall": _fall,
    "low": _low,
    "rise": _rise,
    "bad": _complaint,
    "bad-noun": _complaint,
    "bad-always": _complaint,
    "unsure": _unsure,
    "good": _praise,
    "fair": _praise,
    "adequate": _praise,
}
"""What a word of each kind does."""


def _bare_negations(reading: _Reading) -> Iterator[Event]:
    """A negator that acts on no judging word: "no evidence of", "did not visit"; "no concerns" is a strength."""
    for place in reading.negators:
        word = reading.words[place]
        if any(0 < problem - place <= reading.reach["problem"] for problem, _ in reading.found.get("problem", ())):
            yield Event(STRENGTH, place, "no-problem", word)
        elif word in ("not", "nor", "never", "neither", "none"):
            yield Event(WEAKNESS, place, "not", word)
        else:
            yield Event("without", place, "without", word)
