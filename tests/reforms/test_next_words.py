"""What happens next, and who acts, is right too where two review and where the agency does not concur."""

import pytest

from concord.findings import actions as writing
from concord.findings.models import Finding, Recommendation
from concord.reforms import actions
from concord.reforms.models import Packet, Reform
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db


def taken_up_early(on: Ground) -> Reform:
    return make.planned(on, ground.recommendation(on, "validated"))


def refused(on: Ground, one: Recommendation) -> Recommendation:
    of = Recommendation.objects.get(pk=one.pk)
    writing.respond(of, answer="not", reason="The council decides.", by=on.chief, at=AT)
    return Recommendation.objects.get(pk=one.pk)


def test_one_reviewer_is_not_told_of_a_second_and_the_first_of_two_is_not_told_to_accept() -> None:
    on = ground.ground()
    assert make.packet(on, "submitted").next_words == (
        "What happens next: accept the packet or return the packet, by the assessment team."
    )
    reform = make.planned(on)
    on = make.two_review(on)
    first = Packet.objects.get(pk=make.packet(on, "submitted", reform=reform).pk)
    assert first.next_words == (
        "What happens next: pass the packet to a second reviewer or return the packet, by the assessment team."
    )
    actions.pass_on(first, by=on.assessor, at=AT)
    assert Packet.objects.get(pk=first.pk).next_words == (
        "What happens next: somebody other than its first reviewer decides, by the assessment team; accept the packet "
        "or return the packet, by the assessment team."
    )


def test_where_two_write_their_view_that_comes_before_the_validation() -> None:
    on = make.two_review(ground.ground())
    sent = ground.finding(on, "in_review")
    returning = "return the finding to its author, by the assessment team."
    for written, by in enumerate((on.reviewer, people_of.member(on.engagement, "reviewer"))):
        assert Finding.objects.get(pk=sent.pk).next_words == (
            f"What happens next: {2 - written} of 2 reviewers still write their view of it, by the assessment team; "
            f"{returning}"
        )
        sent = writing.write_view(sent, opinion="validate", text="It is so.", by=by, at=AT)
    assert Finding.objects.get(pk=sent.pk).next_words == f"What happens next: validate the finding or {returning}"


def test_after_the_issue_it_is_told_by_what_the_agency_answered_and_whether_it_was_taken_up() -> None:
    on = ground.ground()
    one = ground.recommendation(on)
    assert "it is answered, by the agency; unless that does not concur" in one.next_words
    assert "since the agency does not concur: nobody takes it up" in refused(on, one).next_words
    taken_up = make.planned(on).recommendation
    assert "the work on it goes on, by the agency and the assessment team" in taken_up.next_words
    assert "if the work stops, the assessment team records it" in refused(on, taken_up).next_words


def test_a_reform_waits_where_its_recommendation_is_refused_before_the_issue_or_reworded() -> None:
    on = ground.ground()
    reform = taken_up_early(on)
    assert reform.next_words == "What happens next: report progress, by the agency."
    one = refused(on, reform.recommendation)
    assert Reform.objects.get().next_words == (
        "What happens next: since the agency does not concur: it says otherwise, or the assessment team records that "
        "work has stopped."
    )
    writing.return_(one, reason="Say by when.", by=on.reviewer, at=AT)
    assert Reform.objects.get().next_words == (
        "What happens next: its recommendation is validated again, by the assessment team."
    )
