"""Who may do what with claim cards, findings and recommendations."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.rules import active, has_stage
from concord.engagements.states import FocusAreaState
from concord.findings.models import Claim, FactCheck, Finding, Recommendation, ReportImport, Statement, StatementComment
from concord.findings.states import StatementState
from concord.partners.rules import takes_part

P = Permission
_WHILE_OPEN = (P.CLAIM_MAKE, P.FINDING_DRAFT, P.FOCUS_AREA_NO_FINDINGS)
_BEGINS = (P.CLAIM_MAKE, P.FINDING_DRAFT, P.CLAIM_DRAFT_FINDING, P.IMPORT_STAGE)
"""By these a finding comes into being: only where the tier has findings. What is there stays, and can be finished."""
_IN_ENGAGEMENT = (P.FACT_CHECK_OPEN, P.FINDING_RENUMBER, P.IMPORT_STAGE)
_GOES_ON = (P.RECOMMENDATION_DRAFT, P.RECOMMENDATION_COPY, P.ACTION_ITEM_DRAFT)
_READS = (P.FACT_CHECK_VIEW, P.FINDING_VIEW_DRAFT)
_IN_FOCUS_AREA = (*_WHILE_OPEN, P.FOCUS_AREA_COMPLETE)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; a draft is the team's and the office's to see; nothing begins in a tier without findings, and
    nothing changes unless the engagement goes on; and whoever had a part in writing it never validates it (law 9)."""
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    if decision and verb in _BEGINS:
        decision = _has_findings(thing)
    if not decision:
        return decision
    if isinstance(thing, Statement):
        return _on_statement(by, verb, thing)
    if isinstance(thing, Claim):
        return _on_claim(verb, thing)
    if isinstance(thing, FocusArea) and verb in _IN_FOCUS_AREA:
        return _on_focus_area(verb, thing)
    return _on_the_whole(verb, thing)


def _has_findings(thing: Scoped) -> Decision:
    whole = thing.engagement if isinstance(thing, FocusArea | Claim) else thing
    return has_stage(whole, "findings") if isinstance(whole, Engagement) else ALLOWED


def _on_the_whole(verb: Permission, thing: Scoped) -> Decision:
    """A fact check or an import goes on while the engagement does, and so does what is done in it as a whole."""
    if isinstance(thing, FactCheck | ReportImport | StatementComment) and verb not in _READS:
        return active(thing.engagement)
    return active(thing) if isinstance(thing, Engagement) and verb in _IN_ENGAGEMENT else ALLOWED


def _on_statement(by: Actor, verb: Permission, thing: Statement) -> Decision:
    if verb == P.FINDING_VIEW:
        return ALLOWED if thing.is_shared else permit(by, P.FINDING_VIEW_DRAFT, thing)
    if verb == P.FINDING_VIEW_DRAFT:
        return ALLOWED
    if not (in_time := _in_time(verb, thing)):
        return in_time
    if verb in (thing.steps.validate, thing.steps.review) and not (apart := _apart_from_writing(by, thing)):
        return apart
    return active(thing.engagement)


def _in_time(verb: Permission, thing: Statement) -> Decision:
    """The agency responds to what is issued or taken up; the team comments on what is not issued; nothing is built on
    what is set aside, nor an action item on another."""
    if verb in _GOES_ON and thing.state == StatementState.SET_ASIDE:
        return refuse(f"The {thing.lifecycle.name} is set aside; nothing is recommended on it.")
    if verb == P.ACTION_ITEM_DRAFT and isinstance(thing, Recommendation) and thing.is_action_item:
        return refuse("It is an action item itself; action items stand below a recommendation.")
    if verb == P.RECOMMENDATION_TAG and not thing.is_issued:
        return refuse(
            f"The recommendation is “{thing.state_label}”: until it is issued its tags are part of its words."
        )
    if verb == P.RECOMMENDATION_RESPOND and not thing.is_shared:
        return refuse(
            f"The recommendation is “{thing.state_label}”: the agency responds once it is issued or taken up."
        )
    if verb == P.STATEMENT_COMMENT and thing.state in (StatementState.ISSUED, StatementState.SET_ASIDE):
        return refuse(f"The {thing.lifecycle.name} is “{thing.state_label}”: it is commented on before that.")
    return ALLOWED


def _apart_from_writing(by: Actor, thing: Statement) -> Decision:
    if by.actor_key in thing.writers:
        return refuse("You wrote it, so somebody else validates it.")
    cited = thing.citations.all() if isinstance(thing, Finding) else ()  # fetched with the inbox, and so is the card
    if any(by.actor_key in (citation.cited_by, citation.taken_away_by) for citation in cited):
        return refuse("You said on what evidence it stands, so somebody else validates it.")
    also = thing.also.all() if isinstance(thing, Recommendation) else ()
    if any(by.actor_key in (each.put_by, each.taken_off_by) for each in also):
        return refuse("You said which findings it answers, so somebody else validates it.")
    claim: Claim | None = getattr(thing, "claim", None)
    if claim and by.actor_key in {claim.author, *(piece.put_by for piece in claim.pieces.all())}:
        return refuse("You had a part in the claim card that it was drafted from, so somebody else validates it.")
    return ALLOWED


def _on_claim(verb: Permission, claim: Claim) -> Decision:
    if verb == P.CLAIM_VIEW:
        return ALLOWED
    if verb == P.CLAIM_DRAFT_FINDING and claim.focus_area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{claim.focus_area.state_label}”: findings are drafted while it is open.")
    if verb == P.CLAIM_TAKE_UP and claim.finding and claim.finding.state != StatementState.SET_ASIDE:
        return refuse(f"{claim.finding.ref} was drafted from it and is “{claim.finding.state_label}”.")
    return active(claim.engagement)


def _on_focus_area(verb: Permission, area: FocusArea) -> Decision:
    if verb in _WHILE_OPEN and area.state != FocusAreaState.OPEN:
        return refuse(f"The focus area is “{area.state_label}”: findings are drafted while it is open.")
    return active(area.engagement)
