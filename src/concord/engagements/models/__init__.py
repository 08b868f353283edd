"""Tables of an engagement, its agreements, what is delivered in it, and how both sides work together."""

from concord.engagements.models.agreement import Agreement, Given, Signature
from concord.engagements.models.delivery import Delivery, DeliveryExpert, GoalMet
from concord.engagements.models.effort import EffortEntry
from concord.engagements.models.eligibility import EligibilityReview
from concord.engagements.models.engagement import SLUG_SHAPE, EndedBy, Engagement, FocusArea, Origin, Precision
from concord.engagements.models.expectations import CheckIn, Escalation, Expectation
from concord.engagements.models.partnership import Part, Partnership
from concord.engagements.models.satisfaction import Answered, SatisfactionAnswer, SatisfactionSurvey, SurveyInvitation
from concord.engagements.models.tier_change import TierChange
from concord.engagements.models.turn import Turn

__all__ = (
    "SLUG_SHAPE",
    "Agreement",
    "Answered",
    "CheckIn",
    "Delivery",
    "DeliveryExpert",
    "EffortEntry",
    "EligibilityReview",
    "EndedBy",
    "Engagement",
    "Escalation",
    "Expectation",
    "FocusArea",
    "Given",
    "GoalMet",
    "Origin",
    "Part",
    "Partnership",
    "Precision",
    "SatisfactionAnswer",
    "SatisfactionSurvey",
    "Signature",
    "SurveyInvitation",
    "TierChange",
    "Turn",
)
