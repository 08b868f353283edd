"""Pages of deliveries of assistance."""

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
from concord.engagements.checks.delivery import topic_was_asked_for
from concord.engagements.models import Delivery, Engagement
from concord.engagements.views.pages import verb_page

P = Permission
PLAN = verb_page(
    P.DELIVERY_PLAN,
    actions.plan_delivery,
    "It is held once its focus area is open, which needs the chief executive's concurrence with the work plan.",
    forms.PlanForm,
)
DELIVERY_VERBS = [
    verb_page(
        P.DELIVERY_RECORD,
        actions.record_delivery,
        "The agency evaluates it next.",
        forms.HeldForm,
        load=queries.delivery,
        see=P.DELIVERY_VIEW,
    ),
    verb_page(
        P.DELIVERY_EVALUATE,
        actions.evaluate_delivery,
        "For the agency: what those say who took part. The office and the team read it.",
        forms.EvaluateForm,
        load=queries.delivery,
        see=P.DELIVERY_VIEW,
    ),
    verb_page(
        P.DELIVERY_CANCEL,
        actions.cancel_delivery,
        "It stays on record as cancelled, with your reason.",
        ReasonForm,
        load=queries.delivery,
        see=P.DELIVERY_VIEW,
    ),
]
VERBS = [PLAN, *DELIVERY_VERBS]


SHEET = tables.Sheet(
    "Deliveries",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Delivery", lambda row: row.title),
        tables.Column("Focus area", lambda row: row.focus_area.title),
        tables.Column("Form", lambda row: queries.forms(row.engagement).get(row.form, row.form)),
        tables.Column("Planned for", lambda row: row.planned_on),
        tables.Column("Held on", lambda row: row.held_on),
        tables.Column("Took part", lambda row: row.attendance),
        tables.Column("Answered", lambda row: row.answered),
        tables.Column("Of these: it met its goal", lambda row: row.satisfied),
        tables.Column("Hours", lambda row: row.hours),
        tables.Column("Cost in dollars", lambda row: row.cost),
        tables.Column("State", lambda row: row.state_label),
    ),
)


@on(P.DELIVERY_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def deliveries(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List what was and is to be delivered, and what it took together."""
    rows = queries.deliveries_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "forms": queries.forms(thing),
        "sum": queries.delivered(thing),
        "buttons": buttons([PLAN], request.user, thing),
        **page_of(rows, request),
    }
    return render(request, "engagements/deliveries.html", context)


@on(P.DELIVERY_VIEW, load=queries.delivery, see=P.DELIVERY_VIEW, may=rules.may)
def delivery(request: PersonRequest, thing: Delivery) -> HttpResponse:
    """Show one delivery: what, by whom, what it took, what the agency says of it."""
    who = [key for key in (thing.planned_by, thing.recorded_by, thing.evaluated_by) if key]
    context = {
        "thing": thing,
        "form": queries.forms(thing.engagement).get(thing.form, thing.form),
        "topic": queries.topic(thing),
        "experts": thing.experts.all(),
        "names": names(who),
        "problems": topic_was_asked_for(thing.engagement, thing.topic),
        "buttons": buttons(DELIVERY_VERBS, request.user, thing),
    }
    return render(request, "engagements/delivery.html", context)
