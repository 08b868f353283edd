from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.agencies.models import Agency, ChiefTenure
from concord.core.errors import NeverDeleted, WriteOutsideVerb
from concord.core.guard import writing
from concord.intake.models import AssistanceRequest, MemberAgency

pytestmark = pytest.mark.django_db

BY_HAND = {"ref": "AGY-2026-0001", "name": "Ashford", "state": "OH", "kind": "local", "source": "A letter"}


def _refused(constraint: str, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), writing(), transaction.atomic():
        Agency.objects.create(**BY_HAND | {"manual": True, "search_text": ""} | fields)


@pytest.mark.parametrize("ori", ["NC02601", "nc0260100", "1C0260100", "NC02601-0"])
def test_the_database_refuses_an_ori_of_another_shape(ori: str) -> None:
    _refused("agency_ori_has_its_shape", ori=ori)


def test_the_database_refuses_a_state_or_kind_that_is_not_known() -> None:
    _refused("agency_state_is_known", state="XX")
    _refused("agency_kind_is_known", kind="private")


@pytest.mark.parametrize("field", ["population", "sworn", "civilian"])
def test_the_database_refuses_negative_counts(field: str) -> None:
    _refused(f"{field}_check", **{field: -1}, profile_as_of=date(2026, 1, 1), profile_source="A letter")


def test_the_database_refuses_an_area_of_nothing() -> None:
    _refused("agency_area_is_positive", area_sq_mi=0, profile_as_of=date(2026, 1, 1), profile_source="A letter")


@pytest.mark.parametrize(
    "fields",
    [
        {"sworn": 1},
        {"sworn": 1, "profile_as_of": date(2026, 1, 1)},
        {"sworn": 1, "profile_source": "A letter"},
        {"sworn": 1, "profile_as_of": date(2026, 1, 1), "profile_source": ""},
        {"profile_as_of": date(2026, 1, 1), "profile_source": "A letter"},
        {"profile_as_of": date(2026, 1, 1)},
        {"profile_source": "A letter"},
    ],
)
def test_the_database_pairs_figures_with_their_date_and_source(fields: dict[str, Any]) -> None:
    _refused("agency_profile_has_date_and_source", **fields)


@pytest.mark.parametrize("fields", [{"latitude": 1}, {"longitude": 1}, {"latitude": 91, "longitude": 0}])
def test_the_database_refuses_half_a_place_and_one_off_the_earth(fields: dict[str, Any]) -> None:
    _refused("agency_place_is_on_earth", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"row_digest": "0" * 64},
        {"fbi_type": "City"},
        {"manual": False, "ori": "OH0990100", "fbi_type": "City"},
        {"manual": False, "ori": "OH0990100", "row_digest": "0" * 64},
        {"manual": False, "row_digest": "0" * 64, "fbi_type": "City"},
    ],
)
def test_the_database_pairs_by_hand_or_imported_with_what_belongs_to_it(fields: dict[str, Any]) -> None:
    _refused("agency_is_by_hand_or_imported", **fields)


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2026, 1, 31), None), (date(2025, 1, 1), date(2026, 1, 1)), (date(2026, 1, 10), date(2026, 1, 11))],
)
def test_the_database_refuses_two_chief_executives_on_one_day(agency: Agency, since: date, until: date | None) -> None:
    post = {"agency": agency, "person_name": "A", "title": "Chief", "kind": "permanent", "source": "A letter"}
    with writing():
        ChiefTenure.objects.create(since=date(2026, 1, 1), until=date(2026, 1, 31), **post)
        ChiefTenure.objects.create(since=date(2027, 1, 1), until=None, **post)
        with pytest.raises(IntegrityError, match="one_chief_executive_at_a_time"), transaction.atomic():
            ChiefTenure.objects.create(since=since, until=until, **post)


def test_the_database_refuses_a_tenure_that_ends_before_it_begins(agency: Agency) -> None:
    with pytest.raises(IntegrityError, match="tenure_ends_after_it_begins"), writing(), transaction.atomic():
        ChiefTenure.objects.create(
            agency=agency,
            person_name="A",
            title="Chief",
            kind="interim",
            since=date(2026, 1, 2),
            until=date(2026, 1, 1),
            source="A letter",
        )


def test_an_agency_is_written_by_verbs_only_and_never_deleted(agency: Agency) -> None:
    with pytest.raises(WriteOutsideVerb):
        agency.save()
    with pytest.raises(NeverDeleted):
        agency.delete()


@pytest.mark.parametrize("model", [Agency, ChiefTenure])
def test_each_field_is_classified(model: type[Agency] | type[ChiefTenure]) -> None:
    assert set(model.sensitivity) == {field.name for field in model._meta.concrete_fields}


def test_the_fictional_state_is_said_in_words_wherever_an_agency_is_named_with_its_place() -> None:
    shown = [
        Agency(name="Fairlane Police Department", state="ZZ").title,
        AssistanceRequest(agency_name="Fairlane Police Department", agency_state="ZZ").agency_and_place,
        MemberAgency(name="Fairlane Police Department", state="ZZ").name_and_place,
    ]
    assert shown == ["Fairlane Police Department, fictional state"] * 3


def test_an_agency_without_a_name_is_shown_by_its_reference() -> None:
    assert Agency(ref="MA099669E", state="MA").title == "Agency MA099669E, name not on record, MA"
