"""Who may do what with measures and reforms: two voices, and nobody speaks in both."""

from concord.core.permissions import ALLOWED, Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.rules import active
from concord.findings.models import Recommendation
from concord.findings.rules import may as may_with_finding
from concord.findings.states import StatementState
from concord.partners.rules import takes_part
from concord.reforms.models import Measure, Reform
from concord.reforms.states import ENDS, JUDGES

P = Permission
_MEASURED = (StatementState.VALIDATED, StatementState.ISSUED)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody approves a measure of their own, and nobody speaks for both sides (laws 6, 8, 9)."""
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    if not decision:
        return decision
    if isinstance(thing, Recommendation):
        return _on_recommendation(by, verb, thing)
    if isinstance(thing, Measure):
        return _on_measure(by, verb, thing)
    if isinstance(thing, Reform) and verb != P.REFORM_VIEW:
        return _on_reform(by, verb, thing)
    return ALLOWED


def _on_recommendation(by: Actor, verb: Permission, thing: Recommendation) -> Decision:
    if verb == P.MEASURE_PROPOSE and thing.state not in _MEASURED:
        return refuse(f"The recommendation is “{thing.state_label}”: measures follow once it is validated.")
    if verb == P.REFORM_PLAN and not thing.is_issued:
        return refuse(f"The recommendation is “{thing.state_label}”: it is taken up once it is issued.")
    if verb == P.REFORM_PLAN and Reform.objects.filter(recommendation=thing).exists():
        return refuse("It has been taken up already.")
    return may_with_finding(by, verb, thing)


def _on_measure(by: Actor, verb: Permission, thing: Measure) -> Decision:
    if verb == P.REFORM_VIEW:
        return may_with_finding(by, P.FINDING_VIEW, thing.recommendation)
    if verb == P.MEASURE_APPROVE and by.actor_key == thing.proposed_by:
        return refuse("You proposed it, so somebody else approves it.")
    return active(thing.recommendation.engagement)


def _on_reform(by: Actor, verb: Permission, thing: Reform) -> Decision:
    parties = {role.party for role in by.roles_on(thing.scopes)}
    if verb == P.REFORM_REPORT and Party.TEAM in parties:
        return refuse("You belong to the assessment team here, so you do not report for the agency.")
    if verb == P.REFORM_REPORT and any(said.assessed_by == by.actor_key for said in thing.said_by_team):
        return refuse("You assessed this work for the team, so somebody else reports on it.")
    if verb in JUDGES:
        if Party.AGENCY in parties:
            return refuse("You speak for the agency here, so somebody else assesses its work.")
        if any(said.reported_by == by.actor_key for said in thing.said_by_agency):
            return refuse("You reported on this work for the agency, so somebody else assesses it.")
    if verb in (P.REFORM_ASSESS, P.REFORM_REOPEN) and not (fitting := _fits_last_judgement(verb, thing)):
        return fitting
    return active(thing.engagement)


def _fits_last_judgement(verb: Permission, thing: Reform) -> Decision:
    """What a judgement ended goes on when it is reopened with a reason (law 13), and only then."""
    ended = any(said.core_state in ENDS for said in thing.said_by_team[-1:])
    if verb == P.REFORM_ASSESS and ended:
        return refuse("The team's last assessment ended it. Reopen it with the reason, or confirm how it ended.")
    if verb == P.REFORM_REOPEN and not ended:
        return refuse("The team's last assessment did not end it, so there is nothing to reopen.")
    return ALLOWED
