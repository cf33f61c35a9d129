"""What the vocabulary knows of partner agencies: types with the words that mark them, and bodies known by name.

Types only, frozen; read from ``ontology/agencies.ttl`` by `ofsted_kg.rdf.agency_reader`, used by
`ofsted_kg.extract.agencies`.  A form that the Turtle prints in lower case is found in any case, a form with
capitals only as it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORD_ORDERS: Final = frozenset(
    (
        *("words holder", "holder words", "body words holder", "holder words body"),
        *("body words office", "office words body", "body words", "words body"),
    )
)
"""How the words of a `RoleCue` and those that they speak of may stand."""


@dataclass(frozen=True, slots=True)
class AgencyType:
    """A kind of agency and the words by which a name shows it."""

    id: str
    label: str
    iri: str
    endings: tuple[str, ...]
    """Last words of a name of this type, in lower case: ``nhs foundation trust``, ``hospital``."""
    beginnings: tuple[str, ...] = ()
    """First words of such a name, in lower case: ``nhs``, ``department for``."""
    fillers: frozenset[str] = frozenset()
    """Words that printed forms of one name add and drop: ``nhs``, ``foundation``, ``partnership``."""
    acronym_endings: tuple[str, ...] = ()
    """Last letters of an acronym that shows this type: ``SCB``."""
    cues: tuple[str, ...] = ()
    """Words in the same sentence that show the type of a name without a mark: ``private provider``."""
    needs_own_name: bool = False
    """True where a name made of everyday words alone is none: "Primary School" is no school's name."""


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """A body that reports name: a national one, or one that every area has of its own."""

    id: str
    name: str
    type: str
    iri: str
    forms: tuple[str, ...]
    """Printed forms, acronyms and misprints too."""
    contextual_forms: tuple[str, ...] = ()
    """Forms that mean it only where the report names it more fully as well: ``police``, ``probation``."""
    local: bool = False
    """True for a body that every area has of its own; a place before its form is part of the name."""


@dataclass(frozen=True, slots=True)
class RoleCue:
    """Words by which a sentence states that an agency plays a part."""

    role: str
    """Id of the role: ``provider``, ``member``, ..."""
    order: str
    """How words, holder and body stand: ``words holder``, ``body words holder``, ..."""
    words: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    """Words of which one must stand before it in the sentence."""
    excluded_by: frozenset[str] = frozenset()
    """Words of which none may stand beside it."""


@dataclass(frozen=True, slots=True)
class AgencyVocabulary:
    """Everything that the parser knows of agencies."""

    types: tuple[AgencyType, ...] = ()
    """In the order in which their marks are tried."""
    known: tuple[KnownAgency, ...] = ()
    cues: tuple[RoleCue, ...] = ()
    held_in: tuple[tuple[str, frozenset[str]], ...] = ()
    """(role, ids of the types of agencies in which it can be held), for roles that are held in a body."""
