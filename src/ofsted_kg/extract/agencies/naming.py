"""What a name's own words say: whether they are an agency's name at all, and of which type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ofsted_kg.agency_types import AgencyType, KnownAgency
from ofsted_kg.extract.agencies.matcher import FormMatcher, folded_form
from ofsted_kg.vocabulary import Vocabulary

HEALTH_TYPES: Final = frozenset(
    ("nhs-provider-trust", "hospital", "clinical-commissioning-group", "strategic-health-authority", "ambulance")
)
"""Types whose ending outweighs "NHS" at the beginning of a name."""

_LONGEST_PLACE: Final = 4
"""Words of the longest name of an authority."""

LISTS: Final = (
    *("leading", "generic", "person", "ignored", "ignored-acronym", "no-body"),
    *("introduction", "renaming", "quoted-kind", "described-everyday", "owner"),
)
"""The word lists of the vocabulary that are about names, without the "agency-" that their ids begin with."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, with straight apostrophes and without a possessive at its end."""
    return tuple(folded_form(name).lower().removesuffix("'s").removesuffix("'").split())


def lower_word(word: str) -> str:
    """One word as `words_of` gives it."""
    word = word.lower()
    return word.replace("’", "'").removesuffix("'s").removesuffix("'") if "'" in word or "’" in word else word


@dataclass(frozen=True, slots=True)
class Form:
    """What a printed form known to the vocabulary stands for."""

    agencies: tuple[KnownAgency, ...]
    """Several only where the form is contextual: "the police" may be any force; none for the kind of a described body."""
    contextual: bool

    @property
    def local(self) -> bool:
        """Whether it is a body that every area has of its own."""
        return self.agencies[0].local


@dataclass(frozen=True, slots=True)
class Names:
    """The vocabulary of agencies, compiled once."""

    types: dict[str, AgencyType]
    known: FormMatcher[Form]
    agencies: dict[str, KnownAgency]
    """Id -> known agency or local body."""
    bodies: dict[str, KnownAgency]
    """Type id -> the local body of that type, the first of the file."""
    not_before: tuple[str, ...]
    """Words behind a form that make it something else: "police powers"."""
    endings: dict[str, dict[tuple[str, ...], str]]
    """Last word -> all words of an ending -> type id, the longest first."""
    beginnings: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word -> (all words of a beginning, type id), in the order of the types."""
    telling: frozenset[str]
    """Words with which names end or begin, without apostrophes."""
    acronym_endings: tuple[tuple[str, str], ...]
    body_acronyms: tuple[str, ...]
    """Those of the types of which every area has a body of its own."""
    lists: dict[str, frozenset[str]]
    ignored_ends: frozenset[str]
    """The last word of each ignored name."""
    ignored_beginnings: tuple[str, ...]
    doing: tuple[str, ...]
    """Verbs right behind the name of a service, each between blanks."""
    introductions: tuple[str, ...]
    """Words right before a name that say that one follows, each behind a blank."""
    authorities: dict[str, str]
    """Short name of a local authority in lower case -> its id."""
    authority_openings: frozenset[str]
    """The first word of each of these."""
    place_words: frozenset[str]
    """Every word of an authority's name, in lower case."""
    places: frozenset[tuple[str, str]]
    """Words on both sides of the "and" of a place: (``telford``, ``wrekin``)."""
    authority_names: tuple[frozenset[str], ...]
    """All names of each authority, in lower case."""
    inspected: frozenset[str] = frozenset()
    """Names of the inspected authority, in lower case."""

    def is_head(self, word: str) -> bool:
        """Whether a name may end with this word."""
        return word in self.endings

    def ending(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
        """The longest ending of a name, with its type."""
        endings = self.endings.get(words[-1])
        if endings is None:
            return None
        for count in range(min(len(words), len(next(iter(endings)))), 0, -1):
            last = words[-count:]
            if last in endings:
                return last, endings[last]
        return None

    def beginning(self, words: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
        """The first beginning that a name has, with its type."""
        for beginning in self.beginnings.get(words[0], ()):
            if tuple(words[: len(beginning[0])]) == beginning[0]:
                return beginning
        return None

    def type_of(self, words: tuple[str, ...]) -> str | None:
        """Type that the first or last words of a name show, or None."""
        ending = self.ending(words)
        if ending and ending[1] in HEALTH_TYPES:
            return ending[1]
        decisive = self.beginning(words) or ending
        if decisive:
            return decisive[1]
        cut = next((at for at, word in enumerate(words) if word in ("of", "for")), 0)
        return self.type_of(words[:cut]) if cut else None

    def cued_type(self, sentence: str) -> str:
        """Type that the words around a name without a mark show: of several the last, which stand nearest to it."""
        cued = [(sentence.rfind(cue), t.id) for t in self.types.values() for cue in t.cues if cue in sentence]
        return max(cued, key=lambda found: found[0], default=(0, "local-authority-service"))[1]

    def own_words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """A name's words without those that show its type."""
        ending = self.ending(words)
        if ending:
            return words[: -len(ending[0])]
        beginning = self.beginning(words)
        return words[len(beginning[0]) :] if beginning else words

    def is_ignored(self, words: tuple[str, ...]) -> bool:
        """Whether these words, or those behind an authority's name, are no agency's name."""
        ignored, name = self.lists["ignored"], " ".join(words)
        if name.startswith(self.ignored_beginnings):
            return True
        return words[-1] in self.ignored_ends and (name in ignored or " ".join(words[self.placed(words[:-1]) :]) in ignored)

    def placed(self, words: tuple[str, ...]) -> int:
        """How many of the first words are an authority's name, at most."""
        if not words or words[0] not in self.authority_openings:
            return 0
        return next((n for n in range(min(_LONGEST_PLACE, len(words)), 0, -1) if " ".join(words[:n]) in self.authorities), 0)

    def is_own(self, words: tuple[str, ...], list_id: str = "generic") -> bool:
        """Whether some word is no everyday one."""
        everyday = self.lists[list_id]
        return any(word not in everyday and word.removesuffix("s") not in everyday and not word.isdigit() for word in words)


def compiled(vocabulary: Vocabulary) -> Names:
    """The vocabulary's agencies, ready to be looked for."""
    agencies = vocabulary.agencies
    endings = _endings(agencies.types)
    beginnings = _beginnings(agencies.types)
    bodies = {k.type: k for k in reversed(agencies.known) if k.local}
    lists = {name: frozenset(vocabulary.words(f"agency-{name}")) for name in LISTS}
    authorities = {folded_form(a.name).lower(): a.id for a in vocabulary.authorities}
    return Names(
        types={t.id: t for t in agencies.types},
        known=FormMatcher(
            _forms(agencies.known) + [(kind, Form((), False)) for kind in vocabulary.words("agency-described-kind")]
        ),
        doing=tuple(f" {verb} " for verb in vocabulary.words("agency-doing")),
        introductions=_shortest(
            f" {words}" for name in ("introduction", "renaming") for words in vocabulary.words(f"agency-{name}")
        ),
        agencies={k.id: k for k in agencies.known},
        bodies=bodies,
        not_before=vocabulary.words("agency-not-before"),
        endings=endings,
        beginnings=beginnings,
        telling=frozenset(word.replace("'s", "").replace("'", "") for word in (*endings, *beginnings)),
        acronym_endings=tuple((ending, t.id) for t in agencies.types for ending in t.acronym_endings),
        body_acronyms=tuple(ending for t in agencies.types if t.id in bodies for ending in t.acronym_endings),
        lists=lists,
        ignored_ends=frozenset(name.rpartition(" ")[2] for name in lists["ignored"]),
        ignored_beginnings=vocabulary.words("agency-ignored-beginning"),
        authorities=authorities,
        authority_openings=frozenset(name.partition(" ")[0] for name in authorities),
        place_words=frozenset(word for a in vocabulary.authorities for word in a.name.lower().split()),
        places=frozenset(_place_pairs(vocabulary)),
        authority_names=tuple(frozenset(folded_form(name).lower() for name in a.names) for a in vocabulary.authorities),
    )


def _forms(known: tuple[KnownAgency, ...]) -> list[tuple[str, Form]]:
    sure = [(form, Form((agency,), False)) for agency in known for form in agency.forms]
    shared: dict[str, list[KnownAgency]] = defaultdict(list)
    for agency in known:
        for form in agency.contextual_forms:
            shared[form].append(agency)
    return sure + [(form, Form(tuple(agencies), True)) for form, agencies in shared.items()]


def _endings(types: tuple[AgencyType, ...]) -> dict[str, dict[tuple[str, ...], str]]:
    found: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for agency_type in types:
        for ending in agency_type.endings:
            words = tuple(ending.split())
            found[words[-1]].setdefault(words, agency_type.id)
    return {last: dict(sorted(endings.items(), key=lambda e: -len(e[0]))) for last, endings in found.items()}


def _beginnings(types: tuple[AgencyType, ...]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for agency_type in types:
        for beginning in agency_type.beginnings:
            words = tuple(beginning.split())
            found[words[0]].append((words, agency_type.id))
    return {first: tuple(beginnings) for first, beginnings in found.items()}


def _shortest(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases that end with no other of them: what ends with one of all ends with one of these."""
    kept: list[str] = []
    for phrase in sorted(phrases, key=lambda phrase: (len(phrase), phrase)):
        if not phrase.endswith(tuple(kept)):
            kept.append(phrase)
    return tuple(kept)


def _place_pairs(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    pairs = []
    for authority in vocabulary.authorities:
        left, joint, right = authority.name.lower().partition(" and ")
        if joint:
            pairs.append((left.split()[-1], right.split()[0]))
    return pairs
