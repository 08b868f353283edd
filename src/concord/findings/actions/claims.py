"""The verbs of claim cards: make, gather, take away, reword, set aside; and drafting a finding from one."""

from datetime import datetime
from typing import Any, Unpack

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import rules as evidence_rules
from concord.evidence.models import EvidenceItem
from concord.evidence.states import EvidenceState
from concord.findings import checks, numbering, rules, sealed_notes, sources
from concord.findings.models import Citation, Claim, Direction, Finding, Piece
from concord.findings.sealed_notes import KEPT_SEALED
from concord.findings.states import FINDING, ClaimState, StatementState
from concord.findings.words import MoreOfFinding, of_finding

P = Permission


@verb
def make_claim(focus_area: FocusArea, *, statement: str, by: Actor, at: datetime) -> Claim:
    """Make a card for what the team thinks it sees in an open focus area. The same again is the same (law 17).

    Raises Denied, Incomplete (it says nothing)."""
    area = lifecycle.lock(focus_area)
    rules.may(by, P.CLAIM_MAKE, area).require()
    said = _said(statement)
    if same := Claim.objects.filter(focus_area=area, state=ClaimState.OPEN, statement=said).first():
        raise Unchanged(same)
    return Claim.begin(
        P.CLAIM_MAKE,
        by=by,
        at=at,
        ref=next_ref("CLM", at),
        engagement=area.engagement,
        focus_area=area,
        statement=said,
        author=by.actor_key,
        made_at=at,
    )


@verb
def gather(claim: Claim, *, source: str, direction: str, note: str, by: Actor, at: datetime) -> Claim:
    """Put evidence on a card: `source` is its number, or the address or citation of a passage; `note` what it shows, of
    a data set with base and period. What supports a finding that was drafted is cited by it too, while it is a draft;
    what contradicts it, or gives its context, can be put beside it at any time. The same again is the same (law 17).

    Raises Denied, NotAllowedNow, Incomplete (no note), BadInput (no such evidence, withdrawn, no such direction)."""
    locked = lifecycle.lock(claim)
    rules.may(by, P.CLAIM_GATHER, locked).require()
    if not note.strip():
        raise Incomplete("It cannot be put on the card yet.", ["what it shows"])
    if direction not in Direction.values:
        raise BadInput(f"There is no direction {direction!r}; expected one of: {', '.join(Direction.values)}.")
    found = _seen(sources.read(source, of=locked.engagement), by)
    what = {"evidence": found.evidence, "data_set": found.data_set, "passage": found.passage, "direction": direction}
    _require_new(locked, what, note)
    piece = Piece.objects.create(claim=locked, note=KEPT_SEALED, put_at=at, put_by=by.actor_key, **what)
    sealed_notes.keep(piece, note, at=at)
    if locked.finding is not None and direction == Direction.SUPPORTS:
        _cite_late(locked.finding, piece, at)
    more = {"source": piece.source, "direction": str(direction)}
    changes = {"state_since": locked.state_since}  # it is handed to nobody, so the wait goes on
    return lifecycle.move(claim, P.CLAIM_GATHER, by=by, at=at, may=rules.may, more=more, changes=changes)


@verb
def take_away(claim: Claim, *, piece: int, reason: str, by: Actor, at: datetime) -> Claim:
    """Take a piece (its number in the database) off an open card, with the reason, which is sealed: it speaks of the
    evidence. The piece stays in sight as taken away.

    Raises Denied, NotAllowedNow, Incomplete (no reason), BadInput (it is not on the card, or no more)."""
    if not reason.strip():
        raise Incomplete("Evidence is taken off a card with a reason.", ["the reason"])
    locked = lifecycle.lock(claim)
    found = locked.pieces.filter(pk=piece, taken_away_at=None).first()
    if found is None:
        raise BadInput(f"There is no such piece of evidence on {claim.ref}, or it was taken away already.")
    found.taken_away_at, found.taken_away_by, found.taken_away_because = at, by.actor_key, KEPT_SEALED
    found.save(update_fields=["taken_away_at", "taken_away_by", "taken_away_because"])
    sealed_notes.keep_reason(found, reason, at=at)
    return lifecycle.move(
        claim,
        P.CLAIM_TAKE_AWAY,
        by=by,
        at=at,
        may=rules.may,
        reason=KEPT_SEALED,
        more={"source": found.source, "direction": found.direction},
        changes={"state_since": locked.state_since},
    )


@verb
def reword_claim(claim: Claim, *, statement: str, by: Actor, at: datetime) -> Claim:
    """Reword what an open card claims; what it said before is kept. The same words change nothing (law 17).

    Raises Denied, NotAllowedNow, Incomplete (it says nothing)."""
    locked, said = lifecycle.lock(claim), _said(statement)
    if locked.statement == said:
        raise Unchanged(locked)
    before = {"until": at.isoformat(), "by": by.actor_key, "said": locked.statement}
    changes = {"statement": said, "earlier": [*locked.earlier, before], "state_since": locked.state_since}
    return lifecycle.move(claim, P.CLAIM_REWORD, by=by, at=at, may=rules.may, changes=changes)


@verb
def set_claim_aside(claim: Claim, *, reason: str, by: Actor, at: datetime) -> Claim:
    """Set a card aside that is not wanted, with the reason; it stays to be read.

    Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    if not reason.strip():
        raise Incomplete(f"{claim.ref} is set aside with a reason.", ["the reason"])
    return lifecycle.move(claim, P.CLAIM_SET_ASIDE, by=by, at=at, may=rules.may, reason=reason)


@verb
def take_up(claim: Claim, *, by: Actor, at: datetime) -> Claim:
    """Take a card up again whose finding was set aside; the finding keeps what it cites.

    Raises Denied (a finding stands on it), NotAllowedNow."""
    left = claim.finding.ref if claim.finding else ""
    return lifecycle.move(
        claim, P.CLAIM_TAKE_UP, by=by, at=at, may=rules.may, more={"finding": left}, changes={"finding": None}
    )


@verb
def draft_from_claim(
    claim: Claim,
    *,
    label: str,
    heading: str,
    narrative: str,
    strengths: str = "",
    weighed: str = "",
    key: str | None = None,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfFinding],
) -> Claim:
    """Draft a finding from a card: it cites what supports the claim, and the card stays beside it with the rest.

    `weighed` says what was made of the evidence against it; `key` is as for a finding. Whoever put evidence there
    leaves its validation to somebody else (law 9). The card's audit row names the finding.

    Raises Denied, NotAllowedNow, Incomplete (what is missing before), BadInput (the label or the key)."""
    engagement = lifecycle.lock(claim.engagement)
    locked = lifecycle.lock(claim)
    rules.may(by, P.CLAIM_DRAFT_FINDING, locked).require()
    locked.lifecycle.require(locked.state, P.CLAIM_DRAFT_FINDING)
    locked.weighed = weighed
    require_none(checks.of_claim(locked), f"No finding can be drafted from {claim.ref} yet.")
    numbering.require_label(Finding, engagement, label)
    finding = Finding.objects.create(
        ref=next_ref("FND", at),
        state=FINDING.first(P.FINDING_DRAFT),
        state_since=at,
        engagement=engagement,
        focus_area=locked.focus_area,
        author=by.actor_key,
        key=numbering.wanted(Finding, engagement, key),
        **of_finding(label, heading, narrative, strengths, more),
    )
    _cite_all(finding, locked, at)
    changes: dict[str, Any] = {"finding": finding, "weighed": weighed}
    told = {"finding": finding.ref}
    return lifecycle.move(claim, P.CLAIM_DRAFT_FINDING, by=by, at=at, may=rules.may, more=told, changes=changes)


def _said(statement: str) -> str:
    if not statement.strip():
        raise Incomplete("A claim says something.", ["what is claimed"])
    return statement.strip()


def _seen(found: sources.Source, by: Actor) -> sources.Source:
    """Return a source that this person may see. Raises Denied, BadInput (nobody could read it)."""
    if found.evidence is not None:
        evidence_rules.may(by, P.EVIDENCE_VIEW, found.evidence).require()
        sources.require_read(found.evidence)
    if found.data_set is not None:
        evidence_rules.may(by, P.DATA_SET_VIEW, found.data_set).require()
    return found


def _require_new(claim: Claim, what: dict[str, Any], note: str) -> None:
    """Raise Unchanged for the same said again, BadInput for the same source in the same direction with another note; a
    data set shows many things."""
    rows = claim.pieces.select_related("evidence", "data_set").filter(taken_away_at=None, **what)
    known = list(rows.order_by("pk"))
    if note in sealed_notes.read(known).values():
        raise Unchanged(claim)
    if what["data_set"] is None and known:
        raise BadInput(f"{known[0].source} is on the card already, in that direction. Cite the passage that is meant.")


def _cite_late(finding: Finding, piece: Piece, at: datetime) -> None:
    """Let a draft cite what was put on its card; what it says no longer changes once it is in review."""
    draft = lifecycle.lock(finding)
    if draft.state != StatementState.DRAFT:
        raise BadInput(
            f"{draft.ref} is “{draft.state_label}”: what supports it is put on the card while it is a draft. What "
            "contradicts it, or gives its context, can be put beside it at any time."
        )
    if piece.evidence is not None and not draft.citations.filter(evidence=piece.evidence, taken_away_at=None).exists():
        _cite(draft, piece.evidence, [piece], at)


def _cite_all(finding: Finding, claim: Claim, at: datetime) -> None:
    """Let a finding cite each item that supports the claim once, with all that the card says of it."""
    pieces = claim.pieces.filter(taken_away_at=None, direction=Direction.SUPPORTS, evidence__isnull=False)
    of_item: dict[EvidenceItem, list[Piece]] = {}
    for piece in pieces.select_related("evidence").order_by("pk"):
        if piece.evidence is not None and piece.evidence.state == EvidenceState.LOGGED:
            of_item.setdefault(piece.evidence, []).append(piece)
    for item, of_it in of_item.items():
        _cite(finding, item, of_it, at)


def _cite(finding: Finding, item: EvidenceItem, pieces: list[Piece], at: datetime) -> None:
    """Cite an item as its pieces say, by whoever put the first of them on the card, and then."""
    first, said = pieces[0], sealed_notes.read(pieces)
    told = {"cited_by": first.put_by, "cited_at": first.put_at}
    citation = Citation.objects.create(finding=finding, evidence=item, why=KEPT_SEALED, **told)
    lines = (f"{said[piece.pk]} ({piece.passage})" if piece.passage else said[piece.pk] for piece in pieces)
    sealed_notes.keep(citation, "\n".join(lines), at=at)
