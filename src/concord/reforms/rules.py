"""Who may do what with measures and reforms: two voices, and nobody speaks in both."""

from django.db.models import Exists, OuterRef, prefetch_related_objects

from concord.core.permissions import ALLOWED, Actor, Decision, Party, Permission, Scoped, refuse
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.engagements.rules import active, has_stage, tier_of
from concord.findings.models import Recommendation
from concord.findings.queries import refuses
from concord.findings.rules import may as may_with_finding
from concord.findings.states import StatementState
from concord.partners.rules import takes_part
from concord.reforms.models import Measure, Packet, Project, Reform, Served
from concord.reforms.states import ENDS, JUDGES, CoreState, PacketState, ProjectState, ReformState

P = Permission
_READS = (P.REFORM_VIEW, P.DOCUMENTS_VIEW)  # the documents are those that a packet holds
_REVIEWS = (P.PACKET_PASS_ON, P.PACKET_RETURN, P.PACKET_ACCEPT)
_ONCE_SHARED = {
    P.LINK_CONNECT: "linked",
    P.LINK_DISCONNECT: "linked",
    P.REFORM_PRIORITIZE: "marked",
    P.OUTCOME_REGISTER: "measured",
    P.OUTCOME_RECORD: "measured",
    P.OUTCOME_WITHDRAW: "measured",
}
_GO_ON_WITH_A_PACKET = (P.PACKET_INCLUDE, P.PACKET_SUBMIT, P.PACKET_PASS_ON, P.PACKET_ACCEPT)
_WAIT_WHERE_REFUSED = frozenset({P.REFORM_REPORT, P.PACKET_ASSEMBLE, *_GO_ON_WITH_A_PACKET, *JUDGES}) - {P.REFORM_STOP}
_ANSWERS_A_MEASURE = (P.MEASURE_AGREE, P.MEASURE_ASK)
_OF_BOTH_SIDES = (P.PROJECT_ASSIST, P.PROJECT_ASSIST_OFF)
_FOLLOWS = {P.MEASURE_PROPOSE: "measures follow", P.REFORM_PLAN: "it is taken up"}
_MEASURED = (StatementState.VALIDATED, StatementState.ISSUED)
_NOT_AGAINST_THE_AGENCY = refuse(
    "The agency does not concur with it, so the work waits until it says otherwise, or the team records that it has "
    "stopped."
)
_REOPENED_FIRST = refuse("The team's last assessment ended it. Reopen it with the reason, or confirm how it ended.")
_NOTHING_TO_REOPEN = refuse("The team's last assessment did not end it, so there is nothing to reopen.")
_NOT_THE_AGENCYS_ANSWER = refuse("You belong to the assessment team here, so you do not answer for the agency.")
_NOT_FOR_THE_AGENCY = refuse("You belong to the assessment team here, so you do not hand in work for the agency.")


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles; nobody approves a measure of their own, and nobody speaks for both sides (laws 6, 8, 9)."""
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    if not decision:
        return decision
    if isinstance(thing, Recommendation):
        return _on_recommendation(by, verb, thing)
    if isinstance(thing, Measure):
        return _on_measure(by, verb, thing)
    if isinstance(thing, Reform) and verb == P.REFORM_VIEW:
        return may_with_finding(by, P.FINDING_VIEW, thing.recommendation)
    return ALLOWED if verb in _READS else _on_work(by, verb, thing)


def _on_work(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    if isinstance(thing, Reform):
        return _on_reform(by, verb, thing)
    if isinstance(thing, Packet):
        return _on_packet(by, verb, thing)
    if isinstance(thing, Project | Engagement):
        return _for_one_side(by, verb, thing) and active(thing if isinstance(thing, Engagement) else thing.engagement)
    return ALLOWED


def _for_one_side(by: Actor, verb: Permission, thing: Engagement | Project) -> Decision:
    """What is the agency's to do is done by nobody who is on the team too; which assistance helped, either side says
    while the work goes on."""
    if isinstance(thing, Project) and verb in _OF_BOTH_SIDES:
        over = refuse(f"{thing.ref} has ended, so its assistance stays as it was logged.")
        return over if thing.state == ProjectState.ENDED else ALLOWED
    theirs = verb.value.startswith("project.")
    on_team = any(role.party == Party.TEAM for role in by.roles_on(thing.scopes))
    return _NOT_FOR_THE_AGENCY if theirs and on_team else ALLOWED


def _on_recommendation(by: Actor, verb: Permission, thing: Recommendation) -> Decision:
    if verb in _FOLLOWS and thing.state not in _MEASURED:
        return refuse(f"The recommendation is “{thing.state_label}”: {_FOLLOWS[verb]} once it is validated.")
    if verb in _FOLLOWS and not (followed := has_stage(thing.engagement, "reforms")):
        return followed
    if verb == P.REFORM_PLAN and hasattr(thing, "reform"):
        return refuse("It has been taken up already.")
    if verb in _ONCE_SHARED and not thing.is_shared:
        once = f"it is {_ONCE_SHARED[verb]} once it is issued or taken up"
        return refuse(f"The recommendation is “{thing.state_label}”: {once}.")
    if verb == P.RECOMMENDATION_SET_ASIDE and not (free := _nothing_serves_it(thing)):
        return free
    return may_with_finding(by, verb, thing)


def _nothing_serves_it(thing: Recommendation) -> Decision:
    """Work is not orphaned: the team records first that it has stopped, and the agency ends what serves nothing else
    (what serves others too goes on without it)."""
    reform: Reform | None = getattr(thing, "reform", None)
    if reform is None:
        return ALLOWED  # a piece of work serves only what is issued or taken up
    if reform.state != ReformState.STOPPED:
        return refuse(
            f"{reform.ref} carries it out and is “{reform.state_label}”: the team first records that the work on it "
            "has stopped, and why."
        )
    others = Served.objects.filter(project=OuterRef("project"), ended_at=None).exclude(recommendation=thing)
    serving = Served.objects.filter(~Exists(others), recommendation=thing, ended_at=None)
    alone = serving.filter(project__state=ProjectState.OPEN).values_list("project__ref", flat=True)
    if refs := ", ".join(alone.order_by("project")):
        return refuse(f"{refs}: this piece of work serves nothing else, so the agency ends it first.")
    return ALLOWED


def _on_measure(by: Actor, verb: Permission, thing: Measure) -> Decision:
    if verb == P.REFORM_VIEW:
        return may_with_finding(by, P.FINDING_VIEW, thing.recommendation)
    if verb in _ANSWERS_A_MEASURE and not (theirs := _answers(by, thing)):
        return theirs
    if verb == P.MEASURE_APPROVE and by.actor_key == thing.proposed_by:
        return refuse("You proposed it, so somebody else approves it.")
    return active(thing.recommendation.engagement)


def _answers(by: Actor, thing: Measure) -> Decision:
    if not thing.recommendation.is_shared:
        return refuse("The agency answers once it can read the recommendation: when that is issued or taken up.")
    on_team = any(role.party == Party.TEAM for role in by.roles_on(thing.scopes))
    return _NOT_THE_AGENCYS_ANSWER if on_team else ALLOWED


def _on_reform(by: Actor, verb: Permission, thing: Reform) -> Decision:
    if not (going_on := _goes_on(verb, thing.recommendation)):
        return going_on
    parties = {role.party for role in by.roles_on(thing.scopes)}
    if verb == P.PACKET_ASSEMBLE and Party.TEAM in parties:
        return _NOT_FOR_THE_AGENCY
    if verb in (P.REFORM_REPORT, *JUDGES) and not (apart := _speaks_for_one_side(by, verb, thing, parties)):
        return apart
    if verb in JUDGES and not (fitting := _fits_last_judgement(verb, thing)):
        return fitting
    if verb == P.REFORM_REOPEN and refuses(thing.recommendation):
        return _NOT_AGAINST_THE_AGENCY
    return active(thing.engagement)


def _goes_on(verb: Permission, of: Recommendation) -> Decision:
    """Work waits while what is recommended is reworded, and before its issue where the agency does not concur; that it
    has stopped can be recorded meanwhile, since only then is a draft set aside."""
    if of.state == StatementState.SET_ASIDE:
        return refuse("The recommendation is set aside: nobody works on it any more.")
    if not of.is_shared and verb != P.REFORM_STOP:
        return refuse(f"The recommendation is “{of.state_label}”: work on it waits until it is validated.")
    if verb in _WAIT_WHERE_REFUSED and not of.is_issued and refuses(of):
        return _NOT_AGAINST_THE_AGENCY
    return ALLOWED


def _speaks_for_one_side(by: Actor, verb: Permission, thing: Reform, parties: set[Party]) -> Decision:
    if verb == P.REFORM_REPORT and Party.TEAM in parties:
        return refuse("You belong to the assessment team here, so you do not report for the agency.")
    if verb == P.REFORM_REPORT and any(said.assessed_by == by.actor_key for said in thing.said_by_team):
        return refuse("You assessed this work for the team, so somebody else reports on it.")
    if verb in JUDGES:
        if Party.AGENCY in parties:
            return refuse("You speak for the agency here, so somebody else assesses its work.")
        if any(said.reported_by == by.actor_key for said in thing.said_by_agency):
            return refuse("You reported on this work for the agency, so somebody else assesses it.")
        if any(by.actor_key in included.packet.doers for included in thing.packets.all()):
            return refuse("You had a part in a packet that shows this work, so somebody else assesses it.")
    return ALLOWED


def reviewers(of: Engagement) -> int:
    """Return how many people review a packet, one after the other, as the engagement's tier says."""
    tier = tier_of(of)
    return tier.reviewers if tier else 1


def _on_packet(by: Actor, verb: Permission, thing: Packet) -> Decision:
    """Who does the work never accepts it, and the second reviewer is not the first (law 9)."""
    parties = {role.party for role in by.roles_on(thing.scopes)}
    if verb in _REVIEWS and not (reviewing := _reviews(by, verb, thing, parties)):
        return reviewing
    if verb not in _REVIEWS and Party.TEAM in parties:
        return _NOT_FOR_THE_AGENCY
    if verb in _GO_ON_WITH_A_PACKET and not (going_on := _all_go_on(verb, thing)):
        return going_on
    return active(thing.engagement)


def _reviews(by: Actor, verb: Permission, thing: Packet, parties: set[Party]) -> Decision:
    if Party.AGENCY in parties:
        return refuse("You speak for the agency here, so somebody else reviews its work.")
    if by.actor_key in thing.doers:
        return refuse("You had a part in the packet, so somebody else reviews it.")
    if by.actor_key == thing.reviewed_by and thing.state == PacketState.SECOND_REVIEW:
        return refuse("You were its first reviewer, so somebody else is the second.")
    return _fits_the_tier(verb, thing)


def _all_go_on(verb: Permission, thing: Packet) -> Decision:
    """A packet goes on while the work on each of its reforms does; it can be returned, withdrawn, or go on without."""
    prefetch_related_objects([thing], "included__reform__recommendation__finding")  # fetched with the inbox
    for of in (included.reform.recommendation for included in thing.included.all() if included.ended_at is None):
        if not (going_on := _goes_on(verb, of)):
            return refuse(f"{of.title}: {going_on.reason}")
    return ALLOWED


def _fits_the_tier(verb: Permission, thing: Packet) -> Decision:
    two = reviewers(thing.engagement) > 1
    if verb == P.PACKET_PASS_ON and not two:
        return refuse("One person reviews a packet in this tier: accept it, or return it.")
    if verb == P.PACKET_ACCEPT and two and thing.state == PacketState.SUBMITTED:
        return refuse("Two people review a packet in this tier: pass it on to the second.")
    return ALLOWED


def _fits_last_judgement(verb: Permission, thing: Reform) -> Decision:
    """What a judgement ended goes on, or ends otherwise, when it is reopened with a reason (law 13), and only then."""
    said = [CoreState(last.core_state) for last in thing.said_by_team[-1:] if last.core_state in ENDS]
    if verb == P.REFORM_REOPEN:
        return ALLOWED if said else _NOTHING_TO_REOPEN
    if said and not set(JUDGES[verb]).issuperset(said) and not _only_stops(verb, thing.recommendation):
        return _REOPENED_FIRST
    return ALLOWED


def _only_stops(verb: Permission, of: Recommendation) -> bool:
    """What cannot be reopened, since the agency does not concur or it is being reworded, can still be stopped."""
    return verb == P.REFORM_STOP and (not of.is_shared or refuses(of))
