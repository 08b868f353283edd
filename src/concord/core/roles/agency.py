"""Roles of the agency and its government."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import (
    CONNECT_REFORMS,
    DOCUMENTS_ANSWER,
    FACT_CHECKS,
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
_SHOWS_ITS_WORK = CONNECT_REFORMS | {
    P.PACKET_ASSEMBLE,
    P.PACKET_INCLUDE,
    P.PACKET_LEAVE_OUT,
    P.PACKET_SHOW,
    P.PACKET_TAKE_OUT,
    P.PACKET_SUBMIT,
    P.PACKET_WITHDRAW,
    P.PROJECT_BEGIN,
    P.PROJECT_CHANGE,
    P.PROJECT_CHANGE_MANY,
    P.PROJECT_SERVE,
    P.PROJECT_LEAVE,
    P.PROJECT_MILESTONE,
    P.PROJECT_REACH,
    P.PROJECT_TAKE_BACK,
    P.PROJECT_ASSIST,
    P.PROJECT_ASSIST_OFF,
    P.PROJECT_END,
}
_ANSWERS_MEASURES = frozenset({P.MEASURE_AGREE, P.MEASURE_ASK})
_CHECKS_REPORTS = frozenset({P.REPORT_VIEW, P.REPORT_COMMENT, P.REPORT_CHECK})


class ChiefExecutive(Role):
    """The agency's chief executive."""

    key = "chief_executive"
    title = "Chief executive"
    description = (
        "Leads the agency. Alone may concur with a work plan, or return it with a reason, and respond to a "
        "recommendation; may also report progress, agree to compliance measures, and check the facts of findings and "
        "of status reports."
    )
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = (
        READ_SITE
        | READ_REFORM
        | {P.REQUEST_VIEW, P.REQUEST_WITHDRAW, P.REQUEST_LEAVE, P.PLAN_CONCUR, P.PLAN_RETURN}
        | {P.REFORM_REPORT, P.ANALYSIS_READ, P.AGENCY_DESCRIBE}
        | {P.PLAN_REAFFIRM, P.SCOPE_ASK_TEAM, P.SCOPE_AGREE, P.SCOPE_DECLINE, P.SCOPE_WITHDRAW}
        | PLAN_COMMENTS
        | TASKS
        | {P.TASK_AGENCY_PART}
        | DOCUMENTS_ANSWER
        | _WORKS_TOGETHER
        | _SHOWS_ITS_WORK
        | _ANSWERS_MEASURES
        | _CHECKS_REPORTS
        | {P.AGREEMENT_SIGN, P.TIER_CHANGE_AGREE, P.TIER_CHANGE_DECLINE}
        | FACT_CHECKS
        | {P.RECOMMENDATION_RESPOND}
    )


class Liaison(Role):
    """The agency's key point of contact."""

    key = "liaison"
    title = "Agency liaison"
    description = (
        "Works with the assessment team day by day, reports the agency's progress on each reform, agrees to compliance "
        "measures or asks for others, and checks the facts of findings and of status reports."
    )
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = (
        READ_SITE
        | READ_REFORM
        | {P.REQUEST_VIEW, P.REFORM_REPORT, P.AGENCY_DESCRIBE, P.SCOPE_ASK_TEAM, P.SCOPE_WITHDRAW, P.ANALYSIS_READ}
        | PLAN_COMMENTS
        | TASKS
        | {P.TASK_AGENCY_PART}
        | DOCUMENTS_ANSWER
        | _WORKS_TOGETHER
        | FACT_CHECKS
        | _SHOWS_ITS_WORK
        | _ANSWERS_MEASURES
        | _CHECKS_REPORTS
    )


class GovernmentSignatory(Role):
    """Signs for the city, county or tribe."""

    key = "government_signatory"
    title = "Government signatory"
    description = "Signs for the agency's government and follows the engagement; changes nothing else in it."
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = READ_SITE | READ_REFORM | READ_TOGETHER | {P.AGREEMENT_SIGN}
