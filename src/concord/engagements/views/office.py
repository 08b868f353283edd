"""Pages for staff: eligibility looked at again, effort and cost."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import buttons
from concord.engagements import actions, forms, queries, rules
from concord.engagements.models import EligibilityReview, Engagement
from concord.engagements.views.pages import verb_page

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
VERBS = [*ELIGIBILITY_VERBS, *REVIEW_VERBS, *EFFORT_VERBS, *ENTRY_VERBS]


@on(P.ELIGIBILITY_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def eligibility(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List each look at eligibility since the engagement was opened, and say when the next is due."""
    last = queries.reviews_of(thing).first()
    context = {
        "thing": thing,
        "due_on": queries.due_on(thing, last.looked_on if last else None) if not thing.is_public_record else None,
        "flag": rules.open_flag(thing),
        "buttons": buttons(ELIGIBILITY_VERBS, request.user, thing),
        **page_of(queries.reviews_of(thing), request),
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
