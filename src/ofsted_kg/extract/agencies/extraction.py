"""The ladder from a document to its agencies: units, readings, clusters, agencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ofsted_kg.document import Document
from ofsted_kg.extract.agencies.matcher import folded_form
from ofsted_kg.extract.agencies.merging import Cluster, clusters_of
from ofsted_kg.extract.agencies.naming import Names, compiled
from ofsted_kg.extract.agencies.reading import read_unit
from ofsted_kg.extract.agencies.sightings import Sighting, passage_of, units_of
from ofsted_kg.facts import Agency, Mention
from ofsted_kg.vocabulary import Vocabulary


def extract_agencies(document: Document, vocabulary: Vocabulary) -> tuple[Agency, ...]:
    """The partner agencies that numbered paragraphs and recommendations name, in the order of their first mention."""
    names = replace(_compiled(vocabulary), inspected=_inspected(document, vocabulary))
    readings = [read_unit(unit, names) for unit in units_of(document)]
    return tuple(_agency(cluster, document.source.text) for cluster in clusters_of(readings, names))


@lru_cache(maxsize=4)
def _compiled(vocabulary: Vocabulary) -> Names:
    return compiled(vocabulary)


def _inspected(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    """All names of the inspected authority, in lower case."""
    printed = {folded_form(passage.quote.strip("#* ")).lower() for passage in document.front}
    for authority in vocabulary.authorities:
        own = frozenset(folded_form(name).lower() for name in authority.names)
        if own & printed:
            return own
    return frozenset()


def _agency(cluster: Cluster, source: str) -> Agency:
    forms = _forms(cluster)
    return Agency(
        name=forms[0],
        aliases=forms[1:],
        type=_type(cluster),
        mentions=tuple(Mention(s.form, passage_of(s, source), s.unit.paragraph) for s in cluster),
    )


def _forms(cluster: Iterable[Sighting]) -> tuple[str, ...]:
    """The printed forms, the fullest first."""
    printed = dict.fromkeys(s.form for s in cluster if not s.is_reference)
    return tuple(sorted(printed, key=lambda form: -len(form)))


def _type(cluster: Cluster) -> str:
    """Type of the known body, else what a name's own words show, else what the words around one show."""
    best = min(cluster, key=lambda s: (not s.candidates, s.is_reference, s.named_in_passing))
    return best.candidates[0].type if best.candidates else best.type
