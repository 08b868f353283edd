"""Roles of the agency and its government."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import (
    DOCUMENTS_ANSWER,
    JUDGE_EXPECTATIONS,
    PLAN_COMMENTS,
    READ_REFORM,
    READ_SITE,
    READ_TOGETHER,
    TASKS,
    Level,
    Role,
)

P = Permission
_WORKS_TOGETHER = (
    READ_TOGETHER
    | JUDGE_EXPECTATIONS
    | {P.EXPECTATION_AGENCY, P.SATISFACTION_ANSWER, P.ESCALATION_VIEW, P.ESCALATION_RAISE, P.DELIVERY_EVALUATE}
)


class ChiefExecutive(Role):
    """The agency's chief executive."""

    key = "chief_executive"
    title = "Chief executive"
    description = (
        "Leads the agency. Alone may concur with a work plan, or return it with a reason; may also report progress."
    )
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = (
        READ_SITE
        | READ_REFORM
        | {P.REQUEST_VIEW, P.REQUEST_WITHDRAW, P.PLAN_CONCUR, P.PLAN_RETURN, P.REFORM_REPORT}
        | {P.AGENCY_DESCRIBE}
        | {P.PLAN_REAFFIRM, P.SCOPE_ASK_TEAM, P.SCOPE_AGREE, P.SCOPE_DECLINE, P.SCOPE_WITHDRAW}
        | PLAN_COMMENTS
        | TASKS
        | DOCUMENTS_ANSWER
        | _WORKS_TOGETHER
        | {P.AGREEMENT_SIGN, P.TIER_CHANGE_AGREE, P.TIER_CHANGE_DECLINE}
    )


class Liaison(Role):
    """The agency's key point of contact."""

    key = "liaison"
    title = "Agency liaison"
    description = "Works with the assessment team day by day and reports the agency's progress on each reform."
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = (
        READ_SITE
        | READ_REFORM
        | {P.REQUEST_VIEW, P.REFORM_REPORT, P.AGENCY_DESCRIBE, P.SCOPE_ASK_TEAM, P.SCOPE_WITHDRAW}
        | PLAN_COMMENTS
        | TASKS
        | DOCUMENTS_ANSWER
        | _WORKS_TOGETHER
    )


class GovernmentSignatory(Role):
    """Signs for the city, county or tribe."""

    key = "government_signatory"
    title = "Government signatory"
    description = "Signs for the agency's government and follows the engagement; changes nothing else in it."
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = READ_SITE | READ_REFORM | READ_TOGETHER | {P.AGREEMENT_SIGN}
