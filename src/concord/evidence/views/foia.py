"""Pages of records request sets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm
from concord.core.handing import to_be_saved
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.evidence import actions, forms, queries, rules
from concord.evidence.foia import sorted_out
from concord.evidence.models import FoiaSet

P = Permission
PREPARE = VerbPage(
    P.FOIA_PREPARE,
    load=load_engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.prepare_foia,
    explain="The evidence that may be released goes into one archive, with an index; the rest is counted by its basis. "
    "An approving official looks at it before it leaves.",
    form=forms.FoiaForm,
    show=lambda engagement: {"sorted": sorted_out(engagement)},
    template="evidence/foia_prepare.html",
)
SET_VERBS = [
    VerbPage(
        P.FOIA_APPROVE,
        load=queries.foia_set,
        see=P.FOIA_VIEW,
        may=rules.may,
        action=actions.approve_foia,
        explain="What is in it may leave the office. Each item is looked up again: one that was restricted or redacted "
        "since stops it.",
    ),
    VerbPage(
        P.FOIA_DISCARD,
        load=queries.foia_set,
        see=P.FOIA_VIEW,
        may=rules.may,
        action=actions.discard_foia,
        explain="The archive is removed; the record of it stays, with your reason.",
        form=ReasonForm,
    ),
]
VERBS = [PREPARE, *SET_VERBS]
SHEET = tables.Sheet(
    "Records requests",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Set", lambda row: row.title),
        tables.Column("Received", lambda row: row.received_on),
        tables.Column("Given", lambda row: len(row.given)),
        tables.Column("Withheld", lambda row: row.withheld_count),
        tables.Column("State", lambda row: row.state_label),
    ),
)


@on(P.FOIA_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def foia_sets(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the sets of one engagement, and what a new one would give and withhold."""
    rows = queries.foia_sets_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "sorted": sorted_out(thing),
        "buttons": buttons([PREPARE], request.user, thing),
        **page_of(rows, request),
    }
    return render(request, "evidence/foia_sets.html", context)


@on(P.FOIA_VIEW, load=queries.foia_set, see=P.FOIA_VIEW, may=rules.may)
def foia_set(request: PersonRequest, thing: FoiaSet) -> HttpResponse:
    """Show one set."""
    context = {
        "thing": thing,
        "given": [_given(str(ref), int(number), *map(int, version)) for ref, number, *version in thing.given],
        "titles": queries.titles_given(thing),
        "names": names(filter(None, [thing.prepared_by, thing.approved_by])),
        "buttons": buttons(SET_VERBS, request.user, thing),
    }
    return render(request, "evidence/foia_set.html", context)


def _given(ref: str, number: int, redacted: int = 0) -> tuple[str, str, str]:
    """Return what is given: its reference, its page, and which version or revision it is."""
    if ref.startswith("DOC"):
        of = f", revision {number}" + (f", redacted version {redacted}" if redacted else "")
        return ref, reverse("document", args=[ref]), of
    return ref, reverse("evidence-item", args=[ref]), f", redacted version {number}" if number else ""


@on(P.FOIA_VIEW, load=queries.foia_set, see=P.FOIA_VIEW, may=rules.may)
def foia_file(request: PersonRequest, thing: FoiaSet) -> HttpResponse:
    """Hand out the archive of a set."""
    del request
    if thing.file is None:
        raise NotThere("The archive of this set was removed; its page says why.")
    return to_be_saved(thing.file, f"{thing.ref}.zip", of=thing.ref)
