"""The verbs of an agreement: draft, send, sign, remind, lapse, reinstate."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max

from concord.accounts.models import Identity
from concord.accounts.queries import by_key
from concord.core import files, jobs, lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.checks import error, require_none
from concord.core.errors import BadInput, Denied, Stale
from concord.core.ids import next_ref
from concord.core.permissions import OFFICE_SCOPE, Actor, Party, Permission
from concord.core.tasks import setting
from concord.engagements import queries, rules, telling, versions
from concord.engagements.checks.reason import require_reason, require_words
from concord.engagements.checks.signed import signed_in_its_time
from concord.engagements.models import Agreement, Engagement, Given, Signature
from concord.engagements.models.agreement import SIGNATORIES, hash_of
from concord.engagements.states import AgreementState
from concord.intake.models import AssistanceRequest

P = Permission
_A = AgreementState


@verb
def draft_agreement(
    of: Engagement | AssistanceRequest, *, heading: str, text: str, roles: Collection[str], by: Actor, at: datetime
) -> Agreement:
    """Draft the next version of an agreement about an accepted request, or the engagement that came of it.

    An earlier draft, and one that has lapsed, are superseded by it. `roles` are the keys of the roles that sign. The
    same again is the same draft (law 17).
    Raises Denied (one is with its signatories), BadInput (no such signatory), Incomplete (heading, text, signatory)."""
    request = lifecycle.lock(_request_of(of))
    rules.may(by, P.AGREEMENT_DRAFT, of).require()
    known = [role.key for role in SIGNATORIES]
    if unknown := sorted(set(roles) - set(known)):
        raise BadInput(f"{', '.join(unknown)}: no such signatory; expected of: {', '.join(known)}.")
    require_words(the_heading=heading, the_text=text, who_signs="".join(roles))
    if same := _same_draft(request, heading, text, roles, by):
        raise Unchanged(same)
    for older in request.agreements.filter(state__in=(_A.DRAFT, _A.LAPSED)):
        versions.supersede(older, at=at)
    version = (request.agreements.aggregate(last=Max("version"))["last"] or 0) + 1
    said = {"request": request, "version": version, "heading": heading, "text": text}
    signing = tuple(key for key in known if key in roles)
    hashed = hash_of(Agreement(**said), signing)
    agreement = Agreement.begin(
        P.AGREEMENT_DRAFT,
        by=by,
        at=at,
        ref=next_ref("AGR", at),
        content_hash=hashed,
        drafted_by=by.actor_key,
        **said,
    )
    Signature.objects.bulk_create(Signature(agreement=agreement, role=key) for key in signing)
    return agreement


def _same_draft(
    request: AssistanceRequest, heading: str, text: str, roles: Collection[str], by: Actor
) -> Agreement | None:
    """Return this person's draft that says the same: pressed twice, it is one."""
    drafts = request.agreements.filter(state=_A.DRAFT, heading=heading, text=text, drafted_by=by.actor_key)
    return next((one for one in drafts if {line.role for line in one.signatures.all()} == set(roles)), None)


def _request_of(of: Engagement | AssistanceRequest) -> AssistanceRequest:
    request = of.request if isinstance(of, Engagement) else of
    if request is None:
        raise Denied("This engagement is compiled from public records; nothing is agreed about it here.")
    return request


@verb
def send_agreement(agreement: Agreement, *, due_on: Mapping[str, date], by: Actor, at: datetime) -> Agreement:
    """Send a draft to its signatories; each has a day by which to sign, by the role's key. A line whose role nobody
    holds yet waits for whoever joins, or for a paper.

    Raises Denied, NotAllowedNow, Incomplete (each signatory without a day to come)."""
    return _send(agreement, P.AGREEMENT_SEND, due_on, by=by, at=at)


@verb
def reinstate_agreement(
    agreement: Agreement, *, due_on: Mapping[str, date], reason: str, by: Actor, at: datetime
) -> Agreement:
    """Reinstate an agreement that has lapsed, with the reason and new days; signatures that are there stay.

    Raises as `send_agreement`, and Incomplete (no reason)."""
    require_reason(reason, "An agreement is reinstated with a reason.")
    return _send(agreement, P.AGREEMENT_REINSTATE, due_on, by=by, at=at, reason=reason)


def _send(
    agreement: Agreement, verb: Permission, due_on: Mapping[str, date], *, by: Actor, at: datetime, reason: str = ""
) -> Agreement:
    lines = list(agreement.signatures.filter(recorded_at=None).order_by("pk"))
    problems = [
        error(f"{line.who}: a day by which to sign, from today on")
        for line in lines
        if line.role not in due_on or due_on[line.role] < zones.day(at)
    ]
    require_none(problems, "The agreement cannot be sent.")
    more = {line.role: due_on[line.role].isoformat() for line in lines}
    changes = {"lapsed_because": ""}
    moved = lifecycle.move(
        agreement, verb, by=by, at=at, may=rules.may, reason=reason, more={"due_on": more}, changes=changes
    )
    for line in lines:
        line.due_on, line.reminded_at = due_on[line.role], None
        line.save(update_fields=["due_on", "reminded_at"])
        _ask(moved, line, "agreement", at)
    return moved


def _ask(agreement: Agreement, line: Signature, letter: str, at: datetime) -> None:
    """Mail whoever holds the role of an open line that it waits, and until when, by a letter of the edition."""
    telling.ask_to_sign(queries.signers(agreement).get(line.role, []), agreement, line, letter, at)


@verb
def sign_agreement(
    agreement: Agreement,
    *,
    expected_hash: str,
    intent: str,
    name: str,
    capacity: str,
    shown_by: str,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Sign as the person whose line it is, by typing one's name; the last signature brings the agreement into force.

    `intent` is the sentence by which they say that their typed name is their signature, `shown_by` by what they showed
    who they are at this moment (an `Identity`).
    Raises Denied, NotAllowedNow, Stale (another text than was shown), Incomplete (intent, name, capacity)."""
    locked = lifecycle.lock(agreement)
    locked.lifecycle.require(locked.state, P.AGREEMENT_SIGN)
    rules.may(by, P.AGREEMENT_SIGN, locked).require()
    require_words(the_sentence_of_intent=intent, the_name=name, the_capacity=capacity)
    _require_same(locked, expected_hash)
    line = rules.line_of(by, locked)
    if line is None:  # the rules have refused it already
        raise Denied("No line of this agreement waits for you.")
    line.how, line.name, line.capacity, line.intent = Given.TYPED, name, capacity, intent
    line.content_hash, line.signed_on, line.shown_by = locked.content_hash, zones.day(at), Identity(shown_by)
    return _signed(agreement, line, P.AGREEMENT_SIGN, by=by, at=at)


@verb
def record_signature(
    agreement: Agreement,
    *,
    role: str,
    name: str,
    capacity: str,
    signed_on: date,
    file_name: str,
    chunks: Iterable[bytes],
    by: Actor,
    at: datetime,
) -> Agreement:
    """Record that a signatory signed on paper, with the copy; the last signature brings the agreement into force.

    Raises Denied, NotAllowedNow, BadInput (no such open line, a day before there was the text or to come), Incomplete
    (name, capacity, copy)."""
    locked = lifecycle.lock(agreement)
    locked.lifecycle.require(locked.state, P.AGREEMENT_RECORD)
    rules.may(by, P.AGREEMENT_RECORD, locked).require()
    line = locked.signatures.filter(role=role, recorded_at=None).first()
    if line is None:
        raise BadInput(f"No line for “{role}” is open under {locked.ref}.")
    for problem in signed_in_its_time(signed_on, first=queries.drafted_on(locked), today=zones.day(at)):
        raise BadInput(problem.text)
    require_words(the_name=name, the_capacity=capacity, the_signed_copy=file_name)
    _require_same(locked, locked.content_hash)
    line.how, line.name, line.capacity = Given.PAPER, name, capacity
    line.content_hash, line.signed_on = locked.content_hash, signed_on
    line.file, line.file_name = files.store(chunks, at=at), file_name
    return _signed(agreement, line, P.AGREEMENT_RECORD, by=by, at=at)


def _require_same(agreement: Agreement, expected_hash: str) -> None:
    """Raise Stale unless what was shown, what was kept and what is there now is one text."""
    roles = tuple(line.role for line in agreement.signatures.all())
    if not expected_hash == agreement.content_hash == hash_of(agreement, roles):
        raise Stale(f"The text of {agreement.ref} is not the one that you were shown. Read it again, then decide.")


def _signed(agreement: Agreement, line: Signature, verb: Permission, *, by: Actor, at: datetime) -> Agreement:
    """Keep a signature; when it is the last, bring the agreement into force and set aside the one before."""
    more = {"signatory": line.role, "content_hash": line.content_hash}
    others = [each.who.lower() for each in agreement.signatures.filter(recorded_at=None).exclude(pk=line.pk)]
    if others:
        moved = agreement
        record(moved, verb, by=by, at=at, new=line.role, reason=f"It still waits for: {', '.join(others)}.", more=more)
    else:
        for older in agreement.request.agreements.filter(state=_A.IN_FORCE):
            versions.supersede(older, at=at)
        moved = lifecycle.move(agreement, verb, by=by, at=at, may=rules.may, more=more)
        telling.write([by_key(moved.drafted_by)], moved, "The agreement is in force", "Everybody has signed:", at)
    line.recorded_at, line.recorded_by = at, by.actor_key
    line.save()
    setting.finish(_overdue(line), about=agreement.ref, by=by, at=at)
    return moved


def _overdue(line: Signature) -> str:
    """Return the kind of the office's task about a signature that did not come."""
    return f"signature_{line.role}"


@verb
def remind_signatories(
    agreement: Agreement, *, roles: Collection[str] | None = None, by: Actor, at: datetime
) -> Agreement:
    """Remind everybody whose line is open, or of these only those who sign in certain roles, at most once a day; what
    is overdue becomes a task of the office.

    Raises Denied, NotAllowedNow (it is not with its signatories)."""
    locked = lifecycle.lock(agreement)
    rules.may(by, P.AGREEMENT_REMIND, locked).require()
    try:
        jobs.once(f"remind {locked.ref} {zones.day(at)}", at=at)
    except Unchanged:
        raise Unchanged(locked) from None
    open_lines = list(locked.signatures.filter(recorded_at=None).order_by("pk"))
    if roles is not None:
        open_lines = [line for line in open_lines if line.role in roles]
    for line in open_lines:
        _ask(locked, line, "agreement_reminder", at)
        if line.due_on is not None and line.due_on < zones.day(at):
            what = f"A signature is overdue since {line.due_on}: {line.who.lower()}, {locked.title}"
            setting.add(
                what=what,
                about=locked.ref,
                scope=OFFICE_SCOPE,
                party=Party.OFFICE,
                due_on=zones.day(at),
                kind=_overdue(line),
                by=by,
                at=at,
            )
        line.reminded_at = at
        line.save(update_fields=["reminded_at"])
    record(locked, P.AGREEMENT_REMIND, by=by, at=at, new=", ".join(line.role for line in open_lines))
    return locked


@verb
def lapse_agreement(agreement: Agreement, *, reason: str, by: Actor, at: datetime) -> Agreement:
    """Let an agreement that was sent lapse, with the reason; it can be reinstated, or drafted anew."""
    require_reason(reason, "An agreement lapses with a reason.")
    changes = {"lapsed_because": reason}
    moved = lifecycle.move(agreement, P.AGREEMENT_LAPSE, by=by, at=at, may=rules.may, reason=reason, changes=changes)
    for line in moved.signatures.filter(recorded_at=None):
        setting.finish(_overdue(line), about=moved.ref, by=by, at=at)
    return moved
