"""The lifecycles of an engagement, its focus areas, its agreements, and what both sides do in it."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class EngagementState(TextChoices):
    """Where an engagement stands; who ended one that ended early stands with it. The first four are ours; the others
    only public records know, and no verb leads there."""

    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended early"
    CLOSED = "closed", "Closed"
    ANNOUNCED = "announced", "Announced"
    NO_FINAL_REPORT = "no_final_report", "No final report found"
    NEVER_REPORTED = "never_reported", "Never reported again"


S = EngagementState
OWN_STATES = (S.OPEN, S.SUSPENDED, S.ENDED, S.CLOSED)
"""The states that an engagement of this office or a fictional one can have."""

ENGAGEMENT = Lifecycle(
    name="engagement",
    states=S,
    moves=(
        Move(None, P.ENGAGEMENT_OPEN, S.OPEN, Party.OFFICE),
        Move(S.OPEN, P.ENGAGEMENT_SUSPEND, S.SUSPENDED, Party.OFFICE),
        Move(S.SUSPENDED, P.ENGAGEMENT_RESUME, S.OPEN, Party.OFFICE),
        Move(S.OPEN, P.ENGAGEMENT_END, S.ENDED, Party.OFFICE),
        Move(S.SUSPENDED, P.ENGAGEMENT_END, S.ENDED, Party.OFFICE),
        Move(S.OPEN, P.ENGAGEMENT_CLOSE, S.CLOSED, Party.OFFICE),
        Move(S.OPEN, P.SITE_CLOSE_OUT, S.CLOSED, Party.OFFICE),
    ),
    holders={**dict.fromkeys(S, Party.NOBODY), S.OPEN: Party.TEAM, S.SUSPENDED: Party.OFFICE},
    then={S.OPEN: f"the work on its plan, focus areas, findings and reforms, by {Party.BOTH}"},
)


class FocusAreaState(TextChoices):
    """Where a focus area stands. A planned one is dropped when there is concurrence with a plan that leaves it out."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    COMPLETE = "complete", "Complete"
    DROPPED = "dropped", "Dropped"


F = FocusAreaState

FOCUS_AREA = Lifecycle(
    name="focus area",
    states=F,
    moves=(
        Move(None, P.ENGAGEMENT_OPEN, F.PLANNED, Party.OFFICE),
        Move(F.PLANNED, P.FOCUS_AREA_OPEN, F.OPEN, Party.TEAM),
        Move(F.OPEN, P.FOCUS_AREA_COMPLETE, F.COMPLETE, Party.TEAM),
    ),
    holders={F.PLANNED: Party.TEAM, F.OPEN: Party.TEAM, F.COMPLETE: Party.NOBODY, F.DROPPED: Party.NOBODY},
)


class AgreementState(TextChoices):
    """Where an agreement stands. A newer one that comes into force supersedes the one before; a newer draft supersedes
    a draft and a lapsed one; when its request is withdrawn, every version is set aside so."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent to its signatories"
    IN_FORCE = "in_force", "In force"
    LAPSED = "lapsed", "Lapsed"
    SUPERSEDED = "superseded", "Superseded"


A = AgreementState

AGREEMENT = Lifecycle(
    name="agreement",
    states=A,
    moves=(
        Move(None, P.AGREEMENT_DRAFT, A.DRAFT, Party.OFFICE),
        Move(A.DRAFT, P.AGREEMENT_SEND, A.SENT, Party.OFFICE),
        Move(A.SENT, P.AGREEMENT_SIGN, A.IN_FORCE, Party.AGENCY),  # by the last signature; the others move nothing
        Move(A.SENT, P.AGREEMENT_RECORD, A.IN_FORCE, Party.OFFICE),  # the same
        Move(A.SENT, P.AGREEMENT_LAPSE, A.LAPSED, Party.OFFICE),
        Move(A.LAPSED, P.AGREEMENT_REINSTATE, A.SENT, Party.OFFICE),
    ),
    holders={
        A.DRAFT: Party.OFFICE,
        A.SENT: Party.AGENCY,
        A.IN_FORCE: Party.NOBODY,
        A.LAPSED: Party.OFFICE,
        A.SUPERSEDED: Party.NOBODY,
    },
)


class DeliveryState(TextChoices):
    """Where a delivery of assistance stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held, to be evaluated"
    EVALUATED = "evaluated", "Evaluated"
    CANCELLED = "cancelled", "Cancelled"


D = DeliveryState

DELIVERY = Lifecycle(
    name="delivery",
    states=D,
    moves=(
        Move(None, P.DELIVERY_PLAN, D.PLANNED, Party.TEAM),
        Move(D.PLANNED, P.DELIVERY_RECORD, D.HELD, Party.TEAM),
        Move(D.PLANNED, P.DELIVERY_CANCEL, D.CANCELLED, Party.TEAM),
        Move(D.HELD, P.DELIVERY_EVALUATE, D.EVALUATED, Party.AGENCY),
    ),
    holders={D.PLANNED: Party.TEAM, D.HELD: Party.AGENCY, D.EVALUATED: Party.NOBODY, D.CANCELLED: Party.NOBODY},
)


class TierChangeState(TextChoices):
    """Where a change of tier stands."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


T = TierChangeState

TIER_CHANGE = Lifecycle(
    name="change of tier",
    states=T,
    moves=(
        Move(None, P.TIER_CHANGE_PROPOSE, T.PROPOSED, Party.OFFICE),
        Move(T.PROPOSED, P.TIER_CHANGE_AGREE, T.AGREED, Party.AGENCY),
        Move(T.PROPOSED, P.TIER_CHANGE_DECLINE, T.DECLINED, Party.AGENCY),
        Move(T.PROPOSED, P.TIER_CHANGE_WITHDRAW, T.WITHDRAWN, Party.OFFICE),
    ),
    holders={**dict.fromkeys(T, Party.NOBODY), T.PROPOSED: Party.AGENCY},
)


class ExpectationState(TextChoices):
    """Whose expectation it is, until that side says whether it was met."""

    OF_AGENCY = "of_agency", "Expected by the agency"
    OF_OFFICE = "of_office", "Expected by the programme office"
    OF_TEAM = "of_team", "Expected by the assessment team"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


X = ExpectationState
EXPECTED_BY = {Party.AGENCY: X.OF_AGENCY, Party.OFFICE: X.OF_OFFICE, Party.TEAM: X.OF_TEAM}

EXPECTATION = Lifecycle(
    name="expectation",
    states=X,
    moves=(
        Move(None, P.EXPECTATION_AGENCY, X.OF_AGENCY, Party.AGENCY),
        Move(None, P.EXPECTATION_OFFICE, X.OF_OFFICE, Party.OFFICE),
        Move(None, P.EXPECTATION_TEAM, X.OF_TEAM, Party.TEAM),
        *(Move(state, P.EXPECTATION_MEET, X.MET, party) for party, state in EXPECTED_BY.items()),
        *(Move(state, P.EXPECTATION_MISS, X.NOT_MET, party) for party, state in EXPECTED_BY.items()),
    ),
    holders={**{state: party for party, state in EXPECTED_BY.items()}, X.MET: Party.NOBODY, X.NOT_MET: Party.NOBODY},
)


class SurveyState(TextChoices):
    """Whether a survey of satisfaction can be answered."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


V = SurveyState

SATISFACTION = Lifecycle(
    name="satisfaction survey",
    states=V,
    moves=(
        Move(None, P.SATISFACTION_ASK, V.OPEN, Party.OFFICE),
        Move(V.OPEN, P.SATISFACTION_CLOSE, V.CLOSED, Party.OFFICE),
        Move(V.OPEN, P.SATISFACTION_RUN_OUT, V.CLOSED, Party.CONCORD),
    ),
    holders={V.OPEN: Party.OFFICE, V.CLOSED: Party.NOBODY},
)


class EscalationState(TextChoices):
    """Where a concern stands that was raised with an officer."""

    RAISED = "raised", "Raised"
    ANSWERED = "answered", "Answered"


C = EscalationState

ESCALATION = Lifecycle(
    name="escalation",
    states=C,
    moves=(
        Move(None, P.ESCALATION_RAISE, C.RAISED, Party.AGENCY),
        Move(C.RAISED, P.ESCALATION_ANSWER, C.ANSWERED, Party.OFFICE),
    ),
    holders={C.RAISED: Party.OFFICE, C.ANSWERED: Party.NOBODY},
)


class EligibilityState(TextChoices):
    """What a new look at eligibility found, and what became of a flag."""

    UNCHANGED = "unchanged", "Unchanged"
    FLAGGED = "flagged", "Flagged, to be decided"
    CLEARED = "cleared", "Cleared"


E = EligibilityState

ELIGIBILITY = Lifecycle(
    name="eligibility review",
    states=E,
    moves=(
        Move(None, P.ELIGIBILITY_CONFIRM, E.UNCHANGED, Party.OFFICE),
        Move(None, P.ELIGIBILITY_FLAG, E.FLAGGED, Party.OFFICE),
        Move(E.FLAGGED, P.ELIGIBILITY_CLEAR, E.CLEARED, Party.OFFICE),
    ),
    holders={E.UNCHANGED: Party.NOBODY, E.FLAGGED: Party.OFFICE, E.CLEARED: Party.NOBODY},
)
