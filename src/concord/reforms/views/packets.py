"""Pages of completion packets."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core import documents as docs
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm, VerbForm
from concord.core.handing import to_be_saved
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement, Origin
from concord.programme.queries import of as programme_of
from concord.reforms import actions, checks, forms, queries, rules
from concord.reforms.letter import document
from concord.reforms.models import Packet
from concord.reforms.states import OPEN_PACKETS

P = Permission


def _verb(
    verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm, **more: Any
) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.packet,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        **more,
    )


PACKET_VERBS = [
    _verb(P.PACKET_SHOW, actions.show, "One piece of evidence may show several measures.", forms.ShowForm),
    _verb(P.PACKET_TAKE_OUT, actions.take_out, "It stays on record, with your reason.", forms.TakeOutForm),
    _verb(P.PACKET_INCLUDE, actions.include, "Both are reviewed together from now on.", forms.IncludeForm),
    _verb(
        P.PACKET_LEAVE_OUT,
        actions.leave_out,
        "It can come in another packet. It stays on record, with your reason.",
        forms.LeaveOutForm,
    ),
    _verb(
        P.PACKET_SUBMIT,
        actions.submit,
        "The assessment team reviews it next. Each measure in force needs evidence.",
        show=lambda packet: {"problems": checks.before_submitting(packet)},
    ),
    _verb(P.PACKET_WITHDRAW, actions.withdraw, "A new packet may follow.", ReasonForm),
    _verb(P.PACKET_PASS_ON, actions.pass_on, "You found each measure shown; somebody else looks after you."),
    _verb(
        P.PACKET_RETURN,
        actions.send_back,
        "Say measure by measure what is missing. The agency may hand it in again; the round is counted.",
        forms.ReturnForm,
    ),
    _verb(
        P.PACKET_ACCEPT,
        actions.accept,
        "Each measure is shown, but for those of which you say what is missing: their recommendations are left out and "
        "may come in another packet. What the team says of each reform is a fact of its own: say it there next.",
        forms.AcceptForm,
    ),
]
ASSEMBLE_VERBS = [
    VerbPage(
        P.PACKET_ASSEMBLE,
        load=queries.reform,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.assemble,
        explain="A packet brings together what shows each measure. Nobody reviews it before you hand it in.",
        form=forms.AssembleForm,
    ),
]


SHEET = tables.Sheet(
    "Completion packets",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Packet", lambda row: row.title_given),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("With", lambda row: str(row.held_by)),
        tables.Column("Since (UTC)", lambda row: row.state_since),
        tables.Column("Round", lambda row: row.round),
    ),
)


@on(P.REFORM_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def packets(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the packets of an engagement, the newest first."""
    rows = queries.packets_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    return render(request, "reforms/packets.html", {"thing": thing, **page_of(rows, request)})


@on(P.REFORM_VIEW, load=queries.packet, see=P.REFORM_VIEW, may=rules.may)
def packet(request: PersonRequest, thing: Packet) -> HttpResponse:
    """Show one packet: what it is about, what shows each measure, and what each round brought; what was handed in and
    said of it, to whoever sees the agency's documents."""
    keys = (thing.assembled_by, thing.submitted_by, thing.reviewed_by, thing.accepted_by)
    context = {
        "thing": thing,
        "reforms": queries.reforms_in(thing),
        "left_out": queries.not_accepted_in(thing),
        "lines": queries.lines(thing),
        "sees": bool(rules.may(request.user, P.DOCUMENTS_VIEW, thing)),
        "names": names(key for key in keys if key),
        "problems": checks.before_submitting(thing) if thing.state in OPEN_PACKETS else (),
        "buttons": buttons(PACKET_VERBS, request.user, thing),
    }
    return render(request, "reforms/packet.html", context)


@on(P.DOCUMENTS_VIEW, load=queries.packet, see=P.REFORM_VIEW, may=rules.may)
def letter(request: PersonRequest, thing: Packet, ending: str) -> HttpResponse:
    """Give a packet as a document: a letter once it is accepted."""
    del request
    if ending not in list(docs.Format):
        raise NotThere("A packet can be had as docx or pdf.")
    made = document(
        thing,
        queries.reforms_in(thing),
        queries.lines(thing),
        left_out=queries.not_accepted_in(thing),
        author=programme_of(thing.engagement.edition).office.name if thing.engagement.edition else "",
        mark="Fictional" if thing.engagement.origin == Origin.FICTIONAL else "",
    )
    return docs.download(made, docs.Format(ending), name=f"{thing.ref} {thing.title_given}", at=thing.state_since)


@on(P.DOCUMENTS_VIEW, load=queries.packet, see=P.REFORM_VIEW, may=rules.may)
def file(request: PersonRequest, thing: Packet, proof: int) -> HttpResponse:
    """Hand out the file of a piece of evidence, by its place in the packet: 1 is the first that was put in."""
    del request
    found = sorted(thing.proofs.all(), key=lambda each: each.pk)[proof - 1 : proof]
    if proof < 1 or not found or found[0].file is None:
        raise NotThere(f"{thing.ref} has no file {proof}.")
    return to_be_saved(found[0].file, found[0].name, of=thing.ref)
