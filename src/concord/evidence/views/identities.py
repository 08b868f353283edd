"""Pages of identities that are kept apart, and the auditor's page of who opened them."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Identity, Opening
from concord.evidence.models.identities import OPEN_FOR

P = Permission

KEEP = VerbPage(
    P.IDENTITY_KEEP,
    load=load_engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.keep_identity,
    explain="The contact is encrypted and stands under a pseudonym, apart from whatever is said. You alone see it, to "
    "the end of the day of the talk.",
    form=forms.KeepForm,
)
SEAL = VerbPage(
    P.IDENTITY_SEAL,
    load=queries.identity,
    see=P.IDENTITY_VIEW,
    may=rules.may,
    action=actions.seal_identity,
    explain="The talk was held. From now on you do not see the contact either; two people and a reason open it.",
)
ASK = VerbPage(
    P.OPENING_ASK,
    load=queries.identity,
    see=P.IDENTITY_VIEW,
    may=rules.may,
    action=actions.ask_to_open,
    explain="An approving official decides. Then you have three days to open it, and see it for half an hour. Each "
    "step is on the auditor’s page.",
    form=forms.AskToOpenForm,
)
IDENTITY_VERBS = [SEAL, ASK]


def _on_opening(verb: Permission, action: object, explain: str, form: type[VerbForm] = VerbForm) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.opening,
        see=P.OPENING_VIEW,
        may=rules.may,
        action=action,  # type: ignore[arg-type]  # each verb has arguments of its own
        explain=explain,
        form=form,
        show=lambda opening: {"about": opening.reason},
        template="evidence/opening_verb.html",
    )


OPENING_VERBS = [
    _on_opening(
        P.OPENING_AGREE,
        actions.agree_to_open,
        "Who asked opens it within three days, and sees the contact for half an hour. You do not see it.",
    ),
    _on_opening(
        P.OPENING_OPEN, actions.open_identity, "You see the contact for half an hour. It is on the auditor’s page."
    ),
    _on_opening(P.OPENING_DECLINE, actions.decline_to_open, "The identity stays sealed.", ReasonForm),
    _on_opening(P.OPENING_WITHDRAW, actions.withdraw_opening, "The identity stays sealed."),
]
VERBS = [KEEP, *IDENTITY_VERBS, *OPENING_VERBS]

IDENTITIES = tables.Sheet(
    "Identities",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Pseudonym", lambda row: row.title),
        tables.Column("For", lambda row: row.subject),
        tables.Column("Day of the talk", lambda row: row.until),
        tables.Column("State", lambda row: "Destroyed" if row.destroyed_in else row.state_label),
    ),
)
SHEET = tables.Sheet(
    "Openings of identities",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Engagement", lambda row: row.identity.engagement.ref),
        tables.Column("Pseudonym", lambda row: row.identity.title),
        tables.Column("Reason", lambda row: row.reason),
        tables.Column("Asked by", lambda row: row.names[row.asked_by]),
        tables.Column("Decided by", lambda row: row.names.get(row.decided_by)),
        tables.Column("Decided (UTC)", lambda row: row.decided_at),
        tables.Column("Opened (UTC)", lambda row: row.opened_at),
        tables.Column("State", lambda row: row.state_label),
    ),
    read=lambda rows: _named(list(rows)),
)


def _named(rows: list[Opening]) -> list[Opening]:
    known = names(key for row in rows for key in (row.asked_by, row.decided_by) if key)
    for row in rows:
        row.names = known  # type: ignore[attr-defined]  # for the page alone
    return rows


@on(P.IDENTITY_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def identities(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the pseudonyms of one engagement."""
    rows = queries.identities_of(thing)
    if file := tables.export(request, rows, IDENTITIES, at=clock.now()):
        return file
    context = {"thing": thing, "buttons": buttons([KEEP], request.user, thing)}
    return render(request, "evidence/identities.html", context | page_of(rows, request))


@on(P.IDENTITY_VIEW, load=queries.identity, see=P.IDENTITY_VIEW, may=rules.may)
def identity(request: PersonRequest, thing: Identity) -> HttpResponse:
    """Show a pseudonym, and to who booked the contact until it is sealed."""
    today = clock.today()
    seen = rules.sees_contact(request.user, thing, today=today)
    context = {
        "thing": thing,
        "contact": queries.contact(thing) if seen else None,
        "is_over": thing.until < today,
        "booked_by": names([thing.booked_by])[thing.booked_by],
        "openings": _named(list(thing.openings.order_by("-pk"))),
        "buttons": buttons(IDENTITY_VERBS, request.user, thing),
    }
    return unkept(render(request, "evidence/identity.html", context))


@holding(P.OPENING_VIEW)
def openings(request: PersonRequest) -> HttpResponse:
    """List who asked to open an identity, why, who agreed, and when it was opened: the auditor's page."""
    rows = queries.openings_visible_to(request.user)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    page = page_of(rows, request)
    page["rows"] = _named(page["rows"])
    return render(request, "evidence/openings.html", page)


@on(P.OPENING_VIEW, load=queries.opening, see=P.OPENING_VIEW, may=rules.may)
def opening(request: PersonRequest, thing: Opening) -> HttpResponse:
    """Show one opening, and the contact to who opened it, for half an hour."""
    now = clock.now()
    shown = thing.shown_to(request.user.actor_key, at=now)
    context = {
        "thing": thing,
        "contact": queries.contact(thing.identity) if shown else None,
        "until": thing.opened_at + OPEN_FOR if thing.opened_at else None,
        "names": names(filter(None, [thing.asked_by, thing.decided_by])),
        "buttons": buttons(OPENING_VERBS, request.user, thing),
    }
    return unkept(render(request, "evidence/opening.html", context))
