"""Turtle -> `Vocabulary`: the frameworks and authorities of ``ontology/`` as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from ofsted_kg.errors import VocabularyError
from ofsted_kg.rdf.agency_reader import read_agencies
from ofsted_kg.rdf.lexicon_reader import read_lexicon
from ofsted_kg.rdf.namespaces import DCTERMS, OKG, SKOS
from ofsted_kg.rdf.turtle import Terms, read_terms, version_of
from ofsted_kg.resources import overlaid_files
from ofsted_kg.vocabulary import Authority, Framework, Grade, OutlineEntry, Timescale, Vocabulary, WordList

ONTOLOGY_FILES: Final = frozenset({"ofsted-kg.ttl", "alignments.ttl"})
"""Files that define terms; the others of the folder are vocabulary."""

_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)

_KIND_OF_CLASS: Final = {OKG.Part: "part", OKG.ServiceArea: "area"}
_KIND_OF_SECTION: Final = {
    OKG.ContentsSection.value: "contents",
    OKG.ContextSection.value: "context",
    OKG.GroupSection.value: "group",
    OKG.ImprovementSection.value: "improvement",
    OKG.RecordSection.value: "record",
}


def packaged_vocabulary(overlay: Path | None = None) -> Vocabulary:
    """The vocabulary as shipped, with a folder of the user's own Turtle laid over it."""
    return read_vocabulary(vocabulary_files(overlay))


def vocabulary_files(overlay: Path | None = None) -> tuple[Path, ...]:
    """The Turtle files that make the vocabulary, sorted by relative path."""
    return tuple(file for file in overlaid_files("ontology", ".ttl", overlay) if file.name not in ONTOLOGY_FILES)


def read_vocabulary(files: Sequence[Path]) -> Vocabulary:
    """Vocabulary of some Turtle files; VocabularyError names file and line, or the term that lacks something."""
    terms = read_terms(files)
    frameworks = tuple(_framework(terms, iri) for iri in terms.of_type(OKG.Framework))
    if not frameworks:
        raise VocabularyError("no framework in the vocabulary: ontology/frameworks/ needs at least one file")
    return Vocabulary(
        frameworks=frameworks,
        authorities=tuple(_authority(terms, iri) for iri in terms.of_type(OKG.LocalAuthority)),
        version=version_of(files),
        word_lists=tuple(
            WordList(terms.required(iri, DCTERMS.identifier), terms.values(iri, OKG.word)) for iri in terms.of_type(OKG.WordList)
        ),
        agencies=read_agencies(terms),
        lexicon=read_lexicon(terms),
    )


def _framework(terms: Terms, iri: NamedNode) -> Framework:
    return Framework(
        id=terms.required(iri, DCTERMS.identifier),
        label=terms.required(iri, SKOS.prefLabel),
        title_phrases=terms.values(iri, OKG.titlePhrase),
        outline=_outline(terms, iri),
        grades=tuple(sorted((_grade(terms, g) for g in _members(terms, iri, OKG.Grade)), key=lambda g: g.number)),
        timescales=tuple(_timescale(terms, t) for t in _in_order(terms, _members(terms, iri, OKG.Timescale))),
        grade_lines=terms.values(iri, OKG.gradeLine),
        record_grades=terms.values(iri, OKG.recordGrade) or ("{label}",),
        scale_lines=terms.values(iri, OKG.scaleLine),
        narrative_patterns=terms.values(iri, OKG.narrativePattern),
        field_labels=tuple(
            (label, terms.required(f, DCTERMS.identifier))
            for f in _members(terms, iri, OKG.FieldLabel)
            for label in terms.values(f, *_LABELS)
        ),
        lead_ins=terms.values(iri, OKG.leadInPhrase),
        iri=iri.value,
    )


def _members(terms: Terms, framework: NamedNode, kind: NamedNode) -> list[NamedNode]:
    return [term for term in terms.of_type(kind) if terms.value(term, OKG.framework) == framework.value]


def _in_order(terms: Terms, members: list[NamedNode]) -> list[NamedNode]:
    return sorted(members, key=lambda term: terms.number(term, OKG.order))


def _outline(terms: Terms, framework: NamedNode) -> tuple[OutlineEntry, ...]:
    headed = [(term, kind) for cls, kind in _KIND_OF_CLASS.items() for term in _members(terms, framework, cls)]
    other = [(term, _section_kind(terms, term)) for term in _members(terms, framework, OKG.OutlineHeading)]
    return tuple(sorted((_outline_entry(terms, term, kind) for term, kind in headed + other), key=lambda e: e.order))


def _section_kind(terms: Terms, term: NamedNode) -> str:
    kind = terms.required(term, OKG.sectionKind)
    try:
        return _KIND_OF_SECTION[kind]
    except KeyError:
        raise VocabularyError(f"{term}: unknown section kind {kind}; known: {', '.join(_KIND_OF_SECTION)}") from None


def _outline_entry(terms: Terms, term: NamedNode, kind: str) -> OutlineEntry:
    identifier = terms.required(term, DCTERMS.identifier)
    return OutlineEntry(
        id=identifier,
        kind=kind,
        order=terms.number(term, OKG.order),
        headings=terms.values(term, *_LABELS),
        part=identifier if kind == "part" else terms.local_name(term, OKG.part),
        iri=term.value,
        record_only=terms.value(term, OKG.recordOnly) == "true",
        required=terms.value(term, OKG.required) == "true",
    )


def _grade(terms: Terms, iri: NamedNode) -> Grade:
    return Grade(
        id=terms.required(iri, DCTERMS.identifier),
        number=terms.number(iri, SKOS.notation),
        label=terms.required(iri, SKOS.prefLabel),
        definition=terms.value(iri, SKOS.definition) or "",
        iri=iri.value,
    )


def _timescale(terms: Terms, iri: NamedNode) -> Timescale:
    return Timescale(
        id=terms.required(iri, DCTERMS.identifier),
        headings=terms.values(iri, *_LABELS),
        months=terms.number(iri, OKG.months) if terms.value(iri, OKG.months) else None,
        iri=iri.value,
    )


def _authority(terms: Terms, iri: NamedNode) -> Authority:
    return Authority(
        id=iri.value.rsplit("/", 1)[-1],
        name=terms.required(iri, SKOS.prefLabel),
        names=terms.values(iri, *_LABELS),
        gss_code=terms.value(iri, OKG.gssCode),
        urn=terms.value(iri, OKG.urn),
        iri=iri.value,
        since=_date(terms.value(iri, OKG.since)),
        until=_date(terms.value(iri, OKG.until)),
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
