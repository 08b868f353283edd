"""Pages of agreements."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.identity import SignedPage, on_its_page_only
from concord.accounts.queries import names
from concord.core import clock, documents, history, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm, VerbForm
from concord.core.handing import to_be_saved
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import actions, forms, queries, rules
from concord.engagements.documents import agreement_document
from concord.engagements.models import Agreement, Engagement
from concord.engagements.views.pages import verb_page
from concord.intake.queries import request as load_request

P = Permission
_DRAFT = (
    "The agreement is written once. When it is sent, each signatory has a day by which to sign. It is in force once "
    "everybody has signed."
)
DRAFT = verb_page(P.AGREEMENT_DRAFT, actions.draft_agreement, _DRAFT, forms.DraftForm)
DRAFT_FOR_REQUEST = verb_page(
    P.AGREEMENT_DRAFT,
    actions.draft_agreement,
    _DRAFT,
    forms.DraftForm,
    load=load_request,
    see=P.REQUEST_VIEW,
    name="agreement.draft_for_request",
)


def _page(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
) -> VerbPage:
    template = "engagements/agreement_verb.html"
    return verb_page(verb, action, explain, form, load=queries.agreement, see=P.AGREEMENT_VIEW, template=template)


AGREEMENT_VERBS = [
    _page(P.AGREEMENT_SEND, actions.send_agreement, "Each signatory gets a mail with the link.", forms.SendForm),
    SignedPage(
        P.AGREEMENT_SIGN,
        load=queries.agreement,
        see=P.AGREEMENT_VIEW,
        may=rules.may,
        action=on_its_page_only,
        explain="Your typed name is your signature, bound to exactly the text below.",
        form=forms.SignForm,
        template="engagements/sign.html",
        signed=actions.sign_agreement,
    ),
    _page(
        P.AGREEMENT_RECORD,
        actions.record_signature,
        "For a signature on paper. The copy is kept with it, and whoever may read the agreement may read the copy.",
        forms.PaperForm,
    ),
    _page(
        P.AGREEMENT_REMIND,
        actions.remind_signatories,
        "Whoever has not signed gets a mail, at most one a day. Concord itself reminds before the day and after it.",
    ),
    _page(
        P.AGREEMENT_LAPSE,
        actions.lapse_agreement,
        "The agreement does not come into force. It can be reinstated with new days, or drafted anew.",
        ReasonForm,
    ),
    _page(
        P.AGREEMENT_REINSTATE,
        actions.reinstate_agreement,
        "The agreement is with its signatories again. Signatures that were given stay.",
        forms.ReinstateForm,
    ),
]
VERBS = [DRAFT, DRAFT_FOR_REQUEST, *AGREEMENT_VERBS]


def _signed(row: Agreement) -> str:
    return "; ".join(f"{line.who}, {line.signed_on}" for line in row.signatures.all() if line.recorded_at)


def _waits(row: Agreement) -> str:
    lines = [line for line in row.signatures.all() if not line.recorded_at]
    return "; ".join(f"{line.who}, by {line.due_on}" if line.due_on else line.who for line in lines)


SHEET = tables.Sheet(
    "Agreements",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Version", lambda row: row.version),
        tables.Column("Heading", lambda row: row.heading),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("Signed by", _signed),
        tables.Column("Waits for", _waits),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)


@on(P.AGREEMENT_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def agreements(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the versions of the agreement, say whether one stands, and offer to draft one."""
    rows = queries.agreements_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    tier = rules.tier_of(thing)
    context = {
        "thing": thing,
        "rows": rows,
        "stands": rules.agreement_stands(thing),
        "asked": tier is not None and tier.agreement != "never",
        "tier": tier,
        "buttons": buttons([DRAFT], request.user, thing),
    }
    return render(request, "engagements/agreements.html", context)


@on(P.AGREEMENT_VIEW, load=queries.agreement, see=P.AGREEMENT_VIEW, may=rules.may)
def agreement(request: PersonRequest, thing: Agreement) -> HttpResponse:
    """Show one agreement: its text, who has signed, who has not and until when, and what happened."""
    events = [history.event(row) for row in history.of(thing.ref)[:50]]
    context = {
        "thing": thing,
        "title": f"Agreement, version {thing.version}",
        "holders": queries.signers(thing),
        "events": events,
        "names": names([*(event.who for event in events), thing.drafted_by]),
        "buttons": buttons(AGREEMENT_VERBS, request.user, thing),
        "formats": list(documents.Format),
    }
    return render(request, "engagements/agreement.html", context)


@on(P.AGREEMENT_VIEW, load=queries.agreement, see=P.AGREEMENT_VIEW, may=rules.may)
def copy(request: PersonRequest, thing: Agreement, signatory: str) -> HttpResponse:
    """Hand out the copy of a signature on paper, to be saved and never shown by the browser."""
    del request
    line = next((s for s in thing.signatures.all() if s.role == signatory and s.file is not None), None)
    if line is None or line.file is None:
        raise NotThere("There is no copy of such a signature.")
    return to_be_saved(line.file, line.file_name, of=thing.ref)


@on(P.AGREEMENT_VIEW, load=queries.agreement, see=P.AGREEMENT_VIEW, may=rules.may)
def download(request: PersonRequest, thing: Agreement, ending: str) -> HttpResponse:
    """Give the agreement with its signatures as a file."""
    del request
    if ending not in list(documents.Format):
        raise NotThere
    document = agreement_document(thing)
    return documents.download(document, documents.Format(ending), name=f"Agreement {thing.ref}", at=clock.now())
