"""The ladder from a document to its agencies and their roles: units, readings, clusters, agencies, roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ofsted_kg.document import Document
from ofsted_kg.extract.agencies.matcher import folded_form
from ofsted_kg.extract.agencies.merging import Cluster, clusters_of
from ofsted_kg.extract.agencies.naming import Names, compiled
from ofsted_kg.extract.agencies.reading import read_units
from ofsted_kg.extract.agencies.role_rules import role_rules
from ofsted_kg.extract.agencies.roles import StatedRole, stated_roles
from ofsted_kg.extract.agencies.sightings import Locator, Sighting, units_of
from ofsted_kg.facts import Agency, Mention, Role
from ofsted_kg.once import once_per_object
from ofsted_kg.vocabulary import Vocabulary


class Partners(NamedTuple):
    """What a report says of partner agencies."""

    agencies: tuple[Agency, ...]
    """Those that numbered paragraphs and recommendations name, in the order of their first mention."""
    roles: tuple[Role, ...]
    """The parts that paragraphs say they play, in printed order."""


def extract_partners(document: Document, vocabulary: Vocabulary) -> Partners:
    """The partner agencies of a report, and the roles that it states."""
    names = names_of(vocabulary)
    names = replace(names, inspected=_inspected(document, names.authority_names))
    clusters = clusters_of(read_units(units_of(document), names), names)
    locator = Locator(document.source.text)
    agencies = tuple(_agency(cluster, locator) for cluster in clusters)
    stated = stated_roles(clusters, [agency.type for agency in agencies], role_rules(vocabulary))
    sections = {paragraph.number: paragraph.section for paragraph in document.paragraphs}
    return Partners(agencies, tuple(_role(role, agencies, locator, sections) for role in stated))


def extract_agencies(document: Document, vocabulary: Vocabulary) -> tuple[Agency, ...]:
    """The partner agencies alone."""
    return extract_partners(document, vocabulary).agencies


def _role(stated: StatedRole, agencies: Sequence[Agency], locator: Locator, sections: Mapping[int, str]) -> Role:
    paragraph = stated.unit.paragraph or 0
    return Role(
        kind=stated.kind,
        holder=None if stated.holder is None else agencies[stated.holder],
        office=stated.office,
        body=None if stated.body is None else agencies[stated.body],
        passage=locator.stretch(stated.unit, stated.start, stated.end),
        paragraph=paragraph,
        section=sections[paragraph],
        independent=stated.independent,
    )


@once_per_object
def names_of(vocabulary: Vocabulary) -> Names:
    """The vocabulary's agencies, compiled once for all reports."""
    return compiled(vocabulary)


def _inspected(document: Document, authorities: Iterable[frozenset[str]]) -> frozenset[str]:
    """All names of the inspected authority, in lower case."""
    printed = {folded_form(passage.quote.strip("#* ")).lower() for passage in document.front}
    return next((names for names in authorities if not names.isdisjoint(printed)), frozenset())


def _agency(cluster: Cluster, locator: Locator) -> Agency:
    forms = _forms(cluster)
    best = min(cluster, key=lambda s: (not s.candidates, s.is_reference, s.named_in_passing))
    known = best.candidates[0] if best.candidates else None
    return Agency(
        name=forms[0],
        aliases=forms[1:],
        type=known.type if known else best.type,
        mentions=tuple(Mention(s.form, locator.passage(s), s.unit.paragraph) for s in cluster),
        known=known.id if known else None,
        local=known is not None and known.local,
    )


def _forms(cluster: Iterable[Sighting]) -> tuple[str, ...]:
    """The printed forms, the fullest first."""
    printed = dict.fromkeys(s.form for s in cluster if not s.is_reference)
    return tuple(sorted(printed, key=lambda form: -len(form)))
