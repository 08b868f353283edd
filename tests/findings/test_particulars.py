"""What a finding and a recommendation say besides; which further findings a recommendation answers."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete, Stale
from concord.core.guard import writing
from concord.findings import actions, reviewed
from concord.findings.models import AlsoAnswers, Finding, Recommendation
from concord.programme.queries import of as programme_of
from concord.publishing.compile.site import site_document
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

MORE = {"standard": "The policy of 2019.", "cause": "Posts are vacant.", "effect": "Residents wait."}
BESIDES = {
    "kind": "policy",
    "aims": ["fair", "trust"],
    "best_practice": "Elm City does so.",
    "outcome_measure": "Days until an answer.",
    "effort": "Two staff for a month.",
    "cost": "None but time.",
    "owner": "Office of the chief",
}


def test_a_finding_says_standard_cause_and_effect_and_keeps_what_it_said_before() -> None:
    on = make.ground()
    draft = make.draft_finding(on, **MORE)
    assert {name: draft.words[name] for name in MORE} == MORE
    words = draft.words | {"cause": "Leave is not planned."}
    done = actions.reword_finding(draft, **words, expected_hash=draft.words_hash, by=on.assessor, at=AT)
    assert (done.cause, done.earlier[0]["said"]["cause"]) == ("Leave is not planned.", "Posts are vacant.")
    with pytest.raises(Stale):
        actions.reword_finding(draft, **draft.words, expected_hash=draft.words_hash, by=on.assessor, at=AT)


@pytest.mark.owed("B3", "B4")
@pytest.mark.owed("A5")
def test_a_recommendation_has_a_kind_and_aims_of_the_edition_and_is_public_with_them() -> None:
    on = make.ground()
    make.recommendation(on, **BESIDES)
    (told,) = site_document(on.engagement, as_of=AT.date(), since=None)["recommendations"]
    named = {"kind": {"key": "policy", "label": "Policy"}}
    named |= {"aims": [{"key": "fair", "label": "Fair policing"}, {"key": "trust", "label": "Trust"}]}
    assert {name: told[name] for name in BESIDES} == BESIDES | named


@pytest.mark.owed("B11")
def test_practices_of_the_library_are_named_by_a_recommendation_and_public_with_their_words() -> None:
    on = make.ground()
    draft = make.draft_recommendation(on, make.finding(on), practices=["gvp-trace"])
    browser = people_of.browser(on.assessor)
    page = browser.get(reverse("recommendation.reword", args=[draft.ref])).content.decode()
    offered = re.findall(r'name="practices" value="([^"]+)"([^>]*)>', page)
    assert [key for key, _ in offered] == ["gvp-small-numbers", "gvp-outreach", "gvp-trace", "gvp-review"]
    assert [key for key, more in offered if "checked" in more] == ["gvp-trace"]
    issued = make.advance(on, draft, "issued")
    shown = people_of.browser(on.chief).get(issued.get_absolute_url()).content.decode()
    assert ("Practices of the library" in shown, "Trace each gun" in shown) == (True, True)
    (told,) = site_document(on.engagement, as_of=AT.date(), since=None)["recommendations"]
    (practice,) = [one for one in programme_of(on.engagement.edition).practice if one.key == "gvp-trace"]
    assert told["practices"] == [{"key": "gvp-trace", "name": "Trace each gun", "text": practice.text}]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": "equipment"}, "Equipment is not recommended"),
        ({"kind": "magic"}, "There is no kind of recommendation “magic”"),
        ({"aims": ["fair", "fame"]}, "There is no aim “fame”"),
        ({"practices": ["gvp-trace", "luck"]}, "There is no practice “luck”"),
    ],
)
def test_what_the_edition_does_not_recommend_is_refused_with_the_rule(more: dict[str, object], told: str) -> None:
    on = make.ground()
    with pytest.raises(BadInput, match=told):
        make.draft_recommendation(on, make.finding(on), **more)


def test_the_database_keeps_what_is_said_besides_once_it_is_no_draft() -> None:
    on = make.ground()
    finding = make.finding(on, "in_review", **MORE)
    with pytest.raises(DatabaseError, match="change only while it is a draft"), writing(), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(cause="Another.")


@pytest.mark.owed("A24")
def test_a_recommendation_answers_several_findings_and_is_issued_after_each_of_them() -> None:
    on = make.ground()
    first, second = make.finding(on), make.finding(on, "validated")
    draft = make.draft_recommendation(on, first)
    actions.answer_findings(draft, findings=[second.ref], by=on.assessor, at=AT)
    assert list(reviewed.answered_too(draft)) == [second]
    sent = actions.submit(Recommendation.objects.get(pk=draft.pk), by=on.assessor, at=AT)
    done = actions.validate(sent, by=on.reviewer, at=AT)
    make.checked(on, done)
    with pytest.raises(Incomplete, match=f"Issue {second.ref} first"):
        actions.issue(done, by=on.lead, at=AT)
    actions.issue(second, by=on.lead, at=AT)
    assert actions.issue(done, by=on.lead, at=AT).is_issued


def test_a_finding_that_is_answered_no_more_is_taken_off_and_stays_on_record() -> None:
    on = make.ground()
    first, second = make.finding(on), make.finding(on)
    draft = make.draft_recommendation(on, first)
    draft = actions.answer_findings(draft, findings=[second.ref], by=on.assessor, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    actions.answer_findings(draft, findings=[second.ref], by=on.assessor, at=AT)
    assert people_of.rows_of(on.engagement.ref) == rows
    actions.answer_findings(draft, findings=[], by=on.assessor, at=AT)
    assert (reviewed.answered_too(draft).count(), AlsoAnswers.objects.count()) == (0, 1)
    with pytest.raises(BadInput, match=f"{first.ref}: expected other findings"):
        actions.answer_findings(draft, findings=[first.ref], by=on.assessor, at=AT)


def test_law_9_whoever_says_which_findings_it_answers_leaves_its_validation_to_somebody_else() -> None:
    on = make.ground()
    first, second = make.finding(on), make.finding(on)
    draft = make.draft_recommendation(on, first)
    both = people_of.member(on.engagement, "assessor", name="Bo Both")
    scope, _ = on.engagement.scopes
    with writing():
        both.memberships.create(role="reviewer", scope=scope, since=AT)
    both = type(both).objects.get(pk=both.pk)
    draft = actions.answer_findings(draft, findings=[second.ref], by=both, at=AT)
    sent = actions.submit(draft, by=on.assessor, at=AT)
    with pytest.raises(Denied, match="You said which findings it answers"):
        actions.validate(sent, by=both, at=AT)
    assert actions.validate(sent, by=on.reviewer, at=AT).state == "validated"


def test_pages_ask_for_what_is_said_besides_and_show_it() -> None:
    on = make.ground()
    finding, other = make.finding(on), make.finding(on)
    writer = people_of.browser(on.assessor)
    address = reverse("recommendation.draft", args=[finding.ref])
    page = writer.get(address).content.decode()
    assert ['value="equipment"' in page, 'value="training"' in page] == [False, True]
    words = {"label": "9", "text": "Adopt it.", "justification": "It helps.", "tags": "", **BESIDES}
    assert writer.post(address, words).status_code == 302
    made = Recommendation.objects.get()
    answering = reverse("recommendation.answer_findings", args=[made.ref])
    assert writer.post(answering, {"findings": [other.ref]}).status_code == 302
    page = writer.get(made.get_absolute_url()).content.decode()
    texts = ("Elm City does so.", "Fair policing, Trust", "Policy", other.title)
    assert [text in page for text in texts] == [True] * 4
    page = writer.get(other.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in page
