"""Contacts with the agency, the intake record in its four parts, and what other offices say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.html import escape

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.models import AuditRow
from concord.core.tasks.models import Task
from concord.intake import actions, checks, queries
from concord.intake.models import AssistanceRequest, Contact
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

DAY = AT.date()
SAID = {"on": DAY, "how": "call", "who": "Robin Example", "note": "They expect a call on Monday."}


def logged(request: AssistanceRequest, by: asking.Desk, **changed: Any) -> AssistanceRequest:
    return actions.log_contact(request, **(SAID | changed), by=by.officer, at=AT)


def tasks(request: AssistanceRequest) -> list[tuple[str, str, date | None]]:
    return list(Task.objects.filter(about=request.ref).order_by("pk").values_list("kind", "state", "due_on"))


@pytest.mark.owed("A49")
def test_a_request_sets_a_task_to_contact_the_agency_which_the_first_contact_ends() -> None:
    by, request = asking.desk(), asking.submitted(make.agency())
    assert tasks(request) == [
        ("first_contact", "with_office", DAY + timedelta(days=5)),
        ("decision", "with_office", DAY + timedelta(days=60)),
    ]
    logged(request, by)
    task = Task.objects.get(kind="first_contact")
    assert (task.state, task.ended_at, task.ended_by) == ("done", AT, by.officer.actor_key)
    logged(request, by, note="They called back.")
    assert (request.contacts.count(), Task.objects.count()) == (2, 2)


def test_the_same_contact_twice_is_one() -> None:
    by, request = asking.desk(), asking.submitted(make.agency())
    logged(request, by)
    logged(request, by)
    assert (request.contacts.count(), make.rows_of(request.ref)) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"on": DAY + timedelta(days=1)}, BadInput, "cannot be of a day to come: 2026-11-04"),
        ({"how": "pigeon"}, BadInput, "“pigeon” is no way of contact; expected one of: call"),
        (
            {"how": "reply"},
            BadInput,
            "Only the agency itself replies on line; expected one of: call, mail, meeting, letter",
        ),
        ({"who": " "}, Incomplete, "Missing: with whom"),
        ({"note": ""}, Incomplete, "Missing: what was said"),
    ],
)
def test_a_contact_that_says_too_little_is_not_logged(
    changed: dict[str, Any], error: type[Exception], words: str
) -> None:
    by, request = asking.desk(), asking.submitted(make.agency())
    with pytest.raises(error, match=words):
        logged(request, by, **changed)
    assert Contact.objects.count() == 0


def test_the_history_of_a_contact_holds_nothing_of_what_was_said() -> None:
    by, request = asking.desk(), asking.submitted(make.agency())
    logged(request, by, who="CANARY-WHO", note="CANARY-NOTE")
    assert "CANARY" not in AuditRow.objects.latest("pk").body


# The intake record


@pytest.mark.owed("A50")
def test_a_request_is_defined_when_each_of_the_four_parts_is_recorded() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    titles = tuple(part.title for part in queries.parts(request))
    assert [part.key for part in queries.parts(request)] == ["define", "discuss", "obtain", "align"]
    with pytest.raises(Incomplete) as refused:
        actions.define(request, by=by.officer, at=AT)
    assert refused.value.missing == titles
    contact = logged(request, by).contacts.get()
    for number, part in enumerate(queries.parts(request), start=1):
        with pytest.raises(Incomplete):
            actions.define(request, by=by.officer, at=AT)
        actions.record_part(request, part=part.key, text=f"Part {number}.", contact=contact, by=by.officer, at=AT)
    kept = [
        (r.last.text, r.last.contact.on, r.last.recorded_at, r.last.recorded_by)
        for r in queries.record(request)
        if r.last
    ]
    assert kept == [(f"Part {n}.", DAY, AT, by.officer.actor_key) for n in (1, 2, 3, 4)]
    assert actions.define(request, by=by.officer, at=AT).state == "defined"


def test_a_part_that_is_recorded_again_counts_as_it_is_now_and_keeps_what_it_was() -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    contact = request.contacts.get()
    actions.record_part(request, part="align", text="Agreed anew.", contact=contact, by=by.officer, at=AT)
    assert [r.last.text for r in queries.record(request) if r.last][-1] == "Agreed anew."
    assert list(request.parts.filter(part="align").order_by("pk").values_list("text", flat=True)) == [
        "As was agreed.",
        "Agreed anew.",
    ]


def test_a_part_comes_from_a_contact_about_the_same_request() -> None:
    by = asking.desk()
    request, other = asking.request(by, "acknowledged"), asking.submitted(make.agency("Elsewhere Police Department"))
    theirs = logged(other, by).contacts.get()
    words: dict[str, Any] = {"text": "As was agreed.", "by": by.officer, "at": AT}
    with pytest.raises(BadInput, match="not about"):
        actions.record_part(request, part="define", contact=theirs, **words)
    own = logged(request, by).contacts.get()
    with pytest.raises(BadInput, match="no part “conclude”; expected one of: align, define, discuss, obtain"):
        actions.record_part(request, part="conclude", contact=own, **words)
    with pytest.raises(Incomplete, match="what was said and agreed"):
        actions.record_part(request, part="define", contact=own, **(words | {"text": " "}))


# Other offices


def deconflicted(request: AssistanceRequest) -> list[str]:
    return [problem.text for problem in checks.run(request)]


@pytest.mark.owed("P23")
def test_an_office_that_was_not_asked_or_has_not_answered_is_named_before_the_decision() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    names = [component.label for component in queries.components(request)]
    assert deconflicted(request) == [f"{name} was not asked about this agency." for name in names]
    for component in queries.components(request):
        actions.ask_component(request, component=component.key, on=DAY, by=by.officer, at=AT)
    assert deconflicted(request) == [f"{name} was asked about this agency and has not answered." for name in names]
    for component in queries.components(request):
        clear = component.key != "grants"
        note = "" if clear else "A grant for the same training is open."
        words: dict[str, Any] = {"component": component.key, "clear": clear, "note": note}
        actions.note_component(request, **words, on=DAY, by=by.officer, at=AT)
    (warned,) = deconflicted(request)
    assert warned == f"{names[1]} has something pending or under way with this agency. Read its answer."


def answered(request: AssistanceRequest, by: asking.Desk, *, clear: bool) -> None:
    """Ask every other office; each answers."""
    for component in queries.components(request):
        which: dict[str, Any] = {"component": component.key, "on": DAY, "by": by.officer, "at": AT}
        actions.ask_component(request, **which)
        actions.note_component(request, **which, clear=clear, note="" if clear else "A grant is open.")


@pytest.mark.owed("P23")
def test_a_request_is_accepted_before_every_other_office_is_clear_only_in_words_which_are_kept() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    first = queries.components(request)[0].label
    with pytest.raises(Incomplete, match=f"{first} was not asked about this agency.*why the request is accepted"):
        asking.accepted(request, by.official, offices=" ")
    answered(request, by, clear=False)
    with pytest.raises(Incomplete, match=f"{first} has something pending.*why the request is accepted all the same"):
        asking.accepted(request, by.official, offices="")
    accepted = asking.accepted(request, by.official, offices="Their grant is for radios.")
    assert accepted.decisions.get().offices == "Their grant is for radios."
    assert "Their grant" not in AuditRow.objects.latest("pk").body


@pytest.mark.owed("P23")
def test_where_every_other_office_is_clear_no_words_are_asked_for_and_none_are_taken() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    answered(request, by, clear=True)
    page = f"{request.get_absolute_url()}accept/"
    assert "offices" not in make.browser(by.official).get(page).context["form"].fields
    with pytest.raises(BadInput, match="none to speak of"):
        asking.accepted(request, by.official, offices="They know.")
    assert asking.accepted(request, by.official).decisions.get().offices == ""


@pytest.mark.owed("P23")
def test_the_page_of_acceptance_names_each_office_that_is_not_clear_and_asks_why_which_the_agency_never_reads() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    client, page = make.browser(by.official), f"{request.get_absolute_url()}accept/"
    told = client.get(page).content.decode()
    assert [problem for problem in deconflicted(request) if escape(problem) not in told] == []
    typed = {"tier": "topic_assistance", "reason": "As was agreed.", "offices": ""}
    assert client.post(page, typed).context["form"].errors == {"offices": ["This field is required."]}
    request = asking.accepted(request, by.official, offices="CANARY-OFFICES")
    assert request.agency is not None
    chief = make.person("chief_executive", f"agency:{request.agency.ref}")
    addresses = (request.get_absolute_url(), f"{request.get_absolute_url()}letters/")
    pages = {
        who.email: ["CANARY-OFFICES" in make.browser(who).get(address).content.decode() for address in addresses]
        for who in (by.official, chief)
    }
    assert pages == {by.official.email: [True, False], chief.email: [False, False]}


def test_an_office_is_asked_once_until_it_answers_and_then_may_be_asked_again() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    who: dict[str, Any] = {"component": "grants", "by": by.officer, "at": AT}
    for _ in range(2):
        actions.ask_component(request, on=DAY, **who)
    assert request.component_checks.count() == 1
    actions.note_component(request, on=DAY, clear=True, note="", **who)
    with pytest.raises(BadInput, match="No answer of “grants” is open"):
        actions.note_component(request, on=DAY, clear=True, note="", **who)
    actions.ask_component(request, on=DAY, **who)
    assert request.component_checks.count() == 2


def office_tasks(request: AssistanceRequest) -> list[tuple[str, str, date | None]]:
    return [task for task in tasks(request) if ":" in task[0]]


@pytest.mark.owed("P23")
def test_an_office_that_was_asked_has_its_day_and_its_answer_ends_the_task() -> None:
    by = asking.desk()
    request, asked_on = asking.request(by, "acknowledged"), DAY - timedelta(days=2)
    for component in ("grants", "civil_rights"):
        actions.ask_component(request, component=component, on=asked_on, by=by.officer, at=AT)
    due = asked_on + timedelta(days=14)
    said: dict[str, Any] = {"component": "grants", "clear": False, "note": "A grant is open."}
    actions.note_component(request, **said, on=DAY, by=by.officer, at=AT)
    assert office_tasks(request) == [("answer:grants", "done", due), ("answer:civil_rights", "with_office", due)]
    asking.declined(request, by.official)
    assert [state for _, state, _ in office_tasks(request)] == ["done", "done"]


@pytest.mark.owed("P23")
def test_an_answer_that_comes_after_the_acceptance_is_noted_and_what_is_not_clear_is_weighed() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    who: dict[str, Any] = {"component": "grants", "on": DAY, "by": by.officer, "at": AT}
    actions.ask_component(request, **who)
    request = asking.accepted(request, by.official)
    actions.note_component(request, clear=False, note="A grant is open.", **who)
    assert [(kind, state) for kind, state, _ in office_tasks(request)] == [
        ("answer:grants", "done"),
        ("conflict:grants", "with_office"),
    ]
    with pytest.raises(Denied, match="The request is “Accepted”"):
        actions.ask_component(request, **who)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"on": DAY - timedelta(days=1)}, BadInput, "cannot be older than the question"),
        ({"on": DAY + timedelta(days=1)}, BadInput, "cannot be of a day to come"),
        ({"clear": False}, Incomplete, "what that office has pending"),
    ],
)
def test_an_answer_of_an_office_that_makes_no_sense_is_not_noted(
    changed: dict[str, Any], error: type[Exception], words: str
) -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    actions.ask_component(request, component="grants", on=DAY, by=by.officer, at=AT)
    said = {"component": "grants", "on": DAY, "clear": True, "note": ""} | changed
    with pytest.raises(error, match=words):
        actions.note_component(request, **said, by=by.officer, at=AT)
    assert request.component_checks.get().answered_on is None


def test_an_office_that_the_edition_does_not_name_cannot_be_asked() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    with pytest.raises(BadInput, match="names no office “harbour”; expected one of: assistance"):
        actions.ask_component(request, component="harbour", on=DAY, by=by.officer, at=AT)


def test_a_request_without_an_agency_is_linked_when_it_is_acknowledged() -> None:
    by, request = asking.desk(), asking.submitted()
    with pytest.raises(Incomplete, match="entry in the directory"):
        actions.acknowledge(request, by=by.officer, at=AT)
    linked = actions.acknowledge(request, agency=make.agency(), by=by.officer, at=AT)
    assert linked.scopes == (f"request:{request.ref}", f"agency:{linked.agency.ref}")
    with pytest.raises(NotAllowedNow):
        actions.acknowledge(linked, by=by.officer, at=AT)


@pytest.mark.owed("P23")
def test_no_page_of_the_agency_tells_what_was_heard_of_other_offices() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    heard = deconflicted(request)
    assert request.agency is not None
    chief = make.person("chief_executive", f"agency:{request.agency.ref}")
    pages = [f"{request.get_absolute_url()}{page}" for page in ("", "withdraw/", "attach/")]
    said = {page: make.browser(chief).get(page).content.decode() for page in pages}
    assert heard
    assert [page for page, text in said.items() if any(escape(problem) in text for problem in heard)] == []
