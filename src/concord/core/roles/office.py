"""Roles of the programme office."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import (
    JUDGE_EXPECTATIONS,
    PLAN_COMMENTS,
    READ_ALL,
    READ_REFORM,
    READ_SITE,
    TASKS,
    Level,
    Role,
)

P = Permission

_PARTNERS = frozenset(
    {P.PROVIDER_ADD, P.PROVIDER_DESCRIBE, P.PROVIDER_END, P.PROVIDER_RESUME}
    | {P.EXPERT_ADD, P.EXPERT_DESCRIBE, P.EXPERT_NOTE_AVAILABILITY, P.EXPERT_RETIRE, P.EXPERT_RETURN}
    | {P.CONFLICT_VIEW_DETAIL, P.CONFLICT_ASK, P.CONFLICT_CLEAR, P.CONFLICT_MANAGE, P.CONFLICT_RECUSE}
)
_EDITION = frozenset({P.EDITION_DRAFT, P.EDITION_REVISE, P.EDITION_TAKE_OVER, P.EDITION_DISCARD})


class ProgrammeOfficer(Role):
    """Runs requests and engagements for the programme office."""

    key = "programme_officer"
    title = "Programme officer"
    description = (
        "Acknowledges requests, records eligibility and readiness, opens engagements, adds people, and approves "
        "compliance measures before work is judged by them, or withdraws them with a reason."
    )
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = (
        READ_ALL
        | PLAN_COMMENTS
        | TASKS
        | JUDGE_EXPECTATIONS
        | _EDITION
        | {
            P.MAIL_SEND_AGAIN,
            P.REQUEST_RECEIVE,
            P.REQUEST_RECORD_AUTHORIZATION,
            P.REQUEST_ASK_CHIEF,
            P.REQUEST_ATTACH,
            P.REQUEST_CONTACT,
            P.REQUEST_ACKNOWLEDGE,
            P.REQUEST_RELINK,
            P.REQUEST_LINK_MEMBER,
            P.REQUEST_NOTE_MATTER,
            P.REQUEST_CORRECT_CONTACT,
            P.REQUEST_LOOK_AGAIN,
            P.REQUEST_RECORD_PART,
            P.REQUEST_DEFINE,
            P.REQUEST_ANSWER,
            P.REQUEST_ASK_COMPONENT,
            P.REQUEST_NOTE_COMPONENT,
            P.REQUEST_FIND_ELIGIBLE,
            P.REQUEST_FIND_READY,
            P.REQUEST_TAKE_UP,
            P.REQUEST_DECLINE,
            P.REQUEST_RECORD_WITHDRAWAL,
            P.ENGAGEMENT_OPEN,
            P.ENGAGEMENT_JOIN,
            P.PARTNER_ADD,
            P.PARTNER_END,
            P.ENGAGEMENT_SUSPEND,
            P.ENGAGEMENT_RESUME,
            P.ENGAGEMENT_CLOSE,
            P.AGREEMENT_DRAFT,
            P.AGREEMENT_SEND,
            P.AGREEMENT_RECORD,
            P.AGREEMENT_REMIND,
            P.AGREEMENT_LAPSE,
            P.AGREEMENT_REINSTATE,
            P.TIER_CHANGE_PROPOSE,
            P.TIER_CHANGE_WITHDRAW,
            P.CHECK_IN_RECORD,
            P.EXPECTATION_OFFICE,
            P.SATISFACTION_ASK,
            P.SATISFACTION_CLOSE,
            P.ESCALATION_ANSWER,
            P.ELIGIBILITY_CONFIRM,
            P.ELIGIBILITY_FLAG,
            P.ENGAGEMENT_ASK_COMPONENT,
            P.ENGAGEMENT_NOTE_COMPONENT,
            P.EFFORT_RECORD,
            P.EFFORT_WITHDRAW,
            P.PLAN_RECORD_CONCURRENCE,
            P.FOIA_PREPARE,
            P.FOIA_DISCARD,
            P.DISPOSAL_PROPOSE,
            P.HOLD_PLACE,
            P.MEASURE_APPROVE,
            P.MEASURE_RETURN,
            P.MEASURE_WITHDRAW,
            P.REFORM_HAND_OVER,
            P.REPORT_EXPLAIN,
            P.RELEASE_ASK_WITHHOLD,
            P.SITE_CLOSE_OUT,
            P.PERSON_INVITE,
            P.PERSON_END_ROLE,
            *_PARTNERS,
            P.AGENCY_ADD,
            P.AGENCY_DESCRIBE,
            P.CHIEF_APPOINT,
            P.CHIEF_LEAVE,
        }
    )


class ApprovingOfficial(Role):
    """Decides for the programme office."""

    key = "approving_official"
    title = "Approving official"
    description = (
        "Accepts or declines requests, ends engagements early, approves status reports compiled by others, and "
        "publishes editions of the programme that somebody else revised."
    )
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = (
        READ_ALL
        | _EDITION
        | {
            P.REQUEST_WAIVE,
            P.REQUEST_ACCEPT,
            P.REQUEST_DEFER,
            P.REQUEST_REFER,
            P.REQUEST_DECLINE,
            P.ENGAGEMENT_SUSPEND,
            P.ENGAGEMENT_END,
            P.ESCALATION_ANSWER,
            P.ELIGIBILITY_CLEAR,
            P.OPENING_AGREE,
            P.OPENING_DECLINE,
            P.FOIA_APPROVE,
            P.FOIA_DISCARD,
            P.DISPOSAL_CARRY_OUT,
            P.DISPOSAL_DECLINE,
            P.HOLD_PLACE,
            P.HOLD_LIFT,
            P.REPORT_APPROVE,
            P.REPORT_RETURN,
            P.REPORT_EXPLAIN,
            P.RELEASE_WITHHOLD,
            P.RELEASE_KEEP,
            P.EDITION_PUBLISH,
        }
    )


class Publisher(Role):
    """Puts approved documents before the public."""

    key = "publisher"
    title = "Publisher"
    description = (
        "Sets the hour at which an approved status report is published, and releases programme pages; changes nothing "
        "in them."
    )
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = (
        READ_SITE
        | READ_REFORM
        | {P.REPORT_VIEW, P.REPORT_VIEW_DRAFT, P.REPORT_SCHEDULE, P.REPORT_RETURN, P.PROGRAMME_RELEASE, P.EDITION_VIEW}
    )


class Auditor(Role):
    """Reads everything that is not confidential, changes nothing."""

    key = "auditor"
    title = "Auditor"
    description = "Reads every record and the whole audit trail; changes nothing."
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = READ_ALL | {P.AUDIT_VIEW}


class Administrator(Role):
    """Keeps the installation."""

    key = "administrator"
    title = "Administrator"
    description = "Invites people and ends roles, imports the directory of agencies, keeps the installation running."
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = frozenset(
        {P.DESK_VIEW, P.PERSON_VIEW, P.PERSON_INVITE, P.PERSON_END_ROLE, P.AGENCY_VIEW, P.AGENCY_IMPORT}
        | {P.AGENCY_ADD, P.AUDIT_CHECKPOINT}
    )
