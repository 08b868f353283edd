"""Other offices are asked about an agency while the engagement runs, in the log that began with its request."""

import csv
import io
from datetime import timedelta

import pytest

from concord.core import history
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.tasks.models import Task
from concord.desk.queries import rows_for, seen_by
from concord.engagements import actions, queries
from concord.engagements.models import Engagement
from concord.intake import actions as intake
from tests.factories import engagements as make
from tests.factories import moves
from tests.factories import together as both
from tests.factories.engagements import AT
from tests.factories.together import DAY, Sides

pytestmark = [pytest.mark.django_db, pytest.mark.owed("P23")]

LATER = AT + timedelta(days=90)
NOTE = "CANARY-NOTE a review of hiring began in May."


def asked(by: Sides, component: str = "civil_rights") -> None:
    actions.ask_component(by.engagement, component=component, on=LATER.date(), by=by.officer, at=LATER)


def answered(by: Sides, component: str = "civil_rights", *, clear: bool = False) -> None:
    said = {"component": component, "clear": clear, "note": "" if clear else NOTE}
    actions.note_component(by.engagement, **said, on=LATER.date(), by=by.officer, at=LATER)


def conflicts(by: Sides) -> list[tuple[str, str, str]]:
    found = Task.objects.filter(about=by.engagement.ref, kind__startswith="conflict:").order_by("pk")
    return [(task.kind, task.state, task.scope) for task in found]


def page(by: Sides) -> str:
    return f"{by.engagement.get_absolute_url()}eligibility/"


def test_the_log_goes_on_from_the_request_with_who_asked_when_and_what_was_answered() -> None:
    by = both.sides()
    request = by.engagement.request
    make.put(request, "ready")
    intake.ask_component(request, component="grants", on=DAY, by=by.officer, at=AT)
    intake.note_component(request, component="grants", on=DAY, clear=True, note="", by=by.officer, at=AT)
    make.put(request, "accepted")
    asked(by)
    answered(by)
    answer = make.browser(by.official).get(f"{page(by)}?format=csv&table=offices")
    assert list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))) == [
        ["Office", "Asked on", "Asked by", "Answered on", "Answer noted by", "Answer", "In words"],
        [
            "The office for civil rights",
            "2027-02-01",
            "Odell Officer",
            "2027-02-01",
            "Odell Officer",
            "Not clear",
            NOTE,
        ],
        [
            "The office that awards grants to agencies",
            "2026-11-03",
            "Odell Officer",
            "2026-11-03",
            "Odell Officer",
            "Clear",
            "",
        ],
    ]
    shown = make.browser(by.official).get(page(by)).content.decode()
    assert (NOTE in shown, shown.count("Odell Officer") >= 4) == (True, True)


def test_a_new_conflict_becomes_a_task_of_the_office_until_the_same_office_is_clear() -> None:
    by = both.sides()
    asked(by)
    answered(by)
    assert conflicts(by) == [("conflict:civil_rights", "with_office", "office")]
    for clear in (False, True):
        asked(by)
        answered(by, clear=clear)
    asked(by, "grants")
    answered(by, "grants", clear=True)
    assert conflicts(by) == [("conflict:civil_rights", "done", "office")]
    answers = Task.objects.filter(about=by.engagement.request.ref, kind__startswith="answer:")
    due_on = LATER.date() + timedelta(days=14)
    assert list(answers.values_list("state", "due_on").distinct()) == [("done", due_on)]


def test_asked_again_while_its_answer_is_open_it_is_asked_once() -> None:
    by = both.sides()
    for _ in range(2):
        asked(by)
    assert queries.offices_asked(by.engagement).count() == 1
    assert AuditRow.objects.filter(what=by.engagement.ref, verb="engagement.ask_component").count() == 1


def test_what_is_not_in_order_is_refused_and_nothing_is_kept() -> None:
    by = both.sides()
    who = {"by": by.officer, "at": AT}
    with pytest.raises(Denied, match="No answer of another office is open"):
        actions.note_component(by.engagement, component="grants", on=DAY, clear=True, note="", **who)
    with pytest.raises(BadInput, match="names no office “harbour”"):
        actions.ask_component(by.engagement, component="harbour", on=DAY, **who)
    with pytest.raises(BadInput, match="cannot be of a day to come"):
        actions.ask_component(by.engagement, component="grants", on=LATER.date(), **who)
    actions.ask_component(by.engagement, component="grants", on=DAY, **who)
    with pytest.raises(Incomplete, match="what that office has pending"):
        actions.note_component(by.engagement, component="grants", on=DAY, clear=False, note=" ", **who)
    assert [check.answered_on for check in queries.offices_asked(by.engagement)] == [None]
    make.put(by.engagement, "ended")
    with pytest.raises(Denied):
        actions.ask_component(by.engagement, component="civil_rights", on=DAY, **who)


def test_it_is_the_officer_who_asks_and_the_agency_and_the_team_learn_nothing_of_it() -> None:
    by = both.sides()
    people = make.everybody(by.engagement)
    able = moves.tried(
        people, lambda who: actions.ask_component(by.engagement, component="grants", on=DAY, by=who, at=AT)
    )
    assert able == {"programme_officer"}
    asked(by)
    answered(by)
    verbs = {"engagement.ask_component", "engagement.note_component"}
    for role, who in people.items():
        found = seen_by(who, by.engagement.ref)
        if found is None:
            continue
        known = verbs & set(rows_for(who, by.engagement.ref, found).values_list("verb", flat=True))
        office = role in {"programme_officer", "approving_official", "auditor"}
        assert known == (verbs if office else set()), role
        together = make.browser(who).get(f"{by.engagement.get_absolute_url()}together/")
        assert "another office" not in together.content.decode()
    assert verbs <= set(history.of(by.engagement.ref).values_list("verb", flat=True))


def test_why_an_engagement_was_suspended_is_read_by_the_office_and_the_agency_and_not_by_the_team() -> None:
    by = both.sides()
    people = make.everybody(by.engagement)
    actions.suspend(by.engagement, reason="CANARY-WHY", by=by.official, at=LATER)
    place = f"/app/history/{by.engagement.ref}/"
    pages = {role: make.browser(who).get(place).content.decode() for role, who in people.items()}
    told = {role for role, page in pages.items() if "CANARY-WHY" in page}
    assert told == {
        "approving_official", "auditor", "chief_executive", "government_signatory", "liaison", "programme_officer",
    }  # fmt: skip


def test_it_is_done_through_its_pages_which_lead_back_to_the_log() -> None:
    by = both.sides()
    officer, at = make.browser(by.officer), by.engagement.get_absolute_url()
    sent = officer.post(f"{at}ask-component/", {"component": "grants", "on": "2026-11-03"})
    assert (sent.status_code, sent["Location"]) == (302, f"{page(by)}#offices")
    link = f"{at}note-component/?component=grants"
    assert f'href="{link}"' in officer.get(page(by)).content.decode()
    assert "The office that awards grants to agencies" in officer.get(link).content.decode()
    answer = {"component": "grants", "on": "2026-11-03", "clear": "no", "note": NOTE}
    assert officer.post(f"{at}note-component/", answer)["Location"] == f"{page(by)}#offices"
    assert conflicts(by) == [("conflict:grants", "with_office", "office")]


def test_about_what_is_compiled_from_public_records_nobody_is_asked() -> None:
    ours = make.engagement()
    with writing():
        record = Engagement.objects.create(
            ref="ENG-2026-0900", state="open", state_since=AT, slug="elsewhere", title="Elsewhere", agency=ours.agency,
            origin="public record", started="2012-02", started_precision="month",
        )  # fmt: skip
    browser = make.browser(make.person("programme_officer"))
    for place in ("ask-component", "note-component", "eligibility"):
        answer = browser.get(f"{record.get_absolute_url()}{place}/")
        assert (answer.status_code, "compiled from public records" in answer.content.decode()) == (200, True)


def test_whatever_is_to_be_done_about_an_engagement_or_its_agreement_is_dropped_with_the_reason_when_it_ends() -> None:
    by = both.sides()
    agreement = both.sent(by, due_on=DAY)
    actions.remind_signatories(agreement, by=by.officer, at=AT + timedelta(days=2))
    agreed = [actions.Agreed("the agency", "Send the rosters")]
    said = {"on": DAY, "present": "Lin Liaison", "notes": "It went well."}
    actions.record_check_in(by.engagement, **said, actions=agreed, by=by.officer, at=AT)
    asked(by)
    answered(by)
    about = Task.objects.filter(about__in=(by.engagement.ref, agreement.ref), ended_at=None)
    kinds = set(about.values_list("kind", flat=True))
    assert {kind.partition("-")[0] for kind in kinds} == {
        "check_in",
        "CHK",
        "conflict:civil_rights",
        "signature_chief_executive",
        "signature_government_signatory",
    }
    actions.end(by.engagement, ended_by="programme", reason="Funding ended.", by=by.official, at=LATER)
    assert about.count() == 0
    ended = Task.objects.filter(kind__in=kinds, ended_at=LATER).values_list("state", "outcome").distinct()
    assert list(ended) == [("dropped", "Ended: the engagement is “Ended by the programme”.")]
