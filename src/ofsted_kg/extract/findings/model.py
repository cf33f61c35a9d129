"""The model: weights of signs, and the probabilities that they come to.

Logistic regressions, read from ``weights.json`` beside this module: whether a candidate is a finding, and for each
polarity whether it is of that one; a clause can praise and blame the same thing, so these do not exclude each other.  A
probability is the sum of the weights of the signs that hold, squashed; nothing else is computed here.
``training/train_findings.py`` makes the file and says of what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from sys import intern
from typing import Any, Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.polarity import POLARITIES

_TRENDS: Final = frozenset({"rise", "less-of-a-bad-thing", "less-of-a-good-thing", "more-of-a-bad-thing"})
Weights = tuple[float, ...]
"""One number for each of `POLARITIES`."""
_NOTHING: Final[Weights] = (0.0,) * len(POLARITIES)
_WORTH_TELLING: Final = 0.1
"""Weight from which a sign is among a finding's reasons."""
_WEIGHTS: Final = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The weights, by sign."""

    finding: Mapping[str, float]
    """Weight of each sign for being a finding; the empty sign is the constant."""
    polarity: Mapping[str, Weights]
    """Weights of each sign for each of `POLARITIES`; the empty sign is the constant."""
    threshold: float
    """What the probability of a paragraph's topic and polarity must reach."""
    telling: Mapping[str, tuple[float, str, str]]
    """The signs that are worth telling a reader, with what orders them and how each is told."""

    def finding_probability(self, signs: Iterable[str]) -> float:
        """How likely a candidate of these signs is a finding, 0 to 1."""
        weights = self.finding
        return _squashed(sum(filter(None, map(weights.get, signs)), weights[""]))

    def polarity_weights(self, signs: Iterable[str]) -> Weights:
        """The sum of the signs' weights for each polarity."""
        rows = list(filter(None, map(self.polarity.get, signs)))
        if len(rows) < 2:
            return rows[0] if rows else _NOTHING
        return tuple(map(sum, zip(*rows, strict=True)))

    def polarity_probabilities(self, clause: Weights, topic: Weights) -> list[tuple[str, float]]:
        """How likely a finding is of each polarity, from the sums of its clause's signs and of its topic's."""
        rows = zip(POLARITIES, self.polarity[""], clause, topic, strict=True)
        return [(polarity, _squashed(constant + of_clause + of_topic)) for polarity, constant, of_clause, of_topic in rows]


def _squashed(weight: float) -> float:
    """The probability that a sum of weights stands for."""
    return 1 / (1 + exp(-weight))


@lru_cache(maxsize=1)
def packaged_model() -> Model:
    """The weights as shipped."""
    return model_of(json.loads(_WEIGHTS.read_text("utf-8")))


def model_of(data: Mapping[str, Any]) -> Model:
    """The model of a weights file."""
    finding = {intern(sign): float(weight) for sign, weight in data["finding"].items()}
    polarity = {intern(sign): tuple(map(float, weights)) for sign, weights in data["polarity"].items()}
    worth = {sign: weight for sign, weight in finding.items() if sign and weight >= _WORTH_TELLING}
    telling = {sign: (-weight, sign, f"sign {sign}: {weight:+.2f}") for sign, weight in worth.items()}
    return Model(finding, polarity, float(data["threshold"]), telling)


def topic_signs(candidate: Candidate) -> list[str]:
    """The polarity's signs that are those of the topic in the clause."""
    topic, events = candidate.topic, candidate.clause.judging.events
    return [f"topic:{topic}", *[f"{event.rule}>{topic}" for event in events if event.rule in _TRENDS]]


@cache
def _judging_signs(verdict: str, first: str, predicate: str) -> tuple[str, ...]:
    return (f"verdict:{verdict}", f"first:{first}", f"predicate:{predicate}", f"verdict:{verdict}&{predicate}&{first}")


@cache
def _rule_sign(effect: str, rule: str) -> str:
    return f"{effect}:{rule}"


def clause_signs(candidate: Candidate) -> list[str]:
    """The polarity's signs that are the same for every topic of a clause: how it judges, its words, the clause before it."""
    clause, before = candidate.clause, candidate.before
    judging = clause.judging
    signs = [
        *_judging_signs(judging.verdict, judging.first, judging.predicate),
        f"clause:{clause.kind}",
        *dict.fromkeys([_rule_sign(event.effect, event.rule) for event in judging.events]),
        *dict.fromkeys(clause.tokens.stems),
    ]
    if candidate.contrasted:
        signs.append("however")
    if before is not None:
        signs += (f"before:{before.judging.verdict}", f"before:{before.kind}")
    return signs
