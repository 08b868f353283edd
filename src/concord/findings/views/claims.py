"""Pages of claim cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage
from concord.engagements import queries as engagements
from concord.engagements.models import Engagement
from concord.evidence.queries import with_titles
from concord.evidence.views.pages import of_this_state
from concord.findings import actions, checks, forms, queries, quotes, rules, sealed_notes
from concord.findings.grounds import Ground, Tally, counted, how_borne_out, standing, tallies
from concord.findings.models import Claim, Direction
from concord.findings.states import ClaimState
from concord.findings.strength import RULE

P = Permission


def _problems(claim: Claim) -> Mapping[str, Any]:
    return {"problems": checks.of_claim(claim)}


MAKE = VerbPage(
    P.CLAIM_MAKE,
    load=engagements.focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.make_claim,
    explain="A finding begins as a claim. Evidence is gathered on its card, for it and against it; a finding is "
    "drafted from the card once enough bears it out.",
    form=forms.ClaimForm,
)
CLAIM_VERBS = [
    VerbPage(
        P.CLAIM_DRAFT_FINDING,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.draft_from_claim,
        explain="The finding cites what supports the claim. The card stays beside it, with what contradicts it.",
        form=forms.DraftFromClaimForm,
        show=_problems,
    ),
    VerbPage(
        P.CLAIM_GATHER,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.gather,
        explain="Look for what contradicts the claim too. How strong a piece is follows from what is on record of it; "
        "nobody types it.",
        form=forms.GatherForm,
    ),
    VerbPage(
        P.CLAIM_TAKE_AWAY,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.take_away,
        explain="It no longer speaks for or against the claim, and stays in sight with your reason.",
        form=forms.TakeAwayForm,
        shows_sealed=lambda _claim: True,
    ),
    VerbPage(
        P.CLAIM_REWORD,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.reword_claim,
        explain="What it says now is kept with it.",
        form=forms.RewordClaimForm,
    ),
    VerbPage(
        P.CLAIM_SET_ASIDE,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.set_claim_aside,
        explain="Nobody goes on with it. It stays to be read, with your reason.",
        form=ReasonForm,
    ),
    VerbPage(
        P.CLAIM_TAKE_UP,
        load=queries.claim,
        see=P.CLAIM_VIEW,
        may=rules.may,
        action=actions.take_up,
        explain="The finding that was drafted from it was set aside. Another one can be drafted from it.",
    ),
]
VERBS = [MAKE, *CLAIM_VERBS]
SHEET = tables.Sheet(
    "Claim cards",
    (
        tables.Column("Reference", lambda row: row[0].ref),
        tables.Column("Claim", lambda row: row[0].statement),
        tables.Column("Focus area", lambda row: row[0].focus_area.number),
        tables.Column("Supports", lambda row: row[1].pieces[Direction.SUPPORTS]),
        tables.Column("Contradicts", lambda row: row[1].pieces[Direction.CONTRADICTS]),
        tables.Column("Gives context", lambda row: row[1].pieces[Direction.CONTEXT]),
        tables.Column("How well borne out", lambda row: row[1].borne_out.label),
        tables.Column("State", lambda row: row[0].state_label),
        tables.Column("Finding", lambda row: row[0].finding.ref if row[0].finding else ""),
    ),
    read=lambda cards: _tallied(cards[0].engagement, cards),
)


def _tallied(of: Engagement, cards: Sequence[Claim]) -> list[tuple[Claim, Tally]]:
    """Return cards of an engagement, each with how much counts for it and against it."""
    found = tallies(of, cards)
    return [(card, found[card.pk]) for card in cards]


@on(P.CLAIM_VIEW, load=engagements.engagement, see=P.CLAIM_VIEW, may=rules.may)
def claims(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the claim cards of one engagement, with how well each is borne out."""
    rows = queries.claims_visible_to(request.user).filter(engagement=thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    page = page_of(rows, request)
    context = {
        "thing": thing,
        "next": page["next"],
        "rows": [
            (card, tally.borne_out, [(d.label, tally.pieces[d]) for d in Direction])
            for card, tally in _tallied(thing, page["rows"])
        ],
        "rule": RULE,
    }
    return render(request, "findings/claims.html", context)


def with_notes(told: list[tuple[Ground, bool]]) -> list[dict[str, Any]]:
    """Return what was put on a card, each with whether it may be seen and, if so, with what the team noted."""
    seen = [each.piece for each, may_see in told if may_see and each.piece]
    with_titles(piece.evidence for piece in seen if piece.evidence)
    notes, reasons = sealed_notes.read(seen), sealed_notes.reasons(seen)
    return [
        {
            "ground": each,
            "seen": may_see,
            "note": notes.get(each.piece.pk, "") if each.piece else "",
            "because": reasons.get(each.piece.pk, "") if each.piece else "",
        }
        for each, may_see in told
    ]


@on(P.CLAIM_VIEW, load=queries.claim, see=P.CLAIM_VIEW, may=rules.may)
def claim(request: PersonRequest, thing: Claim) -> HttpResponse:
    """Show a card: what it claims, and what speaks for it and against it."""
    told = queries.grounds_of(request.user, thing)
    grounds = [each for each, _ in told]
    said = quotes.texts(each.passage for each, seen in told if seen and each.passage)
    rows: list[dict[str, Any]] = [{**row, "quote": said.get(row["ground"].passage, "")} for row in with_notes(told)]
    here = [row for row in rows if not row["ground"].piece.is_taken_away]
    who = {thing.author, *(each.piece.put_by for each in grounds if each.piece)}
    who |= {each.piece.taken_away_by for each in grounds if each.piece and each.piece.taken_away_by}
    context = {
        "thing": thing,
        "sides": [(side, [row for row in here if row["ground"].direction == side]) for side in Direction],
        "taken_away": [row for row in rows if row not in here],
        "borne_out": how_borne_out(grounds),
        "counts": [(side, counted(standing(grounds, side))) for side in Direction],
        "problems": checks.of_claim(thing, grounds) if thing.state == ClaimState.OPEN else (),
        "set_aside": queries.returned_because(thing, P.CLAIM_SET_ASIDE) if thing.state == ClaimState.SET_ASIDE else "",
        "names": names(who),
        "rule": RULE,
        "buttons": of_this_state(CLAIM_VERBS, request.user, thing),
    }
    return unkept(render(request, "findings/claim.html", context))
