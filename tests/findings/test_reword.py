"""A draft is put into other words: nothing that it said before is lost, and who words it never validates it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, NotAllowedNow, Stale
from concord.core.guard import writing
from concord.core.history import of
from concord.engagements import actions as engagements
from concord.findings import actions, queries
from concord.findings.models import Finding, Recommendation
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)


def reword(finding: Finding, by: Person, **words: Any) -> Finding:
    seen = words.pop("expected_hash", finding.words_hash)
    return actions.reword_finding(finding, **(finding.words | words), expected_hash=seen, by=by, at=LATER)


def test_a_returned_draft_is_reworded_and_what_it_said_before_is_kept() -> None:
    on = make.ground()
    back = actions.return_(make.finding(on, "in_review"), reason="Say where.", by=on.reviewer, at=AT)
    before = back.words
    now = reword(back, on.assessor, narrative="In sector two.", strengths="They listen.")
    assert (now.state, now.state_since, now.narrative, now.strengths) == (
        "draft", AT, "In sector two.", "They listen.",
    )  # fmt: skip
    assert now.earlier == [{"until": LATER.isoformat(), "by": on.assessor.actor_key, "said": before}]
    again = reword(now, on.lead, narrative="In sector two, at night.")
    names = {"label": "Label", "heading": "Heading"}
    names |= {"narrative": "What was found", "strengths": "Strengths to build on"}
    assert [wording.said for wording in queries.earlier_wordings(again)] == [
        tuple((names[field], text) for field, text in words.items() if text) for words in (now.words, before)
    ]
    row = of(again.ref).first()
    assert row is not None
    assert f'"words_hash":"{now.words_hash}"' in row.body
    assert "sector" not in row.body  # the trail is read by the auditor, and kept for ever


def test_a_recommendation_is_reworded_as_a_finding_is() -> None:
    on = make.ground()
    draft = make.recommendation(on, "draft", tags=["policy"])
    now = actions.reword_recommendation(
        draft, label="1.9", text="Train it.", justification="It helps.", tags=["training"],
        expected_hash=draft.words_hash, by=on.lead, at=LATER,
    )  # fmt: skip
    assert now.words == {
        "label": "1.9", "text": "Train it.", "justification": "It helps.", "tags": ["training"],
        "kind": "", "aims": [], "best_practice": "", "outcome_measure": "", "effort": "", "cost": "", "owner": "",
        "practices": [],
    }  # fmt: skip
    ((wording),) = queries.earlier_wordings(now)
    assert (wording.until, dict(wording.said)["Tags"]) == (LATER, "policy")
    sent = actions.submit(now, by=on.assessor, at=LATER)
    assert actions.validate(sent, by=on.reviewer, at=LATER).state == "validated"


def test_law_17_the_same_words_again_change_nothing() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    once = reword(draft, on.assessor, narrative="Twice sent.")
    rows = people_of.rows_of(on.engagement.ref)
    again = reword(once, on.assessor, expected_hash=draft.words_hash)
    assert (again.earlier, people_of.rows_of(on.engagement.ref)) == (once.earlier, rows)


def test_nobody_words_over_what_they_have_not_read() -> None:
    on = make.ground()
    seen = make.draft_finding(on)
    reword(seen, on.lead, narrative="The lead's words.")
    with pytest.raises(Stale, match="Somebody reworded FND-2026-0001 since you opened it"):
        reword(seen, on.assessor, narrative="The assessor's words.")
    assert Finding.objects.get().narrative == "The lead's words."


def test_law_9_who_words_or_cites_never_validates() -> None:
    on = make.ground()
    both, citing = people_of.member(on.engagement, "reviewer"), people_of.member(on.engagement, "reviewer")
    with writing():
        for who in (both, citing):
            who.memberships.create(role="assessor", scope=f"engagement:{on.engagement.ref}", since=AT)
    draft = reword(make.draft_finding(on), both, narrative="Mine.")
    draft = reword(draft, on.assessor, narrative="The assessor's again.")
    draft = actions.cite(draft, evidence=make.evidence(on), why="It shows it.", by=citing, at=LATER)
    sent = actions.submit(draft, by=on.assessor, at=LATER)
    with pytest.raises(Denied, match="You wrote it, so somebody else validates it"):
        actions.validate(sent, by=both, at=LATER)
    with pytest.raises(Denied, match="You said on what evidence it stands, so somebody else validates it"):
        actions.validate(sent, by=citing, at=LATER)
    assert actions.validate(sent, by=on.reviewer, at=LATER).state == "validated"


def test_a_label_stays_ones_own_and_is_nobody_elses() -> None:
    on = make.ground()
    make.draft_finding(on, label="1.1")
    second = make.draft_finding(on, label="1.2")
    with pytest.raises(BadInput, match=r"label 1\.1 is taken"):
        reword(second, on.assessor, label=" 1.1 ")
    with pytest.raises(BadInput, match="label is empty"):
        reword(second, on.assessor, label=" ")
    assert reword(second, on.assessor, label=" 1.2 ", narrative="More.").label == "1.2"
    assert reword(Finding.objects.get(pk=second.pk), on.assessor, label="1.3").label == "1.3"


@pytest.mark.parametrize("state", ["in_review", "validated", "issued"])
def test_only_a_draft_is_reworded_and_the_database_sees_to_it(state: str) -> None:
    on = make.ground()
    recommendation = make.recommendation(on, state)
    finding = make.finding(on, state)
    with pytest.raises(NotAllowedNow):
        reword(finding, on.assessor, narrative="Else.")
    rows: list[tuple[Any, dict[str, str]]] = [
        (Finding.objects.filter(pk=finding.pk), {"narrative": "Else."}),
        (Recommendation.objects.filter(pk=recommendation.pk), {"justification": "Else."}),
    ]
    for row, changed in rows:
        with pytest.raises(DatabaseError, match="change only while it is a draft"), writing(), transaction.atomic():
            row.update(**changed)


def test_the_database_keeps_what_was_said_before() -> None:
    on = make.ground()
    finding = reword(make.draft_finding(on), on.assessor, narrative="Else.")
    changed = [{**finding.earlier[0], "by": "person:0"}]
    for earlier in ([], changed):
        with pytest.raises(DatabaseError, match="its earlier words are kept"), writing(), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(earlier=earlier)


def test_nothing_is_reworded_while_the_engagement_is_suspended() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=AT)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        reword(Finding.objects.get(pk=draft.pk), on.assessor, narrative="Else.")


TEXT = "First line.\n\n<b>Second</b> & “third” 👮🏽 Ünïcode\u202e, عربي, 中文.\n" + "x" * 15_000


def test_a_draft_is_reworded_on_its_page_whatever_the_text() -> None:
    on = make.ground()
    finding = actions.return_(make.finding(on, "in_review"), reason="Say <where>.", by=on.reviewer, at=AT)
    client, address = people_of.browser(on.assessor), reverse("finding.reword", args=[finding.ref])
    page = client.get(address)
    assert "Say &lt;where&gt;." in page.content.decode()
    assert page.context["form"].initial == {**finding.words, "expected_hash": finding.words_hash}
    assert 'maxlength="20000"' not in page.content.decode()  # a browser would cut a pasted text without a word
    typed = page.context["form"].initial | {"narrative": TEXT.replace("\n", "\r\n")}
    assert client.post(address, typed)["Location"] == finding.get_absolute_url()
    assert Finding.objects.get().narrative == TEXT
    shown = client.get(finding.get_absolute_url()).content.decode()
    assert "<p>First line.</p>" in shown
    assert "&lt;b&gt;Second&lt;/b&gt; &amp; “third” 👮🏽 Ünïcode\u202e, عربي, 中文.<br>x" in shown
    assert "What it said before" in shown


def test_the_second_of_two_who_reword_it_sees_what_differs_and_loses_nothing() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    first, second = people_of.browser(on.assessor), people_of.browser(on.lead)
    address = reverse("finding.reword", args=[finding.ref])
    typed = first.get(address).context["form"].initial
    assert 'name="seen"' not in second.get(address).content.decode()
    assert first.post(address, typed | {"narrative": "What the first wrote of it."}).status_code == 302
    late = second.post(address, typed | {"heading": "Late", "narrative": "What the second wrote."})
    form, page = late.context["form"], late.content.decode()
    assert (late.status_code, "Somebody has reworded it since you opened this page." in page) == (422, True)
    assert [one.sentence for one in form.others] == [
        f"Heading was “{finding.heading}” and is now “Late”.",
        "What was found was “What the first wrote of it.” and is now “What the second wrote.”.",
    ]
    assert (form["heading"].value(), form["narrative"].value()) == ("Late", "What the second wrote.")
    again = {name: form[name].value() or "" for name in form.fields}
    assert second.post(address, again)["Location"] == finding.get_absolute_url()
    finding.refresh_from_db()
    assert (finding.heading, finding.narrative) == ("Late", "What the second wrote.")
    assert [each["said"]["narrative"] for each in finding.earlier][-1] == "What the first wrote of it."


def test_the_same_words_sent_twice_are_one_rewording_on_the_page_too() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    client, address = people_of.browser(on.assessor), reverse("finding.reword", args=[finding.ref])
    typed = client.get(address).context["form"].initial | {"narrative": "Else."}
    assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert len(Finding.objects.get().earlier) == 1


def test_a_text_that_is_too_long_is_refused_whole_and_given_back() -> None:
    on = make.ground()
    draft = make.recommendation(on, "draft")
    client, address = people_of.browser(on.assessor), reverse("recommendation.reword", args=[draft.ref])
    typed = client.get(address).context["form"].initial
    typed |= {"tags": "policy", "justification": "y" * 20_001}
    refused = client.post(address, typed)
    assert (refused.status_code, "y" * 20_001 in refused.content.decode()) == (422, True)
    lines = "y" * 19_998 + "\r\n" + "z"  # 20,000 as a person counts
    assert client.post(address, typed | {"justification": lines}).status_code == 302
    assert Recommendation.objects.get().tags == ["policy"]


def test_why_it_was_returned_and_what_it_said_before_are_for_readers_of_drafts() -> None:
    on = make.ground()
    draft = actions.return_(make.recommendation(on, "in_review"), reason="Say how many.", by=on.reviewer, at=AT)
    address = draft.get_absolute_url()
    assert "Say how many." in people_of.browser(on.officer).get(address).content.decode()
    words = draft.words | {"text": "Adopt five."}
    draft = actions.reword_recommendation(draft, **words, expected_hash=draft.words_hash, by=on.assessor, at=LATER)
    sent = actions.submit(draft, by=on.assessor, at=LATER)
    sent = actions.validate(sent, by=on.reviewer, at=LATER)
    make.checked(on, sent)
    actions.issue(sent, by=on.lead, at=LATER)

    def shown(who: Person) -> list[bool]:
        page = people_of.browser(who).get(address).content.decode()
        return [text in page for text in ("Adopt five.", "What it said before", "three to five", "Say how many.")]

    assert shown(on.assessor) == [True, True, True, False]
    assert shown(on.chief) == [True, False, False, False]
