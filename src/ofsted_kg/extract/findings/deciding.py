"""Deciding: which candidates of a paragraph are findings, of which polarity, and why.

A paragraph often says a thing twice.  So a topic and a polarity are decided for the paragraph as a whole: the
probabilities of its clauses are added up, no clause counting twice within a sentence and the later ones counting half,
and where the sum reaches the model's threshold the clauses that carry it become findings.

Without a model the rules alone decide: a topic named by a certain form in a clause that judges is a finding, and the
first judging word of the predicate tells its polarity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from ofsted_kg.extract.findings.candidates import Candidate
from ofsted_kg.extract.findings.model import Model, clause_signs, topic_signs
from ofsted_kg.extract.findings.polarity import ADEQUATE, POLARITIES, STRENGTH, WEAKNESS
from ofsted_kg.extract.findings.reading import ReadClause
from ofsted_kg.extract.findings.signs import NAMED
from ofsted_kg.once import OncePerKey

_LEAST: Final = 0.15
"""Probability below which a clause adds nothing to its paragraph."""
_REPEATED: Final = 0.5
"""What a further clause of the same topic and polarity counts."""
_MOST_CLAUSES: Final = 3
_SURE: Final = 0.5
"""Probability from which a further clause that judges is a finding of its own, once its paragraph has reached the threshold."""
_SHOWN_SIGNS: Final = 6


@dataclass(slots=True)
class Decision:
    """A clause that is a finding."""

    topic: str
    polarity: str
    clause: ReadClause
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Scored:
    """A candidate with how likely it is a finding of one polarity."""

    candidate: Candidate
    polarity: str
    probability: float


_PROBABILITY: Final = attrgetter("probability")


def decided(candidates: Sequence[Candidate], model: Model | None) -> tuple[Decision, ...]:
    """The findings of one paragraph, in printed order; without a model by the rules alone."""
    if model is None:
        return tuple(_by_rules(candidates))
    found = (d for group in _groups(_scored(candidates, model)) for d in _of_group(group, model))
    return tuple(sorted(found, key=lambda decision: (decision.clause.start, decision.topic, decision.polarity)))


def _scored(candidates: Iterable[Candidate], model: Model) -> Iterator[_Scored]:
    clause, weights = None, None
    for candidate in candidates:
        likely = model.finding_probability(candidate.groups)
        if likely <= _LEAST:
            continue
        # The candidates of a clause follow one another.
        if weights is None or candidate.clause is not clause:
            clause, weights = candidate.clause, model.polarity_weights(clause_signs(candidate))
        for polarity, share in model.polarity_probabilities(weights, topic_signs(candidate)):
            probability = likely * share
            if probability > _LEAST:
                yield _Scored(candidate, polarity, probability)


def _groups(scored: Iterable[_Scored]) -> list[list[_Scored]]:
    """The candidates of each topic and polarity, the likeliest first."""
    groups: dict[tuple[str, str], list[_Scored]] = {}
    for one in scored:
        groups.setdefault((one.candidate.topic, one.polarity), []).append(one)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=_PROBABILITY, reverse=True)
    return list(groups.values())


def _of_group(group: list[_Scored], model: Model) -> Iterator[Decision]:
    total = _together(group)
    if total <= model.threshold:
        return
    for place, one in enumerate(group):
        if place == 0 or _is_sure(one):
            yield Decision(one.candidate.topic, one.polarity, one.candidate.clause, _reasons(one, total, model))


def _is_sure(one: _Scored) -> bool:
    return one.probability >= _SURE and one.candidate.clause.judging.verdict != "none"


def _together(group: Sequence[_Scored]) -> float:
    """The probability that one of the sentences is a finding."""
    if len(group) == 1:
        return 1 - (1 - group[0].probability)
    best: dict[int, float] = {}
    for one in group:
        best[one.candidate.sentence] = max(one.probability, best.get(one.candidate.sentence, 0.0))
    first, *others = sorted(best.values(), reverse=True)[:_MOST_CLAUSES]
    missing = 1 - first
    for other in others:
        missing *= 1 - other * _REPEATED
    return 1 - missing


def _reasons(one: _Scored, total: float, model: Model) -> tuple[str, ...]:
    """The rule words of the clause, and the signs that weighed most."""
    return (
        f"model: {one.probability:.2f} here, {total:.2f} in the paragraph",
        *_events(one.candidate),
        *model.reasons_of(one.candidate.groups, _SHOWN_SIGNS),
    )


def _events(candidate: Candidate) -> tuple[str, ...]:
    return tuple([_TOLD[event.rule, event.word] for event in candidate.clause.judging.events])


_TOLD: Final = OncePerKey[tuple[str, str], str](": ".join)
"""How a rule and its word are told."""
_VERDICT_POLARITIES: Final = {"adequate-and-strength": (ADEQUATE, STRENGTH), "limited": (WEAKNESS,), "fair": (STRENGTH,)}
_MISSED_BY_RULES: Final = ("none", "limited")


def _by_rules(candidates: Sequence[Candidate]) -> Iterator[Decision]:
    for candidate in candidates:
        judging = candidate.clause.judging
        if candidate.source != NAMED or judging.verdict in _MISSED_BY_RULES or "named:certain" not in candidate.signs:
            continue
        for polarity in _VERDICT_POLARITIES.get(judging.verdict, (judging.predicate,)):
            if polarity in POLARITIES:
                yield Decision(candidate.topic, polarity, candidate.clause, (f"rules: {judging.verdict}", *_events(candidate)))
