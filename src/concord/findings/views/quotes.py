"""From a quote to a claim card: what was coded is put on a card by its address, which holds for ever."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.evidence import queries as evidence
from concord.evidence import rules as evidence_rules
from concord.evidence.models import CodingRound
from concord.findings import actions, forms, queries, rules

P = Permission


@on(P.CLAIM_GATHER, load=evidence.coding_round, see=P.ROUND_VIEW, may=evidence_rules.may)
def card(request: PersonRequest, thing: CodingRound, coding: int) -> HttpResponse:
    """Put a quote on a claim card, one that is there or a new one of the document's focus area."""
    found = evidence.coding_seen(request.user, thing, coding)
    if found is None:
        raise NotThere
    (quote,) = evidence.quotes([found])
    area = found.passage.document.item.focus_area
    cards = queries.claims_to_gather_on(request.user, thing.engagement)
    posted = request.POST if request.method == "POST" else None
    initial = {"note": f"{quote.code.name}: "}
    form = forms.QuoteForm(posted, initial=initial, thing=thing, by=request.user, cards=cards)
    decision = rules.may(request.user, P.CLAIM_MAKE, area)
    if form.is_bound and form.is_valid():
        values, now = form.values(), clock.now()
        chosen, statement = values.pop("claim"), values.pop("statement")
        onto = cards[chosen] if chosen else actions.make_claim(area, statement=statement, by=request.user, at=now)
        done = actions.gather(onto, source=found.citation.short, by=request.user, at=now, **values)
        messages.success(request, f"Done: {found.citation.short} is on the card.")
        return redirect(done.get_absolute_url())
    context = {"thing": thing, "quote": quote, "form": form, "area": area, "decision": decision}
    return unkept(render(request, "findings/quote_card.html", context, status=422 if form.errors else 200))
