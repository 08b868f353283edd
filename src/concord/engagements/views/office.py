"""Pages for staff: eligibility looked at again, effort and cost."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import actions, forms, queries, rules
from concord.engagements.models import EligibilityReview, Engagement
from concord.engagements.views.pages import verb_page
from concord.intake.forms import RowForm
from concord.intake.models import ComponentCheck
from concord.intake.views.rows import RowPage

P = Permission
ELIGIBILITY_VERBS = [
    verb_page(
        P.ELIGIBILITY_CONFIRM,
        actions.confirm_eligibility,
        "Nothing has changed since eligibility was looked at last. The next look falls due by itself.",
        forms.LookForm,
    ),
    verb_page(
        P.ELIGIBILITY_FLAG,
        actions.flag_eligibility,
        "An approving official decides whether the engagement goes on or is suspended. A flag alone stops nothing.",
        forms.FlagForm,
    ),
]


def _log(thing: Engagement) -> str:
    return reverse("eligibility", args=[thing.ref])


def _component(thing: Engagement, key: str) -> Mapping[str, Any]:
    label = queries.office_names(thing).get(key)
    return {"question": label} if label else {}


def _row_page(verb: Permission, action: Callable[..., Any], explain: str, form: type[RowForm]) -> RowPage:
    return RowPage(
        verb,
        load=queries.engagement,
        see=P.ENGAGEMENT_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        template="intake/row.html",
        about=_component,
        anchor="offices",
        home=_log,
    )


ASK = _row_page(
    P.ENGAGEMENT_ASK_COMPONENT,
    actions.ask_component,
    "Two offices should not work with an agency unknown to each other. Ask by mail or call, and note it here.",
    forms.AskAgainForm,
)
NOTE = _row_page(
    P.ENGAGEMENT_NOTE_COMPONENT,
    actions.note_component,
    "What the office answered. An answer that is not clear becomes a task: an approving official weighs it, and may "
    "suspend the engagement.",
    forms.NoteAgainForm,
)
COMPONENT_VERBS: list[VerbPage] = [ASK, NOTE]
REVIEW_VERBS = [
    verb_page(
        P.ELIGIBILITY_CLEAR,
        actions.clear_flag,
        "The engagement can go on in spite of the matter. To stop it, suspend the engagement instead. Only the office "
        "reads your reason.",
        ReasonForm,
        load=queries.eligibility_review,
        see=P.ELIGIBILITY_VIEW,
    )
]
EFFORT_VERBS = [
    verb_page(
        P.EFFORT_RECORD,
        actions.record_effort,
        "For staff: what the engagement took of the programme's time and money.",
        forms.EffortForm,
    )
]
ENTRY_VERBS = [
    verb_page(
        P.EFFORT_WITHDRAW,
        actions.withdraw_effort,
        "The entry stays on record and counts no more. Enter anew what is right.",
        ReasonForm,
        load=queries.effort_entry,
        see=P.EFFORT_VIEW,
    )
]
VERBS = [*ELIGIBILITY_VERBS, *COMPONENT_VERBS, *REVIEW_VERBS, *EFFORT_VERBS, *ENTRY_VERBS]


LOOKS = tables.Sheet(
    "Eligibility",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Looked at on", lambda row: row.looked_on),
        tables.Column("Found", lambda row: row.state_label),
        tables.Column("Matter", lambda row: row.get_kind_display()),
        tables.Column("Where", lambda row: row.source),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)


OFFICES = tables.Sheet(
    "Other offices",
    (
        tables.Column("Office", lambda row: row.office),
        tables.Column("Asked on", lambda row: row.check.asked_on),
        tables.Column("Asked by", lambda row: row.asked_by),
        tables.Column("Answered on", lambda row: row.check.answered_on),
        tables.Column("Answer noted by", lambda row: row.noted_by),
        tables.Column("Answer", lambda row: row.stands),
        tables.Column("In words", lambda row: row.check.note),
    ),
)


class _Asked(NamedTuple):
    """What an office was asked, with the names of who asked and who noted the answer."""

    check: ComponentCheck
    office: str
    asked_by: str
    noted_by: str

    @property
    def stands(self) -> str:
        """How it stands, in words."""
        return {None: "Has not answered", True: "Clear", False: "Not clear"}[self.check.clear]


def _asked(thing: Engagement) -> list[_Asked]:
    """Return the log of other offices, from the request on."""
    rows, offices = list(queries.offices_asked(thing)), queries.office_names(thing)
    known = names(key for row in rows for key in (row.asked_by, row.answered_by) if key)
    return [
        _Asked(
            row, offices.get(row.component, row.component), known[row.asked_by], known.get(row.answered_by or "", "")
        )
        for row in rows
    ]


@on(P.ELIGIBILITY_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def eligibility(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List each look at eligibility since the engagement was opened, say when the next is due, and what other offices
    were asked."""
    rows, asked = queries.reviews_of(thing), _asked(thing)
    if request.GET.get("format"):
        lists: dict[str, tuple[Any, tables.Sheet]] = {"looks": (rows, LOOKS), "offices": (asked, OFFICES)}
        wanted, sheet = lists[tables.asked(request, lists)]
        if file := tables.export(request, wanted, sheet, at=clock.now()):
            return file
    last = rows.first()
    context = {
        "thing": thing,
        "due_on": queries.due_on(thing, last.looked_on if last else None) if not thing.is_public_record else None,
        "flag": rules.open_flag(thing),
        "offices": [(row, NOTE.link(thing, row.check.component)) for row in asked],
        "may_note": bool(NOTE.decide(request.user, thing)),
        "office_buttons": buttons(COMPONENT_VERBS, request.user, thing),
        "buttons": buttons(ELIGIBILITY_VERBS, request.user, thing),
        **page_of(rows, request),
    }
    return render(request, "engagements/eligibility.html", context)


@on(P.ELIGIBILITY_VIEW, load=queries.eligibility_review, see=P.ELIGIBILITY_VIEW, may=rules.may)
def review(request: PersonRequest, thing: EligibilityReview) -> HttpResponse:
    """Show one look at eligibility: what was found where, and what was decided."""
    context = {"thing": thing, "names": names([thing.looked_by])}
    context["buttons"] = buttons(REVIEW_VERBS, request.user, thing)
    return render(request, "engagements/review.html", context)


SHEET = tables.Sheet(
    "Effort and cost",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Day", lambda row: row.on),
        tables.Column("Category", lambda row: queries.categories(row.engagement).get(row.category, row.category)),
        tables.Column("What it was", lambda row: row.what),
        tables.Column("Hours", lambda row: row.hours),
        tables.Column("Cost in dollars", lambda row: row.cost),
        tables.Column("Withdrawn (UTC)", lambda row: row.withdrawn_at),
        tables.Column("Why it was withdrawn", lambda row: row.withdrawn_because),
    ),
)


@on(P.EFFORT_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def effort(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show what the engagement took by category, and each entry."""
    rows = queries.entries_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    page = page_of(rows, request)
    context = {
        "thing": thing,
        "effort": queries.effort(thing),
        "categories": queries.categories(thing),
        "names": names(entry.recorded_by for entry in page["rows"]),
        "entry_buttons": {entry.ref: buttons(ENTRY_VERBS, request.user, entry) for entry in page["rows"]},
        "buttons": buttons(EFFORT_VERBS, request.user, thing),
        **page,
    }
    return render(request, "engagements/effort.html", context)
