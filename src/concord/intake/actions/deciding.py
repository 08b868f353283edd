"""The verbs of deciding: accept, defer, refer or decline a request, each with its reason and its letter."""

from datetime import date, datetime

from concord.core import lifecycle, zones
from concord.core.actions import verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.intake import checks, due, queries, rules, telling
from concord.intake.models import AssistanceRequest, Decided, DecisionKind
from concord.programme.letters import Filled
from concord.programme.queries import of as programme_of

P = Permission


@verb
def accept(
    request: AssistanceRequest,
    *,
    tier: str,
    reason: str,
    letter: Filled,
    matters: str = "",
    offices: str = "",
    by: Actor,
    at: datetime,
) -> AssistanceRequest:
    """Accept a request that is eligible and ready to a tier, which may be another than the one asked for.

    `letter` is kept as it is sent; `matters` says how a declared matter was weighed, `offices` why it is accepted
    although another office was not asked, has not answered, or is not clear.
    Raises Denied (who assessed it never decides), BadInput (the tier), Incomplete (reason, letter, matters, offices; a
    rule that the agency met when it was assessed and meets no more, since another was linked, say)."""
    tier = _known_tier(request, tier)
    decided = Decided(kind=DecisionKind.ACCEPT, tier=tier, reason=reason, matters=matters, offices=offices)
    return _decide(request, P.REQUEST_ACCEPT, decided, letter, by=by, at=at)


@verb
def defer(
    request: AssistanceRequest,
    *,
    until: date,
    code: str,
    reason: str,
    letter: Filled,
    matters: str = "",
    by: Actor,
    at: datetime,
) -> AssistanceRequest:
    """Defer a request until a day, on which it is due to be taken up again. Raises as `accept`, and BadInput (day)."""
    if until <= zones.day(at):
        raise BadInput(f"A request is deferred until a day to come; {until.isoformat()} is none.")
    decided = Decided(kind=DecisionKind.DEFER, until=until, code=code, reason=reason, matters=matters)
    return _decide(request, P.REQUEST_DEFER, decided, letter, by=by, at=at)


@verb
def refer(
    request: AssistanceRequest,
    *,
    code: str,
    reason: str,
    letter: Filled,
    tier: str = "",
    refer_to: str = "",
    matters: str = "",
    by: Actor,
    at: datetime,
) -> AssistanceRequest:
    """Refer a request: to another tier, for which the agency asks anew, or to another provider; one of the two.

    Raises as `accept`, and BadInput (both, or none)."""
    if bool(tier) == bool(refer_to.strip()):
        raise BadInput("A request is referred either to a tier or to another provider: name one of them.")
    to = _known_tier(request, tier) if tier else ""
    decided = Decided(
        kind=DecisionKind.REFER, tier=to, refer_to=refer_to.strip(), code=code, reason=reason, matters=matters
    )
    return _decide(request, P.REQUEST_REFER, decided, letter, by=by, at=at)


@verb
def decline(
    request: AssistanceRequest, *, code: str, reason: str, letter: Filled, matters: str = "", by: Actor, at: datetime
) -> AssistanceRequest:
    """Decline a request, with a code of the edition and the reason in words. Raises as `accept`."""
    decided = Decided(kind=DecisionKind.DECLINE, code=code, reason=reason, matters=matters)
    return _decide(request, P.REQUEST_DECLINE, decided, letter, by=by, at=at)


def _decide(
    request: AssistanceRequest, verb: Permission, decided: Decided, letter: Filled, *, by: Actor, at: datetime
) -> AssistanceRequest:
    """Move the request, keep the decision with its letter, and mail that there is one: the link, nothing else."""
    telling.require_reason(decided.reason)
    said = {"code": decided.code, "tier": decided.tier, "until": decided.until.isoformat() if decided.until else ""}
    more = {name: value for name, value in said.items() if value}
    moved = lifecycle.move(request, verb, by=by, at=at, may=rules.may, reason=decided.reason, more=more)
    _require_whole(moved, decided, letter)
    decided.request, decided.decided_at, decided.decided_by = moved, at, by.actor_key
    decided.subject, decided.letter = letter.subject, letter.text
    subject, sentence = f"Your request {moved.ref}", "There is a decision on your request. Read it at your link:"
    decided.mail = telling.write(moved, subject, sentence, at)
    decided.save()
    if decided.until:
        due.again(moved, decided.until, by=by, at=at)
    else:
        due.over(moved, by=by, at=at)
    return moved


def _require_whole(request: AssistanceRequest, decided: Decided, letter: Filled) -> None:
    kind = DecisionKind(decided.kind)
    if kind != DecisionKind.ACCEPT and decided.code not in {each.key for each in queries.reasons(request, kind)}:
        raise BadInput(f"The edition has no reason “{decided.code}” to {kind} a request.")
    missing = [what for what, text in (("its subject", letter.subject), ("its text", letter.text)) if not text.strip()]
    if missing:
        raise Incomplete("A decision is told by a letter.", missing)
    if kind == DecisionKind.ACCEPT:
        require_none(checks.run(request), f"{request.ref} cannot be accepted.")
        if opened := queries.opened_again(request):
            raise Incomplete("A matter was noted since the assessment was concluded; open it again.", opened)
        _require_offices(request, decided)
    if request.pending_matters and not decided.matters.strip():
        raise Incomplete("A matter is declared as pending.", ["how it was weighed"])
    if not request.pending_matters and decided.matters.strip():
        raise BadInput("No matter is declared as pending, so there is none to weigh.")


def _require_offices(request: AssistanceRequest, decided: Decided) -> None:
    open_ones, said = checks.not_clear(request), decided.offices.strip()
    if open_ones and not said:
        raise Incomplete(" ".join(open_ones), ["why the request is accepted all the same"])
    if said and not open_ones:
        raise BadInput("Every other office has answered and is clear, so there is none to speak of.")


def _known_tier(request: AssistanceRequest, tier: str) -> str:
    known = [each.key for each in programme_of(request.edition).tier]
    if tier not in known:
        raise BadInput(f"The edition has no tier “{tier}”; expected one of: {', '.join(known)}.")
    return tier
