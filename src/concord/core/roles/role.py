"""What a role is, and the permissions that many roles share."""

from enum import StrEnum
from typing import ClassVar

from concord.core.permissions import Party, Permission

P = Permission


class Level(StrEnum):
    """The kind of scope on which a role is held."""

    NONE = "none"
    REQUEST = "request"
    AGENCY = "agency"
    ENGAGEMENT = "engagement"
    OFFICE = "office"


class Role:
    """One role; subclasses declare, nothing is instantiated."""

    key: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    level: ClassVar[Level]
    party: ClassVar[Party]
    permissions: ClassVar[frozenset[Permission]]
    second_factor: ClassVar[bool] = True


READ_SITE = frozenset(
    {P.DESK_VIEW, P.ENGAGEMENT_VIEW, P.PLAN_VIEW, P.AGENCY_VIEW, P.TASK_VIEW}
    | {P.AGREEMENT_VIEW, P.DELIVERY_VIEW, P.TIER_CHANGE_VIEW}
)
READ_TOGETHER = frozenset({P.EXPECTATION_VIEW, P.SATISFACTION_VIEW})  # how both sides work together
JUDGE_EXPECTATIONS = frozenset({P.EXPECTATION_MEET, P.EXPECTATION_MISS})
TASKS = frozenset(
    {P.TASK_SET_OFFICE, P.TASK_SET_AGENCY, P.TASK_SET_TEAM, P.TASK_SET_TOGETHER}
    | {P.TASK_DO, P.TASK_HAND_OVER, P.TASK_DROP}
)
PLAN_COMMENTS = frozenset({P.PLAN_COMMENT, P.PLAN_COMMENT_REPLY})
READ_FIELD = frozenset(
    {P.EVIDENCE_VIEW, P.FIELDWORK_VIEW, P.DOCUMENTS_VIEW, P.DATA_SET_VIEW, P.ADVICE_VIEW}
    | {P.CODEBOOK_VIEW, P.ROUND_VIEW}
)
DOCUMENTS_ANSWER = frozenset(
    {P.DOCUMENTS_VIEW, P.DOCUMENTS_PROVIDE, P.DOCUMENTS_PROVIDE_PART, P.DOCUMENTS_NOT_HELD, P.DOCUMENTS_WITHHOLD}
)
READ_REFORM = frozenset({P.FINDING_VIEW, P.REFORM_VIEW})
FACT_CHECKS = frozenset({P.FACT_CHECK_VIEW, P.FACT_CHECK_COMMENT, P.FACT_CHECK_SEND_BACK})
CONNECT_REFORMS = frozenset(
    {P.LINK_CONNECT, P.LINK_DISCONNECT, P.LINK_GROUP, P.REFORM_BLOCK, P.REFORM_UNBLOCK}
    | {P.REFORM_PRIORITIZE, P.REFORM_PRIORITIZE_MANY, P.OUTCOME_RECORD}
)
READ_ALL = (
    READ_SITE
    | READ_REFORM
    | READ_TOGETHER
    | {P.ESCALATION_VIEW, P.ELIGIBILITY_VIEW, P.EFFORT_VIEW}
    | READ_FIELD
    | {P.REQUEST_VIEW, P.REQUEST_VIEW_NOTES, P.MAIL_VIEW, P.PERSON_VIEW, P.CLAIM_VIEW, P.FINDING_VIEW_DRAFT}
    | {P.FACT_CHECK_VIEW}
    | {P.EDITION_VIEW, P.BOARD_VIEW, P.REPORT_VIEW, P.REPORT_VIEW_DRAFT}
    | {P.FOIA_VIEW, P.RETENTION_VIEW, P.HOLD_VIEW, P.OPENING_VIEW}
    | {P.PROVIDER_VIEW, P.EXPERT_VIEW, P.CONFLICT_VIEW}
)
