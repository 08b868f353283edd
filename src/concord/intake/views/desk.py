"""The office's pages of requests: the list, and one request."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from concord.accounts.models import Person
from concord.accounts.queries import names
from concord.core import clock, history, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit, permits_somewhere
from concord.core.tasks.models import Task
from concord.core.verbs import Button, VerbPage, buttons
from concord.intake import checks, queries, rules
from concord.intake.models import AssistanceRequest, MemberAgency
from concord.intake.states import OVER, RequestState
from concord.intake.views import asking, assessing, authorizing, contact, correcting, deciding
from concord.intake.views.rows import RowPage
from concord.partners.queries import match_address
from concord.programme.queries import of as programme_of

P = Permission

VERBS: list[VerbPage] = [
    *(*contact.VERBS, *assessing.VERBS, *deciding.VERBS),
    *(*authorizing.VERBS, *asking.VERBS, *correcting.VERBS),
]
_BY_VERB = {page.verb: page for page in VERBS}
_EVENTS = 200  # more than any request has; the page shows the newest
_SHOWN = 6
SHEET = tables.Sheet(
    "Requests for assistance",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Agency", lambda row: row.agency_and_place),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("With", lambda row: str(row.held_by)),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)


@holding(P.REQUEST_VIEW)
def requests(request: PersonRequest) -> HttpResponse:
    """List the requests that this person may see."""
    rows = queries.visible_to(request.user)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    may_receive = permits_somewhere(request.user.all_roles(), P.REQUEST_RECEIVE)
    return render(request, "intake/requests.html", {**page_of(rows, request), "may_receive": may_receive})


@on(P.REQUEST_VIEW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)
def detail(request: PersonRequest, thing: AssistanceRequest) -> HttpResponse:
    """Show one request: where it stands and what is next, what was asked, what was said, assessed and decided."""
    person: Person = request.user
    events = [history.event(row) for row in queries.history_for(person, thing)[:_EVENTS]]
    record, assessments = queries.record(thing), queries.assessments(thing)
    notes = bool(permit(person, P.REQUEST_VIEW_NOTES, thing))
    context = {
        "thing": thing,
        "way": queries.way(thing, {event.new.replace(" ", "_"): event.at for event in reversed(events)}),
        "next_step": queries.comes_next(thing, record, assessments),
        "first": _first(person, thing, record, assessments),
        "buttons": _moves(person, thing),
        "open_engagement": _open_engagement(person, thing),
        "ways_out": _ways_out(person, thing),
        "match": _match(person, thing),
        "record": [_Line(each, _link(contact.PART, person, thing, each.part.key)) for each in record],
        "assessments": [(each, list(_criteria(person, thing, each))) for each in assessments],
        **_asked(thing),
        "members": [_Line(one, _link(assessing.LINK_MEMBER, person, thing, str(one.pk))) for one in _members(thing)],
        **(_notes(person, thing) if notes else {}),
        "decisions": list(thing.decisions.order_by("-pk")),
        "attach": _link(_BY_VERB[P.REQUEST_ATTACH], person, thing),
        "relink": _link(assessing.RELINK, person, thing),
        "most_reminders": queries.MOST_REMINDERS,
        "ask_chief": _link(_BY_VERB[P.REQUEST_ASK_CHIEF], person, thing),
        "events": events[:_SHOWN],
    }
    return render(request, "intake/request.html", {**context, "names": names(_actors(context))})


class _Line(NamedTuple):
    """A row of the page, with the address at which this person can do something about it, or ""."""

    row: Any
    link: str
    waive: str = ""


def _link(page: VerbPage, person: Person, thing: AssistanceRequest, key: str = "") -> str:
    if not page.decide(person, thing):
        return ""
    return page.link(thing, key) if isinstance(page, RowPage) and key else page.address(thing)


def _moves(person: Person, thing: AssistanceRequest) -> list[Button]:
    """Return the verbs that lead out of the present state; the others have their place beside what they are about."""
    out = thing.lifecycle.verbs_from(thing.state)
    return [button for button in buttons(VERBS, person, thing) if button.page.verb in out]


class _First(NamedTuple):
    """What is to be done before the request can move on."""

    label: str
    href: str


def _first(
    person: Person,
    thing: AssistanceRequest,
    record: Sequence[queries.Recorded],
    assessments: Sequence[queries.Assessment],
) -> _First | None:
    """Return the one thing that comes first while a part of the record, or an answer, is missing."""
    eligibility, readiness = assessments
    if thing.state == RequestState.ACKNOWLEDGED and contact.PART.decide(person, thing):
        missing = [each.part for each in record if each.last is None]
        if missing and not thing.contacts.exists():
            return None  # a part comes from a contact, for which there is a button already
        return _First(missing[0].title, contact.PART.link(thing, missing[0].key)) if missing else None
    asked = {RequestState.DEFINED: eligibility, RequestState.ELIGIBLE: readiness}.get(RequestState(thing.state))
    if asked and asked.unanswered and assessing.ANSWER.decide(person, thing):
        key = asked.unanswered[0].criterion.key
        return _First(f"Answer the criteria of {asked.kind.label.lower()}", assessing.ANSWER.link(thing, key))
    return None


def _criteria(person: Person, thing: AssistanceRequest, assessment: queries.Assessment) -> Iterator[_Line]:
    for row in assessment.rows:
        key = row.criterion.key
        answer = _link(assessing.ANSWER, person, thing, key) if assessment.open else ""
        can = assessment.open and row.answer and row.may_be_waived and rules.may_waive(person, row.answer)
        yield _Line(row, answer, assessing.WAIVE.link(thing, key) if can else "")


def _asked(thing: AssistanceRequest) -> dict[str, Any]:
    """Return what was asked, in the words of the edition under which it was."""
    programme = programme_of(thing.edition)
    named = ((key, programme.topic_named(key)) for key in thing.topics)
    return {
        "tiers": queries.tiers(thing),
        "codes": {reason.key: reason.label for reason in programme.reason},
        "topics": [topic.text if topic else key for key, topic in named],
        "matters": list(thing.matters.order_by("pk")),
        "stakeholders": list(thing.stakeholders.order_by("pk")),
        "files": queries.files(thing),
    }


def _members(thing: AssistanceRequest) -> QuerySet[MemberAgency]:
    return thing.members.select_related("agency").order_by("pk")


def _notes(person: Person, thing: AssistanceRequest) -> dict[str, Any]:
    """Return what the office keeps for itself."""
    problems = checks.run(thing) if thing.state not in OVER else []
    tasks = list(Task.objects.filter(about=thing.ref).order_by(F("due_on").asc(nulls_last=True), "pk"))
    offices = []
    for asked in queries.deconfliction(thing):
        waits = asked.check is not None and asked.check.answered_on is None
        page = contact.NOTE if waits else contact.ASK
        offices.append(_Line(asked, _link(page, person, thing, asked.component.key)))
    return {
        "notes": True,
        "mails": reverse("mails", args=[thing.ref]),  # a page of the desk, which this app knows by its address alone
        "contacts": list(thing.contacts.order_by("-on", "-pk")),
        "log_contact": _link(contact.CONTACT, person, thing),
        "offices": offices,
        "tasks": tasks,
        "tasks_open": [task for task in tasks if task.ended_at is None],
        "problems": problems,
        "blocked": any(problem.level == "error" for problem in problems),
    }


def _open_engagement(person: Person, thing: AssistanceRequest) -> str:
    """Return the address of the page of the app below, which this one knows by its address alone, or ""."""
    may_open = thing.state == RequestState.ACCEPTED and permit(person, P.ENGAGEMENT_OPEN, thing)
    return reverse(P.ENGAGEMENT_OPEN.value, args=[thing.ref]) if may_open else ""


def _ways_out(person: Person, thing: AssistanceRequest) -> list[tuple[str, str]]:
    """Return the addresses and labels of the verbs below that withdraw an accepted request, as far as roles go."""
    verbs = thing.lifecycle.verbs_from(thing.state) if thing.state == RequestState.ACCEPTED else ()
    return [
        (reverse(verb.value, args=[thing.ref]), verb.label[:1].upper() + verb.label[1:])
        for verb in verbs
        if permit(person, verb, thing)
    ]


def _match(person: Person, thing: AssistanceRequest) -> str:
    """Return the address at which experts are matched to an accepted request, for whoever sees the roster, or ""."""
    fits = thing.state == RequestState.ACCEPTED and thing.agency is not None and permit(person, P.EXPERT_VIEW, thing)
    return match_address(thing.agency, topics=thing.topics) if fits and thing.agency else ""


def _actors(context: dict[str, Any]) -> Iterator[str]:
    """Yield the key of everybody whom the page names."""
    yield from (event.who for event in context["events"])
    yield from (line.row.last.recorded_by for line in context["record"] if line.row.last)
    yield from (each.recorded_by for each in context.get("contacts", ()))
    yield from (each.decided_by for each in context["decisions"])
    answers = (line.row.answer for _, lines in context["assessments"] for line in lines if line.row.answer)
    for answer in answers:
        yield from filter(None, (answer.decided_by, answer.waived_by))
    yield from filter(None, (each.ended_by for each in context.get("tasks", ())))
