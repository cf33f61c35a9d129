"""The namespaces in use, and every term of our own ontology that Python writes.

A term is an attribute, so a misspelt one raises AttributeError; ``tests/rdf/test_namespaces.py`` compares them
with ``ontology/ofsted-kg.ttl``.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

ONTOLOGY: Final = "https://w3id.org/ofsted-kg/ontology#"
ONTOLOGY_GRAPH: Final = NamedNode("https://w3id.org/ofsted-kg/ontology")
RESOURCES: Final = "https://w3id.org/ofsted-kg/id/"
VOCABULARY_GRAPH: Final = NamedNode(RESOURCES + "vocabulary")
DERIVED_GRAPH: Final = NamedNode(RESOURCES + "derived")
REVIEWS_GRAPH: Final = NamedNode(RESOURCES + "reviews")
SHAPES_GRAPH: Final = NamedNode(RESOURCES + "shapes")
PUSHED_GRAPH: Final = NamedNode(RESOURCES + "pushed")
"""In a remote store: which of its graphs are ours, and what they hold."""

_TERMS = """
    ageGroup authorityAsPrinted addresseeName charactersInSource code converterVersion end endDate evidence
    firstParagraph framework grade heading inParagraph inReport inSection inspectedAuthority inspection lastParagraph
    leadInspector mediaType message number numberLost officialGrade omits order page pageCount paragraphCount part place
    quote reportOf section sectionKind serviceArea sha256 sourceFile start startDate statement statesField subject text
    timescale topic polarity vocabularyVersion
    areaGrade contradictedBy judgementCount noBetterThan noWorseThan recordRow repeatedBy repeats
    Finding GradeStatement Inspection InspectionReport Judgement Notice Paragraph Passage Recommendation Section
    Record Inline Narrative
    Review review reviewOf decision reviewedTopic reviewedPolarity reviewedVerdict reviewedParagraph reviewedQuote reviewNote
    reviewsVersion correctTopic correctPolarity correctVerdict Accepted Amended Rejected Added
    Verdict basedOn verdictValue strengthCount adequateCount weaknessCount recommendationCount Weak Mixed Adequate Strong
    Framework Part ServiceArea Grade Timescale LocalAuthority OutlineHeading FieldLabel
    FrontMatter ContentsSection ContextSection PartSection GroupSection AreaSection ImprovementSection RecordSection
    titlePhrase gradeLine recordGrade scaleLine narrativePattern leadInPhrase recordOnly required months
    gssCode urn since until successor region
    inForceFrom inForceUntil conductedBy WordList word
    AgencyType KnownAgency LocalBody PoliceForce agencyType nameEnding nameBeginning filler needsOwnName cue contextualLabel
    policeArea acronymEnding
    AgencyRole Membership Role RoleCue body commissionsFor cueOf forAuthority heldIn holder independent memberOf office
    providesFor role wordOrder
    Agency Mention addressee mentionOf mentionsAgency namesAgency printedForm serves localBody
    PossiblySame oneAgency otherAgency likeness reason
    AmbulanceService ChildrensTrustBoard ClinicalCommissioningGroup Court FireAndRescueService GovernmentOrRegulator Hospital
    HousingProvider LocalAuthorityService LocalSafeguardingChildrenBoard NhsProviderTrust PrimaryCareTrust PrivateProvider
    ProbationService SchoolOrCollege StrategicHealthAuthority VoluntaryOrganisation YoungPeoplesGroup YouthOffendingService
    Topic hintLabel LabelRule labelOf onlyInSection needsWord excludedByWord JudgingWords reach
""".split()


class _Namespace:
    """Attribute access to a closed set of terms."""

    def __init__(self, base: str, terms: list[str]) -> None:
        self.__dict__.update({term: NamedNode(base + term) for term in terms})

    def __getattr__(self, term: str) -> NamedNode:
        raise AttributeError(f"no term {term!r} in this namespace; known: {', '.join(sorted(self.__dict__))}")


OKG: Final = _Namespace(ONTOLOGY, _TERMS)
RDF: Final = _Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", ["type"])
RDFS: Final = _Namespace("http://www.w3.org/2000/01/rdf-schema#", ["label", "comment", "subClassOf"])
DCTERMS: Final = _Namespace(
    "http://purl.org/dc/terms/", ["title", "issued", "identifier", "license", "rights", "source", "spatial"]
)
_SKOS_TERMS = """
    Concept ConceptScheme altLabel broader broaderTransitive closeMatch definition hiddenLabel inScheme notation prefLabel
    scopeNote
""".split()
SKOS: Final = _Namespace("http://www.w3.org/2004/02/skos/core#", _SKOS_TERMS)
XSD: Final = _Namespace("http://www.w3.org/2001/XMLSchema#", ["date", "dateTime", "integer", "boolean", "string", "decimal"])
PROV: Final = _Namespace("http://www.w3.org/ns/prov#", ["Person", "generatedAtTime", "wasAttributedTo"])
