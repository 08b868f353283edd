"""Review as deep as the tier says: one reviewer, or two who do not see each other's view until both have written."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.findings import actions, queries
from concord.findings.models import View
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import programme as editions
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def deep(on: make.Ground) -> Person:
    """Let the tier of the engagement ask for two reviewers; return the second."""
    edition: Any = on.engagement.edition
    editions.written_over(edition, tier=[{**tier, "reviewers": 2} for tier in edition.document["tier"]])
    return people_of.member(on.engagement, "reviewer", name="Sal Second")


def wrote(thing: Any, who: Person, opinion: str = "validate", text: str = "It is so.") -> Any:
    return actions.write_view(thing, opinion=opinion, text=text, by=who, at=AT)


def test_two_reviewers_write_before_either_reads_the_other_and_one_of_them_validates() -> None:
    on = make.ground()
    second = deep(on)
    finding = make.finding(on, "in_review")
    with pytest.raises(Incomplete, match="2 reviewers each write their view before it is validated; 0 of 2 have"):
        actions.validate(finding, by=on.reviewer, at=AT)
    finding = wrote(finding, on.reviewer, text="Borne out.")
    seen = [len(queries.round_for(who, finding).shown) for who in (on.reviewer, second, on.lead)]
    assert (seen, queries.round_for(second, finding).written) == ([1, 0, 0], 1)
    finding = wrote(finding, second, text="Well said.")
    assert [len(queries.round_for(who, finding).shown) for who in (on.reviewer, second, on.lead)] == [2, 2, 2]
    third = people_of.member(on.engagement, "reviewer", name="Tay Third")
    with pytest.raises(Denied, match="One of those who wrote their view"):
        actions.validate(finding, by=third, at=AT)
    done = actions.validate(finding, basis="Read both.", by=second, at=AT)
    assert (done.state, done.validated_by, done.basis) == ("validated", second.actor_key, "Read both.")


def test_the_page_and_the_history_tell_nothing_of_a_view_before_both_are_written() -> None:
    on = make.ground()
    second = deep(on)
    finding = wrote(make.finding(on, "in_review"), on.reviewer, "return", "CANARY: not borne out.")
    browser = people_of.browser(second)
    for address in (finding.get_absolute_url(), f"/app/history/{finding.ref}/"):
        page = browser.get(address).content.decode()
        assert ("CANARY" in page, "Return it" in page) == (False, False)
    wrote(finding, second)
    assert "CANARY" in browser.get(finding.get_absolute_url()).content.decode()
    assert "CANARY" in people_of.browser(on.officer).get(finding.get_absolute_url()).content.decode()


@pytest.mark.owed("A26")
def test_a_view_against_it_is_dissent_that_the_validation_puts_on_record() -> None:
    on = make.ground()
    second = deep(on)
    finding = wrote(wrote(make.finding(on, "in_review"), on.reviewer), second, "return", "Too few interviews.")
    with pytest.raises(Incomplete, match="the dissent of whoever would return it"):
        actions.validate(finding, by=on.reviewer, at=AT)
    done = actions.validate(finding, dissent="Second: too few interviews.", by=on.reviewer, at=AT)
    assert done.dissent == "Second: too few interviews."
    back = actions.return_(done, reason="Look again.", by=on.reviewer, at=AT)
    assert (back.basis, back.dissent) == ("", "")


def test_after_a_return_both_write_anew_and_read_what_was_written_before() -> None:
    on = make.ground()
    second = deep(on)
    finding = wrote(wrote(make.finding(on, "in_review"), on.reviewer), second, "return")
    finding = actions.return_(finding, reason="Say where.", by=second, at=AT)
    later = AT.replace(hour=AT.hour + 1)
    finding = actions.submit(finding, by=on.assessor, at=later)
    now = queries.round_for(second, finding)
    assert (len(now.shown), now.written, now.asked) == (2, 0, 2)
    with pytest.raises(Incomplete, match="0 of 2 have"):
        actions.validate(finding, dissent="None.", by=second, at=later)


def test_a_view_of_a_round_that_was_cut_short_is_read_once_both_have_written_anew() -> None:
    on = make.ground()
    second = deep(on)
    finding = wrote(make.finding(on, "in_review"), on.reviewer, "return", "CANARY: not borne out.")
    finding = actions.return_(finding, reason="Say where.", by=on.reviewer, at=AT)
    assert [len(queries.round_for(who, finding).shown) for who in (on.reviewer, second, on.lead)] == [1, 0, 0]
    later = AT.replace(hour=AT.hour + 1)
    finding = actions.submit(finding, by=on.assessor, at=later)
    assert queries.round_for(second, finding).shown == ()
    for who in (second, on.reviewer):
        actions.write_view(finding, opinion="validate", text="It is so.", by=who, at=later)
    assert [len(queries.round_for(who, finding).shown) for who in (on.reviewer, second, on.lead)] == [3, 3, 3]


def test_a_view_is_written_once_by_somebody_who_did_not_write_the_finding() -> None:
    on = make.ground()
    finding = wrote(make.finding(on, "in_review"), on.reviewer)
    rows = people_of.rows_of(on.engagement.ref)
    wrote(finding, on.reviewer)
    assert people_of.rows_of(on.engagement.ref) == rows
    with pytest.raises(BadInput, match="You have written your view already"):
        wrote(finding, on.reviewer, "return")
    with pytest.raises(Denied):
        wrote(finding, on.assessor)
    with pytest.raises(BadInput, match="“perhaps” is no view"):
        wrote(finding, on.reviewer, "perhaps")
    with pytest.raises(DatabaseError, match="stays as it was given"), writing(), transaction.atomic():
        View.objects.update(text="Otherwise.")


def test_where_one_reviewer_is_enough_that_one_validates() -> None:
    on = make.ground()
    recommendation = make.recommendation(on, "in_review")
    done = actions.validate(recommendation, basis="Read the plan.", by=on.reviewer, at=AT)
    assert (done.state, done.basis, done.dissent) == ("validated", "Read the plan.", "")
