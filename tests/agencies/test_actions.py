import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from concord.agencies import actions, queries
from concord.agencies.checks.profile import Profile
from concord.agencies.models import Agency, ChiefTenure
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.files import path_of
from concord.core.models import AuditRow, StoredFile
from concord.core.permissions import OFFICE_SCOPE
from concord.core.roles import ChiefExecutive, ProgrammeOfficer, Role, Visitor
from tests.agencies.conftest import AT, CONCORD, row

pytestmark = pytest.mark.django_db

PROFILE = Profile(41_000, Decimal("18.20"), 88, 21, date(2026, 6, 30), "The agency's yearly report")
CHIEF = {"title": "Chief of Police", "kind": "permanent", "source": "The agency's announcement"}


class Somebody:
    """Whoever holds one role in the office."""

    actor_key = "person:1"

    def __init__(self, role: type[Role], scope: str = OFFICE_SCOPE) -> None:
        self.role, self.scope = role, scope

    def roles_on(self, scopes: Any) -> frozenset[type[Role]]:
        return frozenset({self.role}) if self.scope in (OFFICE_SCOPE, *scopes) else frozenset()


OFFICER = Somebody(ProgrammeOfficer)


class ChiefOf(Somebody):
    """The chief executive of one agency, with a role there and nowhere else."""

    def __init__(self, ref: str) -> None:
        super().__init__(ChiefExecutive, f"agency:{ref}")


def _bodies() -> list[dict[str, Any]]:
    return [json.loads(body) for body in AuditRow.objects.order_by("pk").values_list("body", flat=True)]


def _last() -> dict[str, Any]:
    return _bodies()[-1]


# The import.


def test_an_import_adds_each_agency_and_writes_one_audit_row() -> None:
    result = actions.import_directory([row("OH0990200", "B"), row("OH0990100", "A")], by=CONCORD, at=AT)
    assert (result.added, result.changed, result.unchanged) == (2, 0, 0)
    assert list(Agency.objects.order_by("ref").values_list("ref", "ori", "name", "kind", "manual")) == [
        ("OH0990100", "OH0990100", "A", "local", False),
        ("OH0990200", "OH0990200", "B", "local", False),
    ]
    (body,) = _bodies()
    assert (body["what"], body["stream"], body["verb"], body["who"], body["role"], body["new"], body["more"]) == (
        *("directory", "agencies", "agency.import", "concord:import-agencies", "concord", result.digest),
        {"added": 2, "changed": 0, "unchanged": 0},
    )


def test_the_manifest_has_one_line_an_agency_and_is_stored_under_the_digest_of_the_audit_row(agency: Agency) -> None:
    changed, added = row(name="Ashford Falls Police"), row("OH0990200")
    result = actions.import_directory([added, changed], by=CONCORD, at=AT)
    expected = f"OH0990100 {agency.row_digest} {changed.digest}\nOH0990200 - {added.digest}\n"
    assert (result.added, result.changed, result.unchanged) == (1, 1, 0)
    assert result.digest == _last()["new"] == hashlib.sha256(expected.encode()).hexdigest()
    assert StoredFile.objects.filter(sha256=result.digest).count() == 1
    assert path_of(result.digest).read_text() == expected


def test_the_same_rows_again_change_nothing_and_write_no_audit_row(agency: Agency) -> None:
    result = actions.import_directory([row()], by=CONCORD, at=AT + timedelta(days=1))
    assert (result.added, result.changed, result.unchanged) == (0, 0, 1)
    assert len(_bodies()) == 1


def test_a_dry_run_says_exactly_what_the_import_then_does_and_writes_nothing(agency: Agency) -> None:
    rows = [row(name="Ashford Falls Police"), row("OH0990200")]
    preview = actions.import_directory(rows, by=CONCORD, at=AT, dry_run=True)
    assert (Agency.objects.count(), len(_bodies()), StoredFile.objects.filter(sha256=preview.digest).count()) == (
        1,
        1,
        0,
    )
    assert actions.import_directory(rows, by=CONCORD, at=AT) == preview


def test_a_changed_row_is_updated_and_found_by_its_new_name(agency: Agency) -> None:
    actions.describe(agency, profile=PROFILE, by=OFFICER, at=AT)
    changed = row(name="Ashford Police", county="Elm", latitude=None, longitude=None, source="agencies-2027.csv")
    actions.import_directory([changed], by=CONCORD, at=AT)
    found = Agency.objects.get()
    assert (found.pk, found.name, found.county, found.latitude, found.source, found.sworn) == (
        *(agency.pk, "Ashford Police", "Elm", None, "agencies-2027.csv", 88),
    )
    assert [queries.search("ashford police"), queries.search("ashford falls")] == [[found], []]


def test_an_agency_that_the_rows_do_not_name_stays(agency: Agency) -> None:
    actions.import_directory([row("OH0990200")], by=CONCORD, at=AT)
    assert Agency.objects.count() == 2


def test_an_agency_entered_by_hand_is_taken_over_by_its_ori_and_keeps_its_reference() -> None:
    entered = actions.add(name="Ashford", state="OH", kind="tribal", source="A letter", by=OFFICER, at=AT)
    actions.describe(entered, profile=Profile(), ori="OH09901", by=OFFICER, at=AT)
    result = actions.import_directory([row()], by=CONCORD, at=AT)
    found = Agency.objects.get()
    assert (result.changed, path_of(result.digest).read_text()) == (1, f"AGY-2026-0001 - {row().digest}\n")
    assert (found.ref, found.ori, found.name, found.kind, found.manual) == (
        *("AGY-2026-0001", "OH0990100", "Ashford Falls Police Department", "tribal", False),
    )


def test_a_kind_that_the_office_has_settled_outlives_an_import_and_one_by_the_fbis_type_follows_it() -> None:
    other = row(fbi_type="Other")
    actions.import_directory([other], by=CONCORD, at=AT)
    agency = Agency.objects.get()
    assert agency.kind == "unknown"
    actions.describe(agency, profile=Profile(), kind="state", by=OFFICER, at=AT)
    actions.import_directory([row(fbi_type="Other", county="Elm")], by=CONCORD, at=AT)
    assert Agency.objects.get().kind == "state"
    actions.describe(agency, profile=Profile(), kind="unknown", by=OFFICER, at=AT)
    actions.import_directory([row(fbi_type="City")], by=CONCORD, at=AT)
    assert Agency.objects.get().kind == "local"


def test_an_ori_that_stands_twice_in_the_rows_is_refused() -> None:
    with pytest.raises(BadInput):
        actions.import_directory([row(), row(name="Another")], by=CONCORD, at=AT)
    assert Agency.objects.count() == 0


@pytest.mark.parametrize("by", [Visitor(), OFFICER])
def test_only_administrators_and_concord_import_even_as_a_dry_run(by: Any) -> None:
    with pytest.raises(Denied):
        actions.import_directory([row()], by=by, at=AT, dry_run=True)


# Entries by hand.


@pytest.mark.owed("A42")
def test_an_agency_is_found_by_its_ori_or_entered_by_hand_whichever_of_the_six_kinds_it_is(agency: Agency) -> None:
    assert queries.by_ori("oh09901") == agency
    for number, kind in enumerate(["state", "local", "county", "tribal", "campus", "territorial"], 1):
        entered = actions.add(name=f"Elm {kind}", state="OH", kind=kind, source="A letter", by=OFFICER, at=AT)
        assert (entered.ref, entered.manual, entered.eligible) == (f"AGY-2026-000{number}", True, True)
        assert queries.search(f"elm {kind}") == [entered]
    assert _last() | {"more": {"kind": "territorial", "source": "A letter"}} == _last()


def test_an_entry_with_an_ori_is_known_by_it() -> None:
    entered = actions.add(name="Ashford", state="OH", kind="local", ori="oh09901", source="A letter", by=CONCORD, at=AT)
    assert (entered.ref, entered.ori) == ("OH0990100", "OH0990100")


def test_an_entry_names_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(Incomplete) as refused:
        actions.add(name="…", state="CZ", kind="private", source="A letter", by=OFFICER, at=AT)
    assert refused.value.missing == (
        "Give the agency's name",
        "The state is “CZ”; expected the two letters of a state or territory, such as NC",
        "The kind is “private”; expected one of: state, local, county, tribal, campus, territorial, federal, unknown",
    )


def test_an_agency_that_the_directory_has_is_not_entered_again(agency: Agency) -> None:
    with pytest.raises(Incomplete) as by_ori:
        actions.add(name="Elm", state="OH", kind="local", ori="OH09901", source="A letter", by=OFFICER, at=AT)
    assert by_ori.value.missing == ("The directory has OH0990100 already: Ashford Falls Police Department, OH",)
    facts = {"name": "ASHFORD FALLS police department ", "state": "OH", "kind": "local", "source": "A letter"}
    with pytest.raises(Incomplete) as by_name:
        actions.add(**facts, by=OFFICER, at=AT)
    named = f"The directory has an agency of this name: {agency.title} ({agency.ref})"
    assert by_name.value.missing == (f"{named}. Use it, or say that yours is another one",)
    assert actions.add(**facts, same_name=True, by=OFFICER, at=AT).name == "ASHFORD FALLS police department"


def test_the_same_name_in_another_state_is_another_agency(agency: Agency) -> None:
    facts = {"name": agency.name, "state": "KY", "kind": "local", "source": "A letter"}
    assert actions.add(**facts, by=OFFICER, at=AT).title == "Ashford Falls Police Department, KY"


def test_who_may_not_add_is_refused_before_anything_else() -> None:
    with pytest.raises(Denied):
        actions.add(name="", state="", kind="", source="", by=Visitor(), at=AT)


# The profile.


def test_a_profile_is_kept_with_old_and_new_in_the_audit_row(agency: Agency) -> None:
    actions.describe(agency, profile=PROFILE, by=ChiefOf(agency.ref), at=AT)
    found = Agency.objects.get()
    assert Profile(*(getattr(found, name) for name in Profile._fields)) == PROFILE
    assert (_last()["verb"], _last()["role"], _last()["more"]) == (
        *("agency.describe", "chief_executive"),
        {
            "population": [None, 41_000],
            "area_sq_mi": [None, "18.20"],
            "sworn": [None, 88],
            "civilian": [None, 21],
            "profile_as_of": [None, "2026-06-30"],
            "profile_source": [None, "The agency's yearly report"],
        },
    )


def test_a_profile_replaces_the_one_before_as_a_whole(agency: Agency) -> None:
    actions.describe(agency, profile=PROFILE, by=OFFICER, at=AT)
    later = Profile(sworn=90, profile_as_of=date(2026, 9, 30), profile_source="A letter")
    actions.describe(agency, profile=later, by=OFFICER, at=AT)
    found = Agency.objects.get()
    assert Profile(*(getattr(found, name) for name in Profile._fields)) == later
    actions.describe(agency, profile=Profile(), by=OFFICER, at=AT)
    assert Agency.objects.get().profile_as_of is None


def test_the_same_profile_again_writes_nothing(agency: Agency) -> None:
    actions.describe(agency, profile=PROFILE, by=OFFICER, at=AT)
    assert actions.describe(agency, profile=PROFILE, kind="local", ori="OH09901", by=OFFICER, at=AT) == agency
    assert len(_bodies()) == 2


def test_a_profile_that_is_not_in_order_is_refused(agency: Agency) -> None:
    with pytest.raises(Incomplete):
        actions.describe(agency, profile=Profile(sworn=1), by=OFFICER, at=AT)


@pytest.mark.parametrize("settled", [{"kind": "state"}, {"ori": "OH0990200"}])
def test_the_agencys_own_people_settle_neither_its_kind_nor_its_ori(settled: dict[str, str]) -> None:
    entered = actions.add(name="Elm", state="OH", kind="unknown", source="A letter", by=OFFICER, at=AT)
    with pytest.raises(Denied, match="recorded by the programme office"):
        actions.describe(entered, profile=Profile(), **settled, by=ChiefOf(entered.ref), at=AT)


def test_the_people_of_another_agency_do_not_describe_this_one(agency: Agency) -> None:
    with pytest.raises(Denied):
        actions.describe(agency, profile=PROFILE, by=ChiefOf("OH0990200"), at=AT)


def test_an_ori_is_given_once_and_is_no_other_agencys(agency: Agency) -> None:
    entered = actions.add(name="Elm", state="OH", kind="local", source="A letter", by=OFFICER, at=AT)
    with pytest.raises(BadInput, match="OH0990100 is the ORI of Ashford Falls Police Department, OH"):
        actions.describe(entered, profile=Profile(), ori="OH0990100", by=OFFICER, at=AT)
    actions.describe(entered, profile=Profile(), ori="OH0990200", by=OFFICER, at=AT)
    assert queries.search("oh09902") == [entered]
    with pytest.raises(BadInput, match="an ORI is never replaced"):
        actions.describe(entered, profile=Profile(), ori="OH0990300", by=OFFICER, at=AT)


def test_a_kind_that_does_not_exist_is_refused(agency: Agency) -> None:
    with pytest.raises(BadInput, match="The kind is “private”"):
        actions.describe(agency, profile=Profile(), kind="private", by=OFFICER, at=AT)


# Chief executives.


def _tenures(agency: Agency) -> list[tuple[Any, ...]]:
    return list(agency.chiefs.order_by("since").values_list("person_name", "since", "until"))


def test_a_new_chief_executive_ends_the_present_tenure_the_day_before(agency: Agency) -> None:
    actions.appoint_chief(agency, person_name="One", since=date(2025, 1, 1), **CHIEF, by=OFFICER, at=AT)
    actions.appoint_chief(agency, person_name="Two", since=date(2026, 3, 1), **CHIEF, by=OFFICER, at=AT)
    assert _tenures(agency) == [
        ("One", date(2025, 1, 1), date(2026, 2, 28)),
        ("Two", date(2026, 3, 1), None),
    ]
    one, two = ChiefTenure.objects.order_by("since")
    assert (_last()["verb"], _last()["new"], _last()["more"]) == (
        *("chief.appoint", "Permanent, from 2026-03-01"),
        {"tenure": two.pk, "ended": one.pk, "ended_until": [None, "2026-02-28"]},
    )


def test_a_departure_that_was_announced_for_later_is_shortened_by_a_successor(agency: Agency) -> None:
    actions.appoint_chief(agency, person_name="One", since=date(2025, 1, 1), **CHIEF, by=OFFICER, at=AT)
    actions.record_departure(agency, until=date(2026, 12, 31), source="A letter", by=OFFICER, at=AT)
    later = AT + timedelta(days=30)
    two = {"person_name": "Two", "since": date(2026, 12, 2), **CHIEF}
    with pytest.raises(BadInput, match="The first day, 2026-12-02, is still to come"):
        actions.appoint_chief(agency, **two, by=OFFICER, at=AT)
    actions.appoint_chief(agency, **two, by=OFFICER, at=later)
    assert _tenures(agency)[0] == ("One", date(2025, 1, 1), date(2026, 12, 1))
    assert _last()["more"]["ended_until"] == ["2026-12-31", "2026-12-01"]


def test_a_tenure_of_the_past_fits_between_the_others_and_ends_none(agency: Agency) -> None:
    actions.appoint_chief(agency, person_name="Two", since=date(2026, 3, 1), **CHIEF, by=OFFICER, at=AT)
    past = {"person_name": "One", "since": date(2025, 1, 1), **CHIEF}
    actions.appoint_chief(agency, until=date(2026, 2, 28), **past, by=OFFICER, at=AT)
    assert _tenures(agency) == [("One", date(2025, 1, 1), date(2026, 2, 28)), ("Two", date(2026, 3, 1), None)]


@pytest.mark.parametrize(
    ("since", "until", "problems"),
    [
        (date(2026, 3, 1), None, ["One is on record from 2026-03-01 with no end recorded"]),
        (date(2025, 1, 1), None, ["One is on record from 2026-03-01 with no end recorded"]),
        (date(2025, 1, 1), date(2026, 3, 1), ["One is on record from 2026-03-01 with no end recorded"]),
        (date(2026, 5, 1), date(2026, 6, 1), ["One is on record from 2026-03-01 with no end recorded"]),
    ],
)
def test_two_at_a_time_are_refused_by_name_and_dates(
    agency: Agency, since: date, until: date | None, problems: list[str]
) -> None:
    actions.appoint_chief(agency, person_name="One", since=date(2026, 3, 1), **CHIEF, by=OFFICER, at=AT)
    with pytest.raises(Incomplete) as refused:
        actions.appoint_chief(agency, person_name="Two", since=since, until=until, **CHIEF, by=OFFICER, at=AT)
    assert refused.value.missing == tuple(f"{problem}; two at a time cannot be recorded" for problem in problems)


def test_a_tenure_that_ends_before_it_begins_is_refused(agency: Agency) -> None:
    with pytest.raises(Incomplete, match="The last day, 2026-01-01, is before the first, 2026-01-02"):
        actions.appoint_chief(
            agency, person_name="One", since=date(2026, 1, 2), until=date(2026, 1, 1), **CHIEF, by=OFFICER, at=AT
        )


def test_a_departure_ends_the_tenure_on_its_last_day(agency: Agency) -> None:
    tenure = actions.appoint_chief(agency, person_name="One", since=date(2026, 3, 1), **CHIEF, by=OFFICER, at=AT)
    actions.record_departure(agency, until=date(2026, 10, 31), source="A letter", by=OFFICER, at=AT)
    assert _tenures(agency) == [("One", date(2026, 3, 1), date(2026, 10, 31))]
    assert (_last()["new"], _last()["reason"], _last()["more"]) == (
        *("until 2026-10-31", "A letter"),
        {"tenure": tenure.pk},
    )


def test_a_departure_before_the_first_day_or_from_an_empty_post_is_refused(agency: Agency) -> None:
    with pytest.raises(NotAllowedNow):
        actions.record_departure(agency, until=date(2026, 10, 31), source="A letter", by=OFFICER, at=AT)
    actions.appoint_chief(agency, person_name="One", since=date(2026, 3, 1), **CHIEF, by=OFFICER, at=AT)
    with pytest.raises(BadInput):
        actions.record_departure(agency, until=date(2026, 2, 28), source="A letter", by=OFFICER, at=AT)


def test_a_chief_executive_does_not_record_who_is_chief_executive(agency: Agency) -> None:
    by = ChiefOf(agency.ref)
    with pytest.raises(Denied):
        actions.appoint_chief(agency, person_name="One", since=date(2026, 3, 1), **CHIEF, by=by, at=AT)
    with pytest.raises(Denied):
        actions.record_departure(agency, until=date(2026, 3, 1), source="A letter", by=by, at=AT)


def test_no_name_of_a_person_enters_the_audit_trail(agency: Agency) -> None:
    actions.appoint_chief(agency, person_name="Somename", since=date(2025, 1, 1), **CHIEF, by=OFFICER, at=AT)
    assert "Somename" not in "".join(AuditRow.objects.values_list("body", flat=True))
