"""The verbs of findings and recommendations, and the completing of a focus area, which depends on its findings."""

from datetime import datetime
from typing import Any, TypeVar, Unpack

from django.db.models import QuerySet

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, NotAllowedNow, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence.models import EvidenceItem
from concord.evidence.states import EvidenceState
from concord.findings import checks, numbering, rules, sealed_notes, sources, telling
from concord.findings.aside import put_aside
from concord.findings.models import (
    AlsoAnswers,
    Citation,
    Claim,
    Direction,
    Finding,
    NoFindings,
    Piece,
    Recommendation,
    Statement,
)
from concord.findings.sealed_notes import KEPT_SEALED
from concord.findings.states import StatementState
from concord.findings.words import MoreOfFinding, MoreOfRecommendation, of_finding, of_recommendation

P = Permission
_S = TypeVar("_S", bound=Statement)


@verb
def draft_finding(
    focus_area: FocusArea,
    *,
    label: str,
    heading: str,
    narrative: str,
    strengths: str = "",
    key: str | None = None,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfFinding],
) -> Finding:
    """Draft a finding in an open focus area. `key` is wanted for its public address; None lets issuing choose it.

    The same draft again, while it is one, is the same finding (law 17).
    Raises Denied, BadInput (a label or key that is taken or cannot be one)."""
    engagement = lifecycle.lock(focus_area.engagement)
    area = lifecycle.lock(focus_area)
    rules.may(by, P.FINDING_DRAFT, area).require()
    words = of_finding(label, heading, narrative, strengths, more)
    _require_new(Finding.objects.filter(focus_area=area), words, by=by)
    numbering.require_label(Finding, engagement, label)
    return Finding.begin(
        P.FINDING_DRAFT,
        by=by,
        at=at,
        ref=next_ref("FND", at),
        engagement=engagement,
        focus_area=area,
        author=by.actor_key,
        key=numbering.wanted(Finding, engagement, key),
        **words,
    )


@verb
def draft_recommendation(
    finding: Finding,
    *,
    label: str,
    text: str,
    justification: str,
    tags: list[str] | None = None,
    key: str | None = None,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfRecommendation],
) -> Recommendation:
    """Draft a recommendation on a finding. `key`, and the same draft again, as for a finding.

    Raises Denied, BadInput."""
    engagement = lifecycle.lock(finding.engagement)
    finding = lifecycle.lock(finding)
    rules.may(by, P.RECOMMENDATION_DRAFT, finding).require()
    words = of_recommendation(engagement, label, text, justification, tags, more)
    place = {"engagement": engagement, "finding": finding, "below": None}
    return _draft_recommendation(P.RECOMMENDATION_DRAFT, place, words, key, by=by, at=at)


@verb
def draft_action_item(
    recommendation: Recommendation,
    *,
    label: str,
    text: str,
    justification: str,
    tags: list[str] | None = None,
    key: str | None = None,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfRecommendation],
) -> Recommendation:
    """Draft an action item below a recommendation, on the same finding; otherwise as a recommendation.

    Raises Denied (the recommendation is an action item itself, for one), BadInput."""
    engagement = lifecycle.lock(recommendation.engagement)
    above = lifecycle.lock(recommendation)
    rules.may(by, P.ACTION_ITEM_DRAFT, above).require()
    words = of_recommendation(engagement, label, text, justification, tags, more)
    place = {"engagement": engagement, "finding": above.finding, "below": above}
    return _draft_recommendation(P.ACTION_ITEM_DRAFT, place, words, key, by=by, at=at)


@verb
def reword_finding(
    finding: Finding,
    *,
    label: str,
    heading: str,
    narrative: str,
    strengths: str = "",
    expected_hash: str,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfFinding],
) -> Finding:
    """Reword a draft finding. `expected_hash` is the `words_hash` of what was seen; what it said before is kept.

    The same words again change nothing (law 17); whoever rewords never validates (law 9).
    Raises Denied, NotAllowedNow, Stale (somebody reworded it meanwhile), BadInput (the label)."""
    words = of_finding(label, heading, narrative, strengths, more)
    return _reword(finding, words, expected_hash, by=by, at=at)


@verb
def reword_recommendation(
    recommendation: Recommendation,
    *,
    label: str,
    text: str,
    justification: str,
    tags: list[str] | None = None,
    expected_hash: str,
    by: Actor,
    at: datetime,
    **more: Unpack[MoreOfRecommendation],
) -> Recommendation:
    """Reword a draft recommendation, as a finding is. Raises as `reword_finding` does."""
    words = of_recommendation(recommendation.engagement, label, text, justification, tags, more)
    return _reword(recommendation, words, expected_hash, by=by, at=at)


@verb
def answer_findings(recommendation: Recommendation, *, findings: list[str], by: Actor, at: datetime) -> Recommendation:
    """Say which findings (their references) a draft recommendation answers beside the one that it stands on; those that
    are not named any more are taken off. The same again changes nothing (law 17).

    Raises Denied, NotAllowedNow, BadInput (of another engagement, set aside, or the one it stands on)."""
    locked = lifecycle.lock(recommendation)
    rows = Finding.objects.filter(engagement=locked.engagement_id).exclude(state=StatementState.SET_ASIDE)
    found = {each.ref: each for each in rows.exclude(pk=locked.finding_id).filter(ref__in=findings)}
    if wrong := [ref for ref in findings if ref not in found]:
        raise BadInput(f"{', '.join(wrong)}: expected other findings of this engagement that are not set aside.")
    before = {each.finding.ref: each for each in locked.also.filter(taken_off_at=None).select_related("finding")}
    if before.keys() == found.keys():
        raise Unchanged(locked)
    more = {"old": sorted(before), "new": sorted(found)}
    changes = {"state_since": locked.state_since}  # it is handed to nobody
    moved = lifecycle.move(
        recommendation, P.RECOMMENDATION_ANSWER, by=by, at=at, may=rules.may, more=more, changes=changes
    )
    for ref in before.keys() - found.keys():
        before[ref].taken_off_at, before[ref].taken_off_by = at, by.actor_key
        before[ref].save(update_fields=["taken_off_at", "taken_off_by"])
    for ref in sorted(found.keys() - before.keys()):
        AlsoAnswers.objects.create(recommendation=moved, finding=found[ref], put_at=at, put_by=by.actor_key)
    return moved


@verb
def cite(finding: Finding, *, evidence: EvidenceItem, why: str, by: Actor, at: datetime) -> Finding:
    """Cite evidence for a draft finding, and say why it supports it.

    Raises Denied, NotAllowedNow, Incomplete (no reason), BadInput (of another engagement, withdrawn, never read, cited
    already)."""
    since = lifecycle.lock(finding).state_since  # citing hands the finding to nobody, so the wait goes on
    cited = lifecycle.move(
        finding,
        P.FINDING_SUPPORT,
        by=by,
        at=at,
        may=rules.may,
        more={"evidence": evidence.ref},
        changes={"state_since": since},
    )
    if not why.strip():
        raise Incomplete("The evidence cannot be cited yet.", ["why it supports the finding"])
    _require_citable(cited, lifecycle.lock(evidence))
    told = {"why": KEPT_SEALED, "cited_by": by.actor_key, "cited_at": at}
    citation = Citation.objects.create(finding=cited, evidence=evidence, **told)
    sealed_notes.keep(citation, why, at=at)
    return cited


@verb
def take_off(finding: Finding, *, citation: int, reason: str, by: Actor, at: datetime) -> Finding:
    """Take evidence (the citation's number) off a draft finding, with the reason; it stays on record.

    Raises Denied, NotAllowedNow, Incomplete (no reason), BadInput (it is not cited, or no more; it stands on the card
    from which the finding was drafted)."""
    if not reason.strip():
        raise Incomplete(f"Evidence is taken off {finding.ref} with a reason.", ["the reason"])
    locked = lifecycle.lock(finding)
    found = locked.citations.filter(pk=citation, taken_away_at=None).select_related("evidence").first()
    if found is None:
        raise BadInput(f"{locked.ref} does not cite that, or no more.")
    held = {"taken_away_at": None, "direction": Direction.SUPPORTS, "evidence": found.evidence}
    if card := Claim.objects.filter(finding=locked, pieces__in=Piece.objects.filter(**held)).first():
        raise BadInput(f"{found.evidence.ref} supports the card from which it was drafted: {card.ref}.")
    found.taken_away_at, found.taken_away_by, found.taken_away_because = at, by.actor_key, reason.strip()
    found.save(update_fields=["taken_away_at", "taken_away_by", "taken_away_because"])
    more, since = {"evidence": found.evidence.ref}, {"state_since": locked.state_since}
    return lifecycle.move(
        finding, P.FINDING_TAKE_OFF, by=by, at=at, may=rules.may, reason=reason, more=more, changes=since
    )


@verb
def submit(statement: _S, *, by: Actor, at: datetime) -> _S:
    """Send a draft finding or recommendation to be validated. Raises Denied, NotAllowedNow, Incomplete."""
    require_none(checks.run(lifecycle.lock(statement)), f"{statement.ref} cannot be sent to be validated yet.")
    return lifecycle.move(statement, statement.steps.submit, by=by, at=at, may=rules.may)


@verb
def return_(statement: _S, *, reason: str, by: Actor, at: datetime) -> _S:
    """Return a finding or recommendation to its author, with the reason. Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete(f"{statement.ref} is returned with a reason.", ["the reason"])
    unvalidated: dict[str, Any] = {"validated_by": None, "validated_at": None, "basis": "", "dissent": ""}
    return lifecycle.move(
        statement, statement.steps.send_back, by=by, at=at, may=rules.may, reason=reason, changes=unvalidated
    )


@verb
def set_aside(finding: Finding, *, reason: str, by: Actor, at: datetime) -> Finding:
    """Set a draft finding aside that is not wanted, with the reason; it stays to be read. Nobody goes on with it.

    Raises Denied, NotAllowedNow, Incomplete (no reason; or recommendations of it that are not set aside)."""
    return put_aside(finding, reason=reason, by=by, at=at, may=rules.may)


@verb
def issue(statement: _S, *, by: Actor, at: datetime) -> _S:
    """Issue a validated finding, or a validated recommendation whose finding is issued; its key is fixed from now on.
    The agency is told where it says otherwise than what it checked.

    Raises Denied, NotAllowedNow, Incomplete (what it does not stand on)."""
    engagement = lifecycle.lock(statement.engagement)
    locked = lifecycle.lock(statement)
    require_none(checks.before_issue(locked), f"{statement.ref} cannot be issued yet.")
    key = locked.key or numbering.free_key(locked, engagement)
    changes = {"issued_at": at, "key": key}
    issued = lifecycle.move(
        statement, statement.steps.issue, by=by, at=at, may=rules.may, more={"key": key}, changes=changes
    )
    telling.of_other_words(issued, by=by, at=at)
    return issued


@verb
def complete_focus_area(focus_area: FocusArea, *, by: Actor, at: datetime) -> FocusArea:
    """Complete a focus area, after the areas before it: each activity of the plan was held or waived, and its findings
    are validated or none is declared. Only then does the next one open without a reason for an overlap.

    Raises Denied, NotAllowedNow, Incomplete."""
    area = lifecycle.lock(focus_area)  # nobody drafts a finding in it meanwhile
    rules.may(by, P.FOCUS_AREA_COMPLETE, area).require()
    require_none(checks.of_focus_area(area), f"{area.ref} cannot be completed yet.")
    return lifecycle.move(focus_area, P.FOCUS_AREA_COMPLETE, by=by, at=at, may=rules.may)


@verb
def declare_no_findings(focus_area: FocusArea, *, reason: str, by: Actor, at: datetime) -> FocusArea:
    """Declare with the reason that a focus area has no finding. Once is enough (law 17).

    Raises Denied, Incomplete (no reason), NotAllowedNow (there is one)."""
    area = lifecycle.lock(focus_area)
    rules.may(by, P.FOCUS_AREA_NO_FINDINGS, area).require()
    if not reason.strip():
        raise Incomplete("It is declared with a reason.", ["the reason"])
    if there := Finding.objects.filter(focus_area=area).order_by("pk").first():
        raise NotAllowedNow(f"There is a finding in this focus area: {there.ref}, “{there.state_label}”.")
    if NoFindings.objects.filter(focus_area=area).exists():
        raise Unchanged(area)
    NoFindings.objects.create(focus_area=area, reason=reason, declared_at=at, declared_by=by.actor_key)
    record(area, P.FOCUS_AREA_NO_FINDINGS, by=by, at=at, reason=reason)
    return area


def _draft_recommendation(
    verb: Permission, place: dict[str, Any], words: dict[str, Any], key: str | None, *, by: Actor, at: datetime
) -> Recommendation:
    """Draft a recommendation, or an action item, where it stands; its engagement is locked."""
    engagement = place["engagement"]
    _require_new(Recommendation.objects.filter(**place), words, by=by)
    numbering.require_label(Recommendation, engagement, words["label"])
    return Recommendation.begin(
        verb,
        by=by,
        at=at,
        ref=next_ref("REC", at),
        author=by.actor_key,
        key=numbering.wanted(Recommendation, engagement, key),
        **place,
        **words,
    )


def _reword(statement: _S, words: dict[str, Any], expected_hash: str, *, by: Actor, at: datetime) -> _S:
    """Put words in the place of those that were seen. What they were before stays in `earlier`."""
    engagement = lifecycle.lock(statement.engagement)
    locked = lifecycle.lock(statement)
    if locked.words == words:
        raise Unchanged(locked)
    if locked.words_hash != expected_hash:
        raise Stale(f"Somebody reworded {statement.ref} since you opened it. Read what it says now, then decide.")
    numbering.require_label(type(statement), engagement, words["label"], of=locked)
    before = {"until": at.isoformat(), "by": by.actor_key, "said": locked.words}
    return lifecycle.move(
        statement,
        statement.steps.reword,
        by=by,
        at=at,
        may=rules.may,
        more={"words_hash": expected_hash},
        changes={**words, "earlier": [*locked.earlier, before], "state_since": locked.state_since},
    )


def _require_new(drafts: QuerySet[_S], words: dict[str, Any], *, by: Actor) -> None:
    """Raise Unchanged when the same person's same words are a draft already: a form sent twice."""
    if same := drafts.filter(state=StatementState.DRAFT, author=by.actor_key, **words).first():
        raise Unchanged(same)


def _require_citable(finding: Finding, item: EvidenceItem) -> None:
    if item.engagement_id != finding.engagement_id:
        raise BadInput(f"{item.ref} belongs to another engagement; a finding cites evidence of its own.")
    if item.state == EvidenceState.WITHDRAWN:
        raise BadInput(f"{item.ref} was withdrawn and cannot be cited.")
    sources.require_read(item)
    if finding.citations.filter(evidence=item, taken_away_at=None).exists():
        raise BadInput(f"{item.ref} is cited by this finding already.")
