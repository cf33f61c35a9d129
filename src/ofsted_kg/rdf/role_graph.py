"""The roles of a report's agencies as statements: who plays which part in what, with the sentence that says so.

Each role is a thing of its own, so that its evidence can be told; beside it stands the plain link from agency to board or
authority, which networks go along. A council is described by the vocabulary, so the graph says nothing more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from ofsted_kg.document import Passage
from ofsted_kg.facts import Agency, ReportFacts, Role
from ofsted_kg.rdf.iris import ReportIris
from ofsted_kg.rdf.namespaces import OKG, RDF, RESOURCES

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]
WritePassage = Callable[[Passage, str, int | None], Iterator[Statement]]

_LINKS: Final = {"member": OKG.memberOf, "provider": OKG.providesFor, "commissioner": OKG.commissionsFor}
"""Property that leads straight from the holder to the body, or else to the authority."""


def role_statements(
    facts: ReportFacts, authority: NamedNode, iris: ReportIris, agencies: Mapping[Agency, NamedNode], write: WritePassage
) -> Iterator[Statement]:
    """The roles that the report's paragraphs state; ``authority`` is the inspected one."""
    for role in facts.roles:
        holder = authority if role.holder is None else agencies[role.holder]
        target = authority if role.body is None else agencies[role.body]
        told_by = role.office or holder.value
        iri = iris.role(role.kind, role.paragraph, f"{told_by} {target.value}")
        yield from _role(iri, role, iris)
        if not role.office:
            yield iri, OKG.holder, holder
        if role.holder is not None:
            yield holder, _LINKS[role.kind], target
        yield iri, OKG.body if role.body else OKG.forAuthority, target
        yield from write(role.passage, role.section, role.paragraph)


def _role(iri: NamedNode, role: Role, iris: ReportIris) -> Iterator[Statement]:
    yield iri, RDF.type, OKG.AgencyRole
    yield iri, OKG.role, NamedNode(f"{RESOURCES}role/{role.kind}")
    yield iri, OKG.inReport, iris.report
    yield iri, OKG.evidence, iris.passage(role.passage.span)
    if role.body is not None:
        yield iri, RDF.type, OKG.Membership
        yield iri, OKG.independent, Literal(role.independent)
    if role.office:
        yield iri, OKG.office, Literal(role.office)


def serving_statements(agency: NamedNode, authority: NamedNode, iris: ReportIris, shown_by: Passage) -> Iterator[Statement]:
    """That an agency is an authority's own, as its fullest name or the report itself shows."""
    iri = iris.role("serves", None, f"{agency.value} {authority.value}")
    yield agency, OKG.serves, authority
    yield iri, RDF.type, OKG.AgencyRole
    yield iri, OKG.role, NamedNode(f"{RESOURCES}role/serves")
    yield iri, OKG.holder, agency
    yield iri, OKG.forAuthority, authority
    yield iri, OKG.inReport, iris.report
    yield iri, OKG.evidence, iris.passage(shown_by.span)
