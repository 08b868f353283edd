"""The document of an edition: read strictly, and the shipped one says what the programme needs."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from concord.core.errors import BadInput
from concord.programme.document import STAGES, Programme, read
from concord.reforms.states import CoreState
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
    rules = {each.key for each in (*SHIPPED.eligibility, *SHIPPED.readiness)}
    assert [each.key for each in SHIPPED.faq if each.rule and each.rule not in rules] == []
    assert [each.key for each in SHIPPED.faq if not each.rule and not each.answer] == []


def test_the_shipped_edition_says_from_when_it_is_meant_to_hold() -> None:
    assert date.fromisoformat(SHIPPED.edition.effective_from) <= date(2026, 1, 1)


def test_what_is_named_is_found_and_what_is_not_is_not_guessed() -> None:
    assert SHIPPED.status_named("complete").label == "Complete"
    with pytest.raises(KeyError):
        SHIPPED.status_named("finished")
    assert SHIPPED.method_named("interview") == next(m for m in SHIPPED.method if m.key == "interview")
    assert SHIPPED.method_named("seance") is None
