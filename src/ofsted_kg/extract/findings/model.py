"""The model: weights of signs, and the probabilities that they come to.

Logistic regressions, read from ``weights.json`` beside this module: whether a candidate is a finding, and for each
polarity whether it is of that one; a clause can praise and blame the same thing, so these do not exclude each other.  A
probability is the sum of the weights of the signs that hold, squashed; nothing else is computed here.
``training/train_findings.py`` makes the file and says of what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import exp
from pathlib import Path
from typing import Any, Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.polarity import POLARITIES
from ofsted_kg.extract.findings.signs import Signs
from ofsted_kg.once import OncePerKey

_TRENDS: Final = frozenset({"rise", "less-of-a-bad-thing", "less-of-a-good-thing", "more-of-a-bad-thing"})
Weights = tuple[float, ...]
"""One number for each of `POLARITIES`."""
_WORTH_TELLING: Final = 0.1
"""Weight from which a sign is among a finding's reasons."""
_PARTS: Final = 1000
"""Weights for polarities are told in thousandths."""
_BITS: Final = 40
_HALF: Final = 1 << (_BITS - 1)
_WEIGHTS: Final = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The weights, by sign; those of signs that come in groups by group, because a few hundred groups come again and again."""

    threshold: float
    """What the probability of a paragraph's topic and polarity must reach."""
    constant: float
    """Weight of every candidate for being a finding."""
    finding: Mapping[Signs, float]
    """Weight of each group of signs for being a finding."""
    polarity: Mapping[str, int]
    """Weights of each sign for `POLARITIES`, `_packed`."""
    of_topic: Mapping[tuple[str, ...], Weights]
    """Weights of the signs of a topic for each of `POLARITIES`, the constant included."""
    reasons: Sequence[str]
    """The signs that are worth telling a reader, the weightiest first, each as it is told."""
    telling: Mapping[Signs, Sequence[int]]
    """Which of `reasons` the signs of each group are."""

    def finding_probability(self, groups: Iterable[Signs]) -> float:
        """How likely a candidate of these signs is a finding, 0 to 1."""
        return _squashed(sum(map(self.finding.__getitem__, groups), self.constant))

    def polarity_weights(self, signs: Sequence[str]) -> Weights:
        """The sum of the signs' weights for each polarity."""
        return _unpacked(sum(map(self.polarity.__getitem__, signs)))

    def polarity_probabilities(self, clause: Weights, topic: tuple[str, ...]) -> list[tuple[str, float]]:
        """How likely a finding is of each polarity, from the sums of its clause's signs and from the signs of its topic."""
        rows = zip(POLARITIES, clause, self.of_topic[topic], strict=True)
        return [(polarity, 1 / (1 + exp(-of_clause - of_topic))) for polarity, of_clause, of_topic in rows]

    def reasons_of(self, groups: Iterable[Signs], most: int) -> list[str]:
        """The signs that weighed most, as they are told."""
        return [self.reasons[place] for place in sorted(chain.from_iterable(map(self.telling.__getitem__, groups)))[:most]]


def _squashed(weight: float) -> float:
    """The probability that a sum of weights stands for."""
    return 1 / (1 + exp(-weight))


@lru_cache(maxsize=1)
def packaged_model() -> Model:
    """The weights as shipped."""
    return model_of(json.loads(_WEIGHTS.read_text("utf-8")))


def model_of(data: Mapping[str, Any]) -> Model:
    """The model of a weights file."""
    finding = {sign: float(weight) for sign, weight in data["finding"].items()}
    packed = {sign: _packed(weights) for sign, weights in data["polarity"].items()}
    polarity = OncePerKey[str, int](lambda sign: packed.get(sign, 0))
    worth = sorted((-weight, sign) for sign, weight in finding.items() if sign and weight >= _WORTH_TELLING)
    places = {sign: place for place, (_, sign) in enumerate(worth)}
    return Model(
        threshold=float(data["threshold"]),
        constant=finding[""],
        finding=OncePerKey(lambda signs: sum([finding.get(sign, 0.0) for sign in signs])),
        polarity=polarity,
        of_topic=OncePerKey(lambda signs: _unpacked(sum([polarity[sign] for sign in ("", *signs)]))),
        reasons=[f"sign {sign}: {-weight:+.2f}" for weight, sign in worth],
        telling=OncePerKey(lambda signs: [places[sign] for sign in signs if sign in places]),
    )


def _packed(weights: Iterable[float]) -> int:
    """One number for each of `POLARITIES` as one whole number, so that one addition adds them all, and exactly."""
    return sum(round(weight * _PARTS) << (_BITS * place) for place, weight in enumerate(weights))


def _unpacked(total: int) -> Weights:
    """The numbers of a sum of what `_packed` has made."""
    found = []
    for _ in POLARITIES:
        weight = (total + _HALF) % (1 << _BITS) - _HALF
        found.append(weight / _PARTS)
        total = (total - weight) >> _BITS
    return tuple(found)


def topic_signs(candidate: Candidate) -> tuple[str, ...]:
    """The polarity's signs that are those of the topic in the clause."""
    return _TOPIC_SIGNS[candidate.topic, tuple([e.rule for e in candidate.clause.judging.events if e.rule in _TRENDS])]


def _topic_signs(given: tuple[str, tuple[str, ...]]) -> tuple[str, ...]:
    topic, trends = given
    return (f"topic:{topic}", *[f"{trend}>{topic}" for trend in trends])


def _judging_signs(given: tuple[str, str, str]) -> tuple[str, ...]:
    verdict, first, predicate = given
    return (f"verdict:{verdict}", f"first:{first}", f"predicate:{predicate}", f"verdict:{verdict}&{predicate}&{first}")


_TOPIC_SIGNS: Final = OncePerKey(_topic_signs)
_JUDGING_SIGNS: Final = OncePerKey(_judging_signs)
_RULE_SIGN: Final = OncePerKey[tuple[str, str], str](":".join)


def clause_signs(candidate: Candidate) -> list[str]:
    """The polarity's signs that are the same for every topic of a clause: how it judges, its words, the clause before it."""
    clause, before = candidate.clause, candidate.before
    judging = clause.judging
    signs = [
        *_JUDGING_SIGNS[judging.verdict, judging.first, judging.predicate],
        f"clause:{clause.kind}",
        *dict.fromkeys([_RULE_SIGN[event.effect, event.rule] for event in judging.events]),
        *dict.fromkeys(clause.tokens.stems),
    ]
    if candidate.contrasted:
        signs.append("however")
    if before is not None:
        signs += (f"before:{before.judging.verdict}", f"before:{before.kind}")
    return signs
