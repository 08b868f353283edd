"""Pages of engagements and focus areas."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit, permits_somewhere
from concord.core.verbs import buttons
from concord.engagements import actions, checks, forms, queries, rules
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import FocusAreaState
from concord.engagements.views.pages import below, lists, matching, verb_page
from concord.intake.queries import request as load_request

P = Permission

OPEN_FROM = verb_page(
    P.ENGAGEMENT_OPEN,
    actions.open_from,
    "The engagement begins with its focus areas. Nothing starts before the chief executive concurs with the work plan.",
    forms.OpenForm,
    load=load_request,
    see=P.REQUEST_VIEW,
)
WITHDRAWALS = [
    verb_page(
        verb,
        action,
        "No engagement is opened, and every version of the agreement is set aside. The agency may ask again at any "
        "time.",
        ReasonForm,
        load=load_request,
        see=P.REQUEST_VIEW,
    )
    for verb, action in (
        (P.REQUEST_LEAVE, actions.withdraw_accepted),
        (P.REQUEST_RECORD_WITHDRAWAL, actions.record_withdrawal),
    )
]
ENGAGEMENT_VERBS = [
    verb_page(
        P.ENGAGEMENT_JOIN,
        actions.add_member,
        "Somebody new gets an account, and a mail that says how to set a password.",
        forms.MemberForm,
    ),
    verb_page(
        P.PARTNER_ADD,
        actions.add_partner,
        "An engagement has one or several partners. The public page names them from this day on.",
        forms.PartnerForm,
    ),
    verb_page(
        P.PARTNER_END,
        actions.end_partnership,
        "The partnership stays on record with both its days. What was done together stays as it is.",
        forms.PartnershipEndForm,
    ),
    verb_page(
        P.ENGAGEMENT_SUSPEND,
        actions.suspend,
        "Nothing further starts until the engagement is resumed. What is published stays, and the public page says "
        "from when on it is suspended.",
        forms.TurnForm,
    ),
    verb_page(P.ENGAGEMENT_RESUME, actions.resume, "The work goes on where it stopped.", forms.TurnForm),
    verb_page(
        P.ENGAGEMENT_CLOSE,
        actions.close,
        "Everything that was to be delivered has been delivered and evaluated. The engagement is over and cannot be "
        "opened again.",
        forms.CloseForm,
        show=lambda engagement: {"problems": checks.before_closing(engagement)},
    ),
    verb_page(
        P.ENGAGEMENT_END,
        actions.end,
        "The engagement is over before its time and cannot be opened again. What is published stays.",
        forms.EndForm,
    ),
]
VERBS = [OPEN_FROM, *WITHDRAWALS, *ENGAGEMENT_VERBS]


SHEET = tables.Sheet(
    "Engagements",
    (
        tables.Column("Reference", lambda thing: thing.ref),
        tables.Column("Engagement", lambda thing: thing.title),
        tables.Column("Agency", lambda thing: thing.agency.title),
        tables.Column("Origin", lambda thing: thing.get_origin_display()),
        tables.Column("State", lambda thing: thing.state_label),
        tables.Column("With", lambda thing: str(thing.held_by)),
        tables.Column("Since (UTC)", lambda thing: thing.state_since),
    ),
)


@holding(P.ENGAGEMENT_VIEW)
def engagements(request: PersonRequest) -> HttpResponse:
    """List the engagements that this person may see, and the accepted requests that wait for one."""
    may_open = permits_somewhere(request.user.all_roles(), P.ENGAGEMENT_OPEN)
    rows = queries.visible_to(request.user)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = page_of(rows, request)
    context["waiting"] = queries.requests_to_open(request.user)[:50] if may_open else ()
    return render(request, "engagements/engagements.html", context)


@on(P.ENGAGEMENT_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def engagement(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show one engagement: its facts, focus areas, people, and the ways on."""
    tier = rules.tier_of(thing)
    context = {
        "thing": thing,
        "tier": tier.name if tier else thing.tier,
        "agreement": rules.agreement_stands(thing),
        "agreement_asked": tier is not None and tier.agreement != "never",
        "members": thing.request.members.order_by("name") if thing.request else (),
        "areas": queries.focus_areas(thing),
        "sides": queries.people_of(thing),
        "partnerships": queries.partnerships(thing),
        "lists": lists(request.user, thing),
        "mails": permit(request.user, P.MAIL_VIEW, thing),
        "below": [*below(request.user, thing, _verbs_below(thing)), *matching(request.user, thing)]
        if rules.active(thing)
        else [],
        "buttons": [b for b in buttons(ENGAGEMENT_VERBS, request.user, thing) if _fits(b.page.verb, thing)],
    }
    return render(request, "engagements/engagement.html", context)


def _verbs_below(thing: Engagement) -> list[Permission]:
    """Return the verbs of the apps below that begin on an engagement's own page."""
    return [P.PLAN_DRAFT, P.SITE_CLOSE_OUT] if rules.has_stage(thing, "findings") else [P.PLAN_DRAFT]


def _fits(verb: Permission, thing: Engagement) -> bool:
    """Say whether a verb is for such an engagement at all: one whose tier has findings is never closed by this one."""
    return verb != P.ENGAGEMENT_CLOSE or not rules.has_stage(thing, "findings")


_PREPARING = {P.FIELDWORK_BOOK: "evidence", P.FIELDWORK_WAIVE: "", P.DOCUMENTS_ASK: "evidence", P.ADVICE_LOG: ""}
_GATHERING = dict.fromkeys((P.EVIDENCE_LOG, P.DOCUMENT_FILE, P.DATA_SET_REGISTER), "evidence")
_FINDING = dict.fromkeys((P.CLAIM_MAKE, P.FINDING_DRAFT, P.FOCUS_AREA_NO_FINDINGS), "findings")


def _verbs_in(area: FocusArea) -> list[Permission]:
    """Return the verbs of the apps below that begin in a focus area, as far as the tier has the stage of each."""
    there = {
        FocusAreaState.PLANNED: _PREPARING,
        FocusAreaState.OPEN: _PREPARING | _GATHERING | _FINDING,
    }.get(FocusAreaState(area.state), {})
    return [verb for verb, stage in there.items() if not stage or rules.has_stage(area.engagement, stage)]


@on(P.ENGAGEMENT_VIEW, load=queries.focus_area, see=P.ENGAGEMENT_VIEW, may=rules.may)
def focus_area(request: PersonRequest, thing: FocusArea) -> HttpResponse:
    """Show one focus area, and what can be done there by the apps below."""
    verbs = [*_verbs_in(thing), *thing.lifecycle.verbs_from(thing.state)]
    context = {
        "thing": thing,
        "earlier": queries.earlier_incomplete(thing) if thing.state == FocusAreaState.PLANNED else (),
        "below": below(request.user, thing, verbs) if rules.active(thing.engagement) else [],
    }
    return render(request, "engagements/focus_area.html", context)
