"""The model: weights of signs, and the probabilities that they come to.

Two logistic regressions, read from ``weights.json`` beside this module: whether a candidate is a finding, and what its
polarity is.  A probability is the sum of the weights of the signs that hold, squashed; nothing else is computed here.
``training/train_findings.py`` makes the file and says of what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Any, Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.polarity import POLARITIES

_WEIGHTS: Final = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The weights, by sign."""

    finding: Mapping[str, float]
    """Weight of each sign for being a finding; the empty sign is the constant."""
    polarity: Mapping[str, tuple[float, ...]]
    """Weights of each sign for each of `POLARITIES`; the empty sign is the constant."""
    threshold: float
    """What the probability of a paragraph's topic and polarity must reach."""

    def finding_probability(self, signs: Iterable[str]) -> float:
        """How likely a candidate of these signs is a finding, 0 to 1."""
        weight = self.finding.get
        return 1 / (1 + exp(-(self.finding[""] + sum(weight(sign, 0.0) for sign in signs))))

    def polarity_probabilities(self, signs: Iterable[str]) -> dict[str, float]:
        """How likely each polarity is, together 1."""
        rows = [self.polarity[""], *(self.polarity[sign] for sign in signs if sign in self.polarity)]
        powers = [exp(sum(column)) for column in zip(*rows, strict=True)]
        return {polarity: power / sum(powers) for polarity, power in zip(POLARITIES, powers, strict=True)}


@lru_cache(maxsize=1)
def packaged_model() -> Model:
    """The weights as shipped."""
    return model_of(json.loads(_WEIGHTS.read_text("utf-8")))


def model_of(data: Mapping[str, Any]) -> Model:
    """The model of a weights file."""
    polarity = {sign: tuple(map(float, weights)) for sign, weights in data["polarity"].items()}
    return Model({sign: float(weight) for sign, weight in data["finding"].items()}, polarity, float(data["threshold"]))


def polarity_signs(candidate: Candidate) -> Iterator[str]:
    """What the polarity is decided from: how the clause judges, its words, and the clause before it."""
    clause = candidate.clause
    judging = clause.judging
    yield f"verdict:{judging.verdict}"
    yield f"first:{judging.first}"
    yield f"predicate:{judging.predicate}"
    yield f"verdict:{judging.verdict}&{judging.predicate}&{judging.first}"
    yield from (f"{event.effect}:{event.rule}" for event in judging.events)
    yield from (f"stem:{stem}" for stem in {token.stem for token in clause.tokens})
    yield f"clause:{clause.kind}"
    yield f"topic:{candidate.topic}"
    yield from (
        f"{event.rule}>{candidate.topic}"
        for event in judging.events
        if event.effect == "rise" or event.rule.startswith(("less", "more"))
    )
    if candidate.contrasted:
        yield "however"
    if candidate.before is not None:
        yield f"before:{candidate.before.judging.verdict}"
        yield f"before:{candidate.before.kind}"
