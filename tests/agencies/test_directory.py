import pytest

from concord.agencies.directory import ELIGIBLE_KINDS, KIND_OF_FBI_TYPE, PLACES, TERRITORIES, Kind, kind_of
from concord.agencies.models import Agency


@pytest.mark.parametrize(
    ("fbi_type", "kind"),
    [
        ("City", "local"),
        ("County", "county"),
        ("Other State Agency", "state"),
        ("State Police", "state"),
        ("University or College", "campus"),
        ("Tribal", "tribal"),
        ("Other", "unknown"),
        ("Unknown", "unknown"),
        ("Federal", "federal"),
    ],
)
def test_each_of_the_nine_types_has_its_kind(fbi_type: str, kind: str) -> None:
    assert kind_of(fbi_type, "NC") == kind
    assert len(KIND_OF_FBI_TYPE) == 9


@pytest.mark.parametrize("state", sorted(TERRITORIES))
def test_in_a_territory_all_but_federal_and_unknown_is_territorial(state: str) -> None:
    kinds = {fbi_type: kind_of(fbi_type, state) for fbi_type in KIND_OF_FBI_TYPE}
    expected = dict.fromkeys(KIND_OF_FBI_TYPE, Kind.TERRITORIAL)
    assert kinds == expected | {"Federal": Kind.FEDERAL, "Unknown": Kind.UNKNOWN}


def test_there_are_fifty_states_a_district_five_territories_the_old_canal_zone_and_a_fictional_state() -> None:
    assert len(PLACES) == 50 + 1 + 5 + 1 + 1


def test_six_kinds_may_ask_and_the_others_are_told_what_to_do() -> None:
    assert {kind for kind in Kind if Agency(kind=kind).eligible} == ELIGIBLE_KINDS
    assert {kind: Agency(kind=kind).type_advice() for kind in ELIGIBLE_KINDS} == dict.fromkeys(ELIGIBLE_KINDS, "")
    assert len(ELIGIBLE_KINDS) == 6
    assert Agency(kind=Kind.FEDERAL).type_advice() == (
        "This is a federal agency. Assistance is for state, local, county, tribal, campus and territorial "
        "agencies; the programme office can say where else to turn."
    )
    asked = (
        "does not say what kind of agency this is. Ask the agency whether it is a state, local, county, tribal, "
        "campus or territorial one, and record the answer in its profile."
    )
    assert (
        Agency(kind=Kind.UNKNOWN, fbi_type="Other").type_advice() == f"The FBI's list calls it “Other”, which {asked}"
    )
    assert Agency(kind=Kind.UNKNOWN).type_advice() == f"The directory {asked}"
