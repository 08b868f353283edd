"""The verbs of assessing: acknowledge and define a request, link it and those beside it to other agencies, answer and
waive criteria, conclude, take up again."""

from datetime import datetime

from concord.agencies.models import Agency
from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, NotAllowedNow
from concord.core.permissions import Actor, Permission
from concord.intake import checks, due, queries, rules, telling
from concord.intake.models import Assessed, AssistanceRequest, CriterionAnswer, Standing

P = Permission


@verb
def acknowledge(
    request: AssistanceRequest, *, agency: Agency | None = None, by: Actor, at: datetime
) -> AssistanceRequest:
    """Acknowledge a request, linking it to the directory where the requester could not. Raises Denied, Incomplete."""
    linked = _entry(agency or request.agency, "The request cannot be acknowledged yet.")
    rules.may_link(by, P.REQUEST_ACKNOWLEDGE, linked).require()
    moved = lifecycle.move(request, P.REQUEST_ACKNOWLEDGE, by=by, at=at, may=rules.may, changes={"agency": linked})
    telling.write(
        moved, f"Your request {moved.ref} is with us", "We will contact you about the next steps. Your link:", at
    )
    return moved


@verb
def relink(request: AssistanceRequest, *, agency: Agency, reason: str, by: Actor, at: datetime) -> AssistanceRequest:
    """Link a request to another entry of the directory, where the one before was wrong: from now on the people of that
    agency see it, and those of the one before do not. The same entry changes nothing. Raises Denied, Incomplete."""
    telling.require_reason(reason)
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_RELINK, locked).require()
    rules.may_link(by, P.REQUEST_RELINK, agency).require()
    before = locked.agency
    if before == agency:
        raise Unchanged(locked)
    locked.agency = agency
    locked.save(update_fields=["agency"])
    record(locked, P.REQUEST_RELINK, by=by, at=at, old=before.ref if before else "", new=agency.ref, reason=reason)
    return locked


@verb
def link_member(
    request: AssistanceRequest, *, member: str, agency: Agency, reason: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Link one of the agencies that ask together with the request's own (`member`, its key) to its entry in the
    directory: from now on whoever serves declares about it too. The same entry changes nothing.

    Raises Denied, Incomplete, BadInput (no such agency in the request, or one that it names already)."""
    telling.require_reason(reason)
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_LINK_MEMBER, locked).require()
    rules.may_link(by, P.REQUEST_LINK_MEMBER, agency).require()
    others = {str(one.pk): one for one in locked.members.select_related("agency")}
    named = others.pop(member, None)
    if named is None:
        raise BadInput(f"{locked.ref} names no agency “{member}” beside its own.")
    if named.agency == agency:
        raise Unchanged(locked)
    if agency in (locked.agency, *(one.agency for one in others.values())):
        raise BadInput(f"{agency.title} is an agency of {locked.ref} already.")
    before, named.agency = named.agency, agency
    named.save(update_fields=["agency"])
    more = {"named": named.name_and_place}
    old = before.ref if before else ""
    record(locked, P.REQUEST_LINK_MEMBER, by=by, at=at, old=old, new=agency.ref, reason=reason, more=more)
    return locked


@verb
def define(request: AssistanceRequest, *, by: Actor, at: datetime) -> AssistanceRequest:
    """Say that the request is defined with the agency. Raises Denied, Incomplete (each part not recorded yet)."""
    moved = lifecycle.move(request, P.REQUEST_DEFINE, by=by, at=at, may=rules.may)
    if missing := [each.part.title for each in queries.record(moved) if each.last is None]:
        raise Incomplete("The request is not defined with the agency yet.", missing)
    return moved


@verb
def answer(
    request: AssistanceRequest, *, criterion: str, standing: str, basis: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Answer one criterion, with its source. A new answer takes the place of the one before, which is kept.

    Raises Denied, NotAllowedNow (that assessment is concluded), BadInput (criterion, standing; or “met” where a matter
    is declared that only an approving official lets pass), Incomplete (no source)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_ANSWER, locked).require()
    row = queries.row(locked, criterion)
    if locked.state not in queries.ANSWERABLE[row.kind]:
        raise NotAllowedNow(f"{row.kind.label} was concluded: the request is “{locked.state_label}”.")
    _require_answer(locked, row, standing, basis)
    before = row.answer
    if before and (before.standing, before.basis, before.decided_by) == (standing, basis, by.actor_key):
        raise Unchanged(locked)
    if before:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    CriterionAnswer.objects.create(
        request=locked,
        round=queries.round_of(locked),
        assessment=row.kind,
        criterion=criterion,
        standing=standing,
        basis=basis,
        decided_at=at,
        decided_by=by.actor_key,
    )
    old = f"{criterion}: {before.standing}" if before else ""
    record(locked, P.REQUEST_ANSWER, by=by, at=at, old=old, new=f"{criterion}: {standing}")
    return locked


@verb
def waive(
    request: AssistanceRequest, *, criterion: str, code: str, reason: str, by: Actor, at: datetime
) -> AssistanceRequest:
    """Let one criterion pass that is not met, with a code of the edition and a reason; never by whoever answered it.

    Raises Denied, NotAllowedNow (concluded, not answered yet, met, or required), BadInput (the code)."""
    telling.require_reason(reason)
    locked = lifecycle.lock(request)
    rules.may(by, P.REQUEST_WAIVE, locked).require()
    row = queries.row(locked, criterion)
    if row.answer is None or not row.may_be_waived or locked.state not in queries.ANSWERABLE[row.kind]:
        raise NotAllowedNow("Only a criterion that was answered, is not met and is not required can be waived.")
    rules.may_waive(by, row.answer).require()
    if code not in {each.key for each in queries.reasons(locked, "waive")}:
        raise BadInput(f"The edition has no reason “{code}” for a waiver.")
    waived = row.answer
    waived.waived_at, waived.waived_by, waived.waived_code, waived.waived_because = at, by.actor_key, code, reason
    waived.save(update_fields=["waived_at", "waived_by", "waived_code", "waived_because"])
    if row.criterion.effect == "routed":
        due.done(due.MATTERS, locked, by=by, at=at)
    record(locked, P.REQUEST_WAIVE, by=by, at=at, new=f"{criterion}: {code}", reason=reason)
    return locked


@verb
def find_eligible(request: AssistanceRequest, *, by: Actor, at: datetime) -> AssistanceRequest:
    """Conclude eligibility. Raises Denied, Incomplete (each rule that forbids it, each criterion not met or waived)."""
    moved = lifecycle.move(request, P.REQUEST_FIND_ELIGIBLE, by=by, at=at, may=rules.may)
    require_none(checks.run(moved), "The agency cannot be found eligible.")
    _require_all_pass(moved, Assessed.ELIGIBILITY)
    return moved


@verb
def find_ready(request: AssistanceRequest, *, by: Actor, at: datetime) -> AssistanceRequest:
    """Conclude readiness. Raises Denied, Incomplete (each criterion that is not met or waived)."""
    moved = lifecycle.move(request, P.REQUEST_FIND_READY, by=by, at=at, may=rules.may)
    _require_all_pass(moved, Assessed.READINESS)
    return moved


@verb
def take_up(request: AssistanceRequest, *, by: Actor, at: datetime) -> AssistanceRequest:
    """Take up a deferred request again: it is contacted and assessed anew.

    Raises Denied, Incomplete (it was deferred before it was linked to the directory)."""
    moved = lifecycle.move(request, P.REQUEST_TAKE_UP, by=by, at=at, may=rules.may)
    _entry(moved.agency, "The request cannot be taken up again yet. Link it to the right agency first.")
    due.done(due.TAKE_UP, moved, by=by, at=at)
    due.reached_the_office(moved, by=by, at=at)
    telling.write(moved, f"Your request {moved.ref} is taken up again", "We will contact you. Your link:", at)
    return moved


def _entry(agency: Agency | None, why: str) -> Agency:
    """Return the agency. Raises Incomplete where there is none: nothing is assessed without its entry."""
    if agency is None:
        raise Incomplete(why, ["the agency's entry in the directory"])
    return agency


def _require_answer(request: AssistanceRequest, row: queries.Row, standing: str, basis: str) -> None:
    if standing not in Standing.values:
        raise BadInput(f"“{standing}” is no standing; expected one of: {', '.join(Standing.values)}.")
    if not basis.strip():
        raise Incomplete("The criterion cannot be answered.", ["the source: how do you know?"])
    if row.criterion.effect == "routed" and request.pending_matters and standing == Standing.MET:
        raise BadInput(
            "A matter is declared as pending. Answer “not yet” with what is known; an approving official may waive it."
        )


def _require_all_pass(request: AssistanceRequest, kind: Assessed) -> None:
    found = next(each for each in queries.assessments(request) if each.kind == kind)
    if found.wanting:
        raise Incomplete(
            f"{kind.label} cannot be recorded yet: each criterion has to be met, or waived with a reason.",
            [row.criterion.question for row in found.wanting],
        )
