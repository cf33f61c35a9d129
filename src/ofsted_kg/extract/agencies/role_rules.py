"""The vocabulary's cues of roles, compiled once, and the small tests of words beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ofsted_kg.agency_types import RoleCue
from ofsted_kg.extract.agencies.matcher import FormMatcher
from ofsted_kg.once import once_per_object
from ofsted_kg.vocabulary import Vocabulary

_BRACKETS: Final = re.compile(r"\([^()]*\)?")
_APPOSITION: Final = re.compile(r"^\s*,[^,]{1,90},")
_CLOSING: Final = "'’”\"), ("
_ARTICLES: Final = frozenset(("the", "a", "an", "its", "their"))
_ADVERB: Final = "ly"
_JOINTS: Final = frozenset(("and", "&", "or"))
_LIST: Final = 6
"""Words before the last name of a list that are looked at for the preposition that the whole list is about."""


@dataclass(frozen=True, slots=True)
class RoleRules:
    """Cues, and the words that tell how far they reach."""

    cues: FormMatcher[RoleCue]
    held_in: dict[str, frozenset[str]]
    """Role -> types of the bodies in which it can be held."""
    list_end: re.Pattern[str]
    """A word behind which a list of agencies ends."""
    gatherings: frozenset[str]
    negations: frozenset[str]
    office_ends: frozenset[str]
    independent: str
    """The word for a chair from outside."""
    adverbs: frozenset[str]
    bars: frozenset[str]
    openings: tuple[str, ...]
    offices: tuple[str, ...]
    council: re.Pattern[str]
    council_end: re.Pattern[str]

    def leads_to_verb(self, gap: str) -> bool:
        """Whether nothing but an apposition and adverbs stands between a subject and its verb."""
        rest = _APPOSITION.sub(" ", _BRACKETS.sub(" ", gap).strip("'’”\"")).strip(_CLOSING)
        return all(word in self.adverbs or word.endswith(_ADVERB) for word in rest.replace(",", " ").split())

    def is_subject(self, before: str) -> bool:
        """Whether what begins behind these words is the subject, not what a preposition is about."""
        lower = f" {before.lower()}"
        if lower.endswith(self.openings):
            return True
        if lower.endswith(self.offices):
            return False
        words = [word for word in re.findall(r"[\w’'-]+|,", lower)[-_LIST:] if word not in _ARTICLES]
        joined = bool(words) and words[-1] in _JOINTS
        return self.bars.isdisjoint(words if joined else words[-1:])

    def is_office(self, before: str) -> bool:
        """Whether these words make what follows the office of a person: "the chair of the"."""
        return before.lower().endswith(self.offices)

    def council_in(self, listed: str) -> bool:
        """Whether a list names the council itself."""
        return self.council.search(listed) is not None

    def ends_with_council(self, before: str) -> bool:
        """Whether the council is the subject that these words end with."""
        return self.council_end.search(before.lower()) is not None


@once_per_object
def role_rules(vocabulary: Vocabulary) -> RoleRules:
    """The rules of a vocabulary."""
    words = {name: vocabulary.words(f"role-{name}") for name in _LISTS}
    council = _one_of(words["council"])
    return RoleRules(
        cues=FormMatcher((word, cue) for cue in vocabulary.agencies.cues for word in cue.words),
        held_in=dict(vocabulary.agencies.held_in),
        list_end=re.compile(rf"(?<=[ ,]){_one_of(words['list-end'])}(?!\w)"),
        gatherings=frozenset(words["gathering"]),
        negations=frozenset(words["negation"]),
        office_ends=frozenset(words["office-end"]),
        independent=next(iter(words["independent"]), "\0"),
        adverbs=frozenset(words["adverb"]),
        bars=frozenset(words["subject-bar"]),
        openings=tuple(f" {opening} " for opening in words["subject-opening"]),
        offices=tuple(f"{office} " for office in words["office-holder"]),
        council=re.compile(rf"(?:^ ?|, |and ){council}(?![\w'’])"),
        council_end=re.compile(rf"(?:^| ){council} ?$"),
    )


_LISTS: Final = (
    *("list-end", "gathering", "negation", "office-end", "independent"),
    *("adverb", "subject-bar", "subject-opening", "office-holder", "council"),
)


def _one_of(words: tuple[str, ...]) -> str:
    """A pattern of some words, the longest first; one that nothing meets where there is none."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))) or '(?!)'})"
