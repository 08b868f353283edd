"""What people told without field work comes in with what they agreed to, and they may change their minds."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.telling.models import Notice
from concord.evidence import actions, consent, jobs, queries
from concord.evidence.consent import Use, allows
from concord.evidence.models import CodedProject, EvidenceItem
from concord.evidence.states import ProjectState
from concord.findings import actions as findings
from concord.findings import checks
from concord.findings import jobs as findings_jobs
from concord.findings import queries as findings_queries
from concord.findings.grounds import of_findings
from concord.findings.showing import level_of
from concord.publishing import checks as before_publishing
from concord.publishing.compile.site import site_document
from tests.at_rest import CANARY, places_of
from tests.evidence.test_coded_projects import brought
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import findings as ground
from tests.factories import keeping, moves, publishing
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.fieldwork import HELD_AT

pytestmark = pytest.mark.django_db
EXPECTED = "what those who took part agreed to (consent: one of unattributed, quoted, with_role, withheld); it says"
SEALED = "confidential or law-enforcement sensitive, since those who took part agreed to no publication"
WAYS = {
    "logged": gather.item,
    "filed": lambda by, **said: gather.filed(by, **{"method": "interview", **said}),
    "brought": brought,
}


def changed(item: EvidenceItem, agreed: str, who: Any, reason: str = "They called.") -> EvidenceItem:
    return actions.change_consent(item, agreed=agreed, reason=reason, by=who, at=HELD_AT)


@pytest.mark.owed("P9")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"consent": ""}, f"{EXPECTED} nothing"),
        ({"consent": "not_needed"}, f"{EXPECTED} not_needed"),
        ({"consent": "surely"}, f"{EXPECTED} surely"),
        ({"consent": "withheld", "releasability": "deliberative"}, SEALED),
    ],
)
def test_no_talk_comes_in_without_what_was_agreed_to(way: str, said: dict[str, Any], missing: str) -> None:
    by = gather.ready()
    with pytest.raises(Incomplete) as refused:
        WAYS[way](by, **said)
    assert refused.value.missing == (missing,)
    assert (EvidenceItem.objects.count(), CodedProject.objects.count()) == (0, 0)


def test_of_what_nobody_was_asked_for_nothing_need_be_said() -> None:
    by = gather.ready()
    plain = gather.item(by, method="document_review", releasability="releasable")
    letter = gather.item(by, method="document_review", releasability="releasable", consent="unattributed")
    assert [(consent.of(one), consent.was_asked(one)) for one in (plain, letter)] == [
        ("not_needed", False), ("unattributed", True),
    ]  # fmt: skip
    assert [bool(allows(one, Use.QUOTE)) for one in (plain, letter)] == [True, False]


def test_the_texts_of_a_project_have_the_consent_with_which_it_was_brought() -> None:
    by = gather.ready()
    project = jobs.look_at(brought(by, consent="unattributed"))
    done = jobs.take_in(actions.take_project(project, by=by.lead, at=AT))
    assert done.state == ProjectState.TAKEN
    assert list(EvidenceItem.objects.values_list("consent", flat=True)) == ["unattributed", "unattributed"]


@pytest.mark.owed("P9")
def test_a_talk_that_was_logged_is_told_of_in_public_as_far_as_was_agreed() -> None:
    on = ground.ground()
    talk = gather.item(
        on.cast, consent="unattributed", releasability="releasable", title="North sector", summary="We rarely stay.",
    )  # fmt: skip
    finding = findings.cite(ground.draft_finding(on), evidence=talk, why="Said.", by=on.assessor, at=AT)
    (one,) = (each for each in of_findings(on.engagement, [finding])[finding.pk] if each.thing == talk)
    assert (level_of(one).value, one.passage) == ("named", "")
    ground.recommendation(on, standing_on=issued(on, finding), at=HELD_AT)
    address = f"/app/engagements/{on.engagement.ref}/justification/"
    page = make.browser(on.chief).get(address).content.decode()
    assert [words in page for words in (talk.ref, "We rarely stay.", "North sector")] == [True, False, False]
    changed(talk, "quoted", on.assessor)
    page = make.browser(on.chief).get(address).content.decode()
    assert [words in page for words in (talk.ref, "We rarely stay.", "North sector")] == [True, True, True]


def issued(on: ground.Ground, finding: Any) -> Any:
    finding = findings.submit(finding, by=on.assessor, at=HELD_AT)
    finding = findings.validate(finding, by=on.reviewer, at=HELD_AT)
    ground.checked(on, finding, at=HELD_AT)
    return findings.issue(finding, by=on.lead, at=HELD_AT)


def test_when_those_who_told_it_call_and_say_no_nothing_of_it_leaves_the_house(
    django_capture_on_commit_callbacks: Any,
) -> None:
    on = ground.ground()
    talk = gather.item(on.cast, consent="quoted", releasability="releasable", summary=f"{CANARY} said so.")
    finding = findings.cite(ground.draft_finding(on), evidence=talk, why="It says so.", by=on.assessor, at=AT)
    findings.cite(finding, evidence=ground.evidence(on, title="Rosters"), why="So do they.", by=on.assessor, at=AT)
    prepared = keeping.foia(on.cast)
    with django_capture_on_commit_callbacks(execute=True):
        talk = changed(talk, "withheld", on.assessor, reason=f"{CANARY} called.")
    prepared.refresh_from_db()
    assert (talk.releasability, talk.is_sealed, prepared.file) == ("confidential", True, None)
    assert (queries.facts(talk), queries.agreed_because(talk)) == (f"{CANARY} said so.", f"{CANARY} called.")
    assert places_of(CANARY) == []
    assert allows(talk, Use.SAY).reason == f"{talk.ref}: those who took part agreed to no publication."
    with pytest.raises(Denied, match="agreed to no publication"):
        actions.release(talk, reason="It says nothing.", by=on.lead, at=HELD_AT)
    kept = f"{talk.ref}: those who took part agreed to no publication. Make sure that nothing here tells it."
    assert kept in [problem.text for problem in checks.run(finding)]
    issued(on, finding)
    told = site_document(on.engagement, as_of=HELD_AT.date(), since=None)["findings"][0]["evidence"]
    assert {one["ref"]: one["title"] for one in told if one["ref"] == talk.ref} == {talk.ref: None}


def test_whoever_leads_is_told_once_of_what_was_issued_and_rests_on_what_is_not_to_be_published() -> None:
    on = ground.ground()
    talk = gather.item(on.cast, consent="quoted", releasability="releasable")
    finding = findings.cite(ground.draft_finding(on), evidence=talk, why="It says so.", by=on.assessor, at=AT)
    findings.cite(finding, evidence=ground.evidence(on, title="Rosters"), why="So do they.", by=on.assessor, at=AT)
    recommendation = ground.recommendation(on, standing_on=issued(on, finding), at=HELD_AT)
    finding = recommendation.finding
    listed, lead = f"/app/engagements/{on.engagement.ref}/findings/", make.browser(on.lead)
    kept = f"{talk.ref}: those who took part agreed to no publication. Make sure that nothing here tells it."
    pages = [listed, finding.get_absolute_url(), recommendation.get_absolute_url()]
    says = ["Issued, and resting on what is not to be published", kept, kept]

    def warned(who: Client) -> list[bool]:
        return [words in who.get(page).content.decode() for page, words in zip(pages, says, strict=True)]

    findings_jobs.tell_of_consent()
    assert (Notice.objects.filter(about=finding.ref).count(), warned(lead)) == (0, [False] * 3)
    changed(talk, "withheld", on.assessor)
    for _ in range(2):
        findings_jobs.tell_of_consent()
    assert list(Notice.objects.filter(about=finding.ref).values_list("to", "text")) == [
        (
            on.lead.actor_key,
            f"{finding.ref} is issued and rests on {talk.ref}, which is not to be published. Read it again.",
        )
    ]
    assert (warned(lead), warned(make.browser(on.chief))) == ([True] * 3, [False] * 3)
    (one,) = findings_queries.issued_without_consent(on.engagement)
    assert (one.finding, one.items, one.recommendations) == (finding, (talk,), (recommendation,))
    report = publishing.compiled(publishing.press(on=on))
    told = f"{finding.title} ({finding.ref}) is issued and rests on {talk.ref}, which is not to be published. "
    assert [problem.text for problem in before_publishing.run(report) if talk.ref in problem.text] == [
        f"{told}Read whether its words tell it."
    ]


def test_whoever_leads_and_publishes_is_told_once_of_what_was_issued_and_rests_on_a_wider_consent() -> None:
    on = ground.ground()
    talk = gather.item(on.cast, consent="with_role", releasability="releasable")
    finding = findings.cite(ground.draft_finding(on), evidence=talk, why="It says so.", by=on.assessor, at=AT)
    findings.cite(finding, evidence=ground.evidence(on, title="Rosters"), why="So do they.", by=on.assessor, at=AT)
    recommendation = ground.recommendation(on, standing_on=issued(on, finding), at=HELD_AT)
    finding = recommendation.finding
    listed, lead = f"/app/engagements/{on.engagement.ref}/findings/", make.browser(on.lead)
    again = (
        f"{talk.ref}: those who took part agree to “use without saying from whom” now, no more to “quote with the "
        "role”. Make sure that nothing here goes further."
    )
    pages = [listed, finding.get_absolute_url(), recommendation.get_absolute_url()]
    says = [f"{talk.ref}</a> (now: use without saying from whom)", again, again]

    def warned(who: Client) -> list[bool]:
        return [words in who.get(page).content.decode() for page, words in zip(pages, says, strict=True)]

    findings_jobs.tell_of_consent()
    assert (Notice.objects.filter(about=finding.ref).count(), warned(lead)) == (0, [False] * 3)
    talk = changed(changed(talk, "quoted", on.assessor), "unattributed", on.assessor)
    for _ in range(2):
        findings_jobs.tell_of_consent()
    less = f"{talk.ref}, of which less may be told now"
    told = f"{finding.ref} is issued and rests on {less} (use without saying from whom). Read it again."
    assert list(Notice.objects.filter(about=finding.ref).values_list("to", "text")) == [(on.lead.actor_key, told)]
    assert (warned(lead), warned(make.browser(on.chief))) == ([True] * 3, [False] * 3)
    (one,) = findings_queries.issued_on_wider_consent(on.engagement)
    assert (one.finding, one.items, one.recommendations) == (finding, (talk,), (recommendation,))
    report = publishing.compiled(publishing.press(on=on))
    told = f"{finding.title} ({finding.ref}) is issued and rests on {less}. "
    assert [problem.text for problem in before_publishing.run(report) if talk.ref in problem.text] == [
        f"{told}Read whether its words quote it or say who it was."
    ]
    changed(talk, "with_role", on.assessor)  # they agree again
    assert (findings_queries.issued_on_wider_consent(on.engagement), warned(lead)) == ([], [False] * 3)
    changed(talk, "withheld", on.assessor)
    assert findings_queries.issued_on_wider_consent(on.engagement) == []  # that is said in other words


def test_what_was_narrower_when_it_was_cited_rests_on_no_wider_consent() -> None:
    on = ground.ground()
    talk = gather.item(on.cast, consent="quoted", releasability="releasable")
    talk = actions.change_consent(talk, agreed="unattributed", reason="Rather not.", by=on.assessor, at=AT)
    finding = findings.cite(ground.draft_finding(on), evidence=talk, why="Said.", by=on.assessor, at=HELD_AT)
    assert [problem.text for problem in checks.run(finding) if talk.ref in problem.text] == []


def test_what_was_agreed_to_in_field_work_can_be_changed_too_and_its_record_stays() -> None:
    by = field.ready()
    held = field.held(by, consent="with_role", releasability="releasable")
    item = changed(held.item, "unattributed", by.expert)
    held.refresh_from_db()
    assert (held.consent, consent.of(item), bool(allows(item, Use.QUOTE))) == ("with_role", "unattributed", False)
    page = make.browser(by.lead).get(held.get_absolute_url()).content.decode()
    assert "Quote with the role (aloud, before we began); now: use without saying from whom" in page


def test_who_may_change_what_was_agreed_to_also_when_all_is_over() -> None:
    by = gather.ready()
    item = gather.item(by, releasability="confidential")
    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    keeping.over(by.engagement)

    def do(who: Any) -> None:
        changed(item, "quoted", who)

    assert (moves.tried(people, do), moves.tried(strangers, do)) == (
        {"assessment_lead", "assessor", "analyst"}, set(),
    )  # fmt: skip


def test_nothing_is_changed_without_a_reason_to_nothing_known_or_where_nobody_was_asked() -> None:
    by = gather.ready()
    talk = gather.item(by)
    with pytest.raises(Incomplete, match="with a reason"):
        changed(talk, "quoted", by.expert, reason=" ")
    for said in ("", "not_needed", "surely"):
        with pytest.raises(BadInput, match="expected one of: unattributed, quoted, with_role, withheld"):
            changed(talk, said, by.expert)
    with pytest.raises(Denied, match="Nobody was asked for it"):
        changed(gather.item(by, method="document_review"), "quoted", by.expert)
    rows = AuditRow.objects.count()
    assert (changed(talk, "with_role", by.expert).pk, AuditRow.objects.count()) == (talk.pk, rows)  # it is so already


def test_the_trail_says_what_was_agreed_to_before_and_since_and_not_why() -> None:
    by = gather.ready()
    talk = changed(gather.item(by), "unattributed", by.expert, reason=f"{CANARY} wrote.")
    row = AuditRow.objects.filter(what=talk.ref).order_by("seq").last()
    assert row is not None
    told = json.loads(row.body)
    assert (told["more"], told["reason"], places_of(CANARY)) == (
        {"agreed_from": "with_role", "agreed_to": "unattributed"}, "Kept sealed with the item.", [],
    )  # fmt: skip


def test_the_pages_ask_what_was_agreed_to_show_it_and_let_it_be_changed() -> None:
    by = gather.ready()
    browser = make.browser(by.expert)
    address = f"{make.area(by.engagement).get_absolute_url()}log/"
    typed = gather.told(collected_on="2026-11-03", consent="", count="1")
    refused = browser.post(address, typed)
    assert (refused.status_code, "Somebody was asked: Interview. Choose" in refused.content.decode()) == (422, True)
    refused = browser.post(address, typed | {"consent": "withheld"})
    assert (refused.status_code, f"Expected {SEALED}." in refused.content.decode()) == (422, True)
    browser.post(address, typed | {"consent": "quoted"})
    item = EvidenceItem.objects.get()
    assert "<dt>Agreed to</dt><dd>Quote without a name</dd>" in browser.get(item.get_absolute_url()).content.decode()
    form = f"{item.get_absolute_url()}change-consent/"
    assert "None needed" not in browser.get(form).content.decode()
    assert browser.post(form, {"agreed": "unattributed", "reason": "Rather not."}).status_code == 302
    shown = browser.get(item.get_absolute_url()).content.decode()
    assert "<dd>Use without saying from whom. It was changed: Rather not.</dd>" in shown


def test_a_page_asks_nothing_about_consent_where_no_method_asks_people() -> None:
    by = plans.cast()
    plans.concurred(by, activities=[plans.planned(make.area(by.engagement), "document_review")])
    plans.open_area(by)
    page = make.browser(by.expert).get(f"{make.area(by.engagement).get_absolute_url()}log/").content.decode()
    assert ('name="consent"' in page, 'name="releasability"' in page) == (False, True)


def test_talks_from_before_are_used_without_saying_from_whom() -> None:
    by = field.ready()
    talk, paper, gone = gather.item(by), gather.item(by, method="document_review"), gather.item(by)
    held, project = field.held(by, consent="with_role"), brought(by)
    with writing():
        for rows in (EvidenceItem.objects.all(), CodedProject.objects.all()):
            rows.update(consent="")
    actions.withdraw(gone, reason="Wrong.", by=by.expert, at=AT)
    with writing():
        import_module("concord.evidence.migrations.0006_consent").say_unattributed(apps, None)
    for one in (talk, paper, gone, held.item, project):
        one.refresh_from_db()
    assert [one.consent for one in (talk, paper, gone, held.item, project)] == [
        "unattributed", "", "", "", "unattributed",
    ]  # fmt: skip
    assert consent.of(EvidenceItem.objects.get(pk=held.item_id)) == "with_role"
