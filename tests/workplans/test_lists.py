"""The versions of a plan and the changes of its scope as files, for whoever reads their pages."""

import csv
import io

import pytest
from django.test import Client

from concord.workplans import actions
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-03T09:30:00+00:00"


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(f"{address}?format=csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def test_the_versions_of_the_plan_are_one_file_with_what_each_follows_and_its_fingerprint() -> None:
    by = plans.cast()
    first = plans.concurred(by)
    second = actions.amend(first, reason="A third course.", by=by.lead, at=AT)
    found = rows(make.browser(by.chief), f"{by.engagement.get_absolute_url()}work-plans/")
    assert [found[0], *sorted(found[1:], key=lambda row: row[1])] == [
        ["Reference", "Version", "State", "With", "Since (UTC)", "Follows version", "Fingerprint"],
        [first.ref, "1", first.state_label, str(first.held_by), MOMENT, "", first.short_hash],
        [second.ref, "2", second.state_label, str(second.held_by), MOMENT, "1", ""],
    ]


def test_the_changes_of_scope_are_one_file_with_reason_and_effect() -> None:
    by = plans.cast()
    plans.concurred(by)
    said = {"what": "Add two courses.", "reason": "Officers asked.", "effect": "Two weeks more."}
    change = actions.ask_agency(by.engagement, **said, by=by.lead, at=AT)
    address = f"{by.engagement.get_absolute_url()}scope-changes/"
    assert rows(make.browser(by.chief), address) == [
        ["Reference", "What is to change", "Reason", "Effect", "Topics that it adds", "State", "With", "Since (UTC)"],
        [change.ref, *said.values(), "", change.state_label, str(change.held_by), MOMENT],
    ]
    people = make.everybody(by.engagement)
    assert make.statuses(people, f"{address}?format=csv") == make.statuses(people, address)
