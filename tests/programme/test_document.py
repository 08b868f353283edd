"""The document of an edition: read strictly, and the shipped one says what the programme needs."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from concord.core.errors import BadInput
from concord.intake import checks as intake
from concord.programme.document import STAGES, Programme, read
from concord.programme.queries import offer
from concord.reforms.states import CoreState
from concord.workplans import checks as workplans
from tests.factories import programme as editions

SHIPPED = read(editions.document())


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("office", "phone"), 5550100, "programme.office.phone: expected str, found 5550100."),
        (("cadence", "months"), "3", "programme.cadence.months: expected int, found '3'."),
        (("cadence", "months"), True, "programme.cadence.months: expected int, found True."),
        (("tier",), {}, "programme.tier: expected a list, found dict."),
        (("office",), [], "programme.office: expected a table, found list."),
        (("status", 0, "terminal"), "yes", "programme.status[0].terminal: expected bool, found 'yes'."),
        (("office", "fax"), "1", "programme.office: unknown fax; expected name, short_name, email, phone,"),
    ],
)
def test_a_value_that_cannot_be_says_where_what_was_found_and_what_was_expected(
    place: tuple[Any, ...], value: object, says: str
) -> None:
    document = editions.document()
    inner: Any = document
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    with pytest.raises(BadInput) as refused:
        read(document)
    assert refused.value.reason.startswith(says)


LISTS = tuple(f.name for f in fields(Programme) if isinstance(getattr(SHIPPED, f.name), tuple))
OF_THE_FIRST_EDITIONS = (
    "edition", "office", "banner", "intro", "tier", "method", "status", "eligibility", "readiness", "faq",
    "not_supported", "next_step", "cadence", "agency_type", "retention",
)  # fmt: skip
LATER = tuple(f.name for f in fields(Programme) if f.name not in OF_THE_FIRST_EDITIONS)


@pytest.mark.parametrize("name", OF_THE_FIRST_EDITIONS)
def test_every_part_that_the_first_editions_had_is_needed(name: str) -> None:
    document = editions.document()
    del document[name]
    with pytest.raises(BadInput, match=rf"programme: missing, .*{name}"):
        read(document)


def test_a_document_from_before_a_part_was_kept_is_still_read_and_has_none_of_it() -> None:
    old = {name: value for name, value in editions.document().items() if name not in LATER}
    for tier in old["tier"]:
        for name in ("rank", "stages", "agreement", "length", "review"):
            del tier[name]
    del old["edition"]["legal_basis"]
    programme = read(old)
    assert {name: getattr(programme, name) for name in LATER} == dict.fromkeys(LATER, ())
    assert {(t.rank, t.stages, t.agreement, t.length, t.review) for t in programme.tier} == {
        (0, STAGES, "never", "", "")
    }


@pytest.mark.parametrize("name", LISTS)
def test_keys_are_unique(name: str) -> None:
    keys = [each.key for each in getattr(SHIPPED, name)]
    assert len(set(keys)) == len(keys) > 0


def test_criteria_of_both_assessments_share_no_key() -> None:
    keys = [each.key for each in (*SHIPPED.eligibility, *SHIPPED.readiness)]
    assert len(set(keys)) == len(keys)
    assert {each.effect for each in SHIPPED.eligibility} <= {"required", "expected", "routed"}


def test_every_status_stands_for_a_core_state_and_each_core_state_has_one() -> None:
    assert {status.core_state for status in SHIPPED.status} == {state.value for state in CoreState}
    assert sorted(status.rank for status in SHIPPED.status) == list(range(1, len(SHIPPED.status) + 1))


def test_every_answer_points_to_the_rule_that_is_enforced() -> None:
    enforced = {
        "chief_authority": intake.delegate_is_authorized,
        "agency_type": intake.agency_type_is_eligible,
        "primary_authority": intake.agency_has_authority_and_patrol,
        "patrol_function": intake.agency_has_authority_and_patrol,
        "agency_personnel": intake.what_is_asked_can_be_supported,
        "pending_matters": intake.pending_matters_are_routed,
    }
    assert [rule for rule in enforced.values() if rule not in intake.ALL] == []
    assert workplans.no_unsupported_costs in workplans.ALL
    assert {each.key: each.rule for each in SHIPPED.faq} == {
        "who_can_request": "chief_authority",
        "which_agencies": "agency_type",
        "primary_authority": "primary_authority",
        "patrol": "patrol_function",
        "other_services": "agency_personnel",
        "other_factors": "pending_matters",
        "what_happens_next": "begin",  # which workplans.rules.may holds: nothing starts before concurrence
    }
    rules = offer(SHIPPED, date(2026, 11, 3))["rules"]
    assert [each.key for each in SHIPPED.faq if each.rule not in rules or each.rule not in {*enforced, "begin"}] == []
    lists = (SHIPPED.eligibility, SHIPPED.readiness, SHIPPED.not_supported, SHIPPED.next_step)
    assert len(rules) == sum(len(each) for each in lists)  # a key names one rule


def test_the_shipped_edition_says_from_when_it_is_meant_to_hold() -> None:
    assert date.fromisoformat(SHIPPED.edition.effective_from) <= date(2026, 1, 1)


def test_what_is_named_is_found_and_what_is_not_is_not_guessed() -> None:
    assert SHIPPED.status_named("complete").label == "Complete"
    with pytest.raises(KeyError):
        SHIPPED.status_named("finished")
    assert SHIPPED.method_named("interview") == next(m for m in SHIPPED.method if m.key == "interview")
    assert SHIPPED.method_named("seance") is None
