"""Identity: which printed names of which reports mean one and the same agency."""

from __future__ import annotations

import pytest

from ofsted_kg.facts import Agency
from ofsted_kg.identity import Identity, identity_of
from ofsted_kg.vocabulary import Vocabulary

LSCB = "local-safeguarding-children-board"


def agency(name: str, kind: str, *aliases: str, known: str | None = None, local: bool = False) -> Agency:
    return Agency(name, aliases, kind, (), known, local)


def body(name: str, known: str, kind: str = "other", *aliases: str) -> Agency:
    return agency(name, kind, *aliases, known=known, local=True)


def test_a_national_body_is_the_same_everywhere(vocabulary: Vocabulary) -> None:
    barnardos = agency("Barnardo's", "voluntary-organisation", known="barnardos")
    assert identity_of(barnardos, "dudley", vocabulary) == Identity("barnardos")


@pytest.mark.parametrize(
    "name",
    [
        "Black Country Partnership NHS Foundation Trust",
        "Black Country Partnership Foundation Trust",
        "Black Country Partnership (NHS) Foundation Trust",
        "the Black Country Partnership NHS Trust",
    ],
)
def test_legal_forms_do_not_tell_trusts_apart(name: str, vocabulary: Vocabulary) -> None:
    assert (
        identity_of(agency(name, "nhs-provider-trust"), "dudley", vocabulary).key
        == "nhs-provider-trust/black-country-partnership"
    )


def test_a_hospital_trust_and_a_partnership_trust_of_one_town_are_two(vocabulary: Vocabulary) -> None:
    hospital = identity_of(agency("Anytown Hospitals NHS Trust", "nhs-provider-trust"), "poole", vocabulary)
    partnership = identity_of(agency("Anytown Partnership NHS Trust", "nhs-provider-trust"), "poole", vocabulary)
    assert (hospital.key, partnership.key) == ("nhs-provider-trust/anytown-hospital", "nhs-provider-trust/anytown-partnership")


def test_a_primary_care_trust_is_the_same_under_both_its_names(vocabulary: Vocabulary) -> None:
    names = ("NHS Dudley", "Dudley Primary Care Trust", "Dudley PCT")
    found = {identity_of(agency(name, "primary-care-trust"), "wolverhampton", vocabulary) for name in names}
    assert found == {Identity("primary-care-trust/dudley")}


def test_a_board_without_a_place_is_the_inspected_authoritys(vocabulary: Vocabulary) -> None:
    found = identity_of(body("LSCB", LSCB, LSCB), "tameside", vocabulary)
    assert found == Identity(f"tameside/{LSCB}", ("tameside",), body=LSCB)


def test_a_board_with_another_place_is_that_authoritys(vocabulary: Vocabulary) -> None:
    found = identity_of(body("Sandwell Safeguarding Children Board", LSCB, LSCB), "dudley", vocabulary)
    assert found == Identity(f"sandwell/{LSCB}", ("sandwell",), body=LSCB)


@pytest.mark.parametrize("inspected", ["bournemouth", "poole"])
def test_a_joint_board_serves_both_and_is_one_in_both_reports(inspected: str, vocabulary: Vocabulary) -> None:
    joint = body("Bournemouth & Poole Local Safeguarding Children Board", LSCB, LSCB, "Local Safeguarding Children Board")
    found = identity_of(joint, inspected, vocabulary)
    assert found == Identity(f"bournemouth-and-poole/{LSCB}", ("bournemouth", "poole"), body=LSCB)


def test_one_authority_with_an_and_in_its_name_is_one(vocabulary: Vocabulary) -> None:
    board = body("Telford & Wrekin Safeguarding Children Board", LSCB, LSCB)
    assert identity_of(board, "telford-and-wrekin", vocabulary).serves == ("telford-and-wrekin",)


def test_a_possessive_place_is_a_place(vocabulary: Vocabulary) -> None:
    council = body("Dudley's Children in Care Council", "children-in-care-council", "young-peoples-group")
    assert identity_of(council, "walsall", vocabulary).key == "dudley/children-in-care-council"


def test_a_regional_service_is_told_by_its_region(vocabulary: Vocabulary) -> None:
    fire = body("West Midlands Fire Service", "fire-and-rescue-service", "fire-and-rescue")
    assert (
        identity_of(fire, "dudley", vocabulary)
        == identity_of(fire, "walsall", vocabulary)
        == Identity("fire-and-rescue/west-midlands")
    )


def test_another_council_is_its_authority(vocabulary: Vocabulary) -> None:
    found = identity_of(agency("Shropshire Council", "local-authority"), "telford-and-wrekin", vocabulary)
    assert found == Identity("shropshire", is_authority=True)


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("St Mary's Hospital", "hospital", "dudley/st-marys-hospital"),
        ("Tameside General Hospital", "hospital", "hospital/tameside-general-hospital"),
        ("Family Support Team", "local-authority-service", "dudley/family-support-team"),
        ("Tameside Youth Team", "local-authority-service", "tameside/youth-team"),
        ("Christian fellowship", "voluntary-organisation", "dudley/christian-fellowship"),
        ("Parents Opening Doors", "voluntary-organisation", "voluntary-organisation/parents-opening-doors"),
    ],
)
def test_names_that_recur_from_town_to_town_belong_to_the_report(name: str, kind: str, key: str, vocabulary: Vocabulary) -> None:
    assert identity_of(agency(name, kind), "dudley", vocabulary).key == key
