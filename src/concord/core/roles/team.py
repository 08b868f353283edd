"""Roles of the assessment team and its advisers."""

from concord.core.permissions import Party, Permission
from concord.core.roles.role import (
    CONNECT_REFORMS,
    JUDGE_EXPECTATIONS,
    PLAN_COMMENTS,
    READ_FIELD,
    READ_REFORM,
    READ_SITE,
    READ_TOGETHER,
    TASKS,
    Level,
    Role,
)

P = Permission


_TEAM_READS = (
    READ_SITE
    | READ_REFORM
    | READ_TOGETHER
    | READ_FIELD
    | {P.CLAIM_VIEW, P.FINDING_VIEW_DRAFT, P.FACT_CHECK_VIEW, P.REPORT_VIEW, P.REPORT_VIEW_DRAFT}
    | {P.ANALYSIS_READ, P.PROJECT_VIEW}
    | {P.CONFLICT_VIEW}  # the list of their own: the scope of a declaration is the person alone
)
_IDENTITIES = frozenset(
    {P.IDENTITY_VIEW, P.IDENTITY_KEEP, P.IDENTITY_SEAL, P.OPENING_VIEW, P.OPENING_ASK, P.OPENING_OPEN}
    | {P.OPENING_WITHDRAW}
)
_EFFORT = frozenset({P.EFFORT_VIEW, P.EFFORT_RECORD, P.EFFORT_WITHDRAW})
_DELIVERS = frozenset({P.DELIVERY_PLAN, P.DELIVERY_RECORD, P.DELIVERY_CANCEL, P.PROJECT_ASSIST, P.PROJECT_ASSIST_OFF})
_GATHERS = frozenset(
    {P.EVIDENCE_LOG, P.EVIDENCE_FILE, P.EVIDENCE_CONSENT, P.EVIDENCE_WITHDRAW}
    | {P.FIELDWORK_BOOK, P.FIELDWORK_NOTE, P.FIELDWORK_MOVE, P.FIELDWORK_HOLD}
    | {
        P.FIELDWORK_CALL_OFF,
        P.DOCUMENTS_ASK,
        P.DOCUMENTS_CHANGE,
        P.DOCUMENTS_DROP,
        P.DATA_SET_REGISTER,
        P.DATA_SET_WITHDRAW,
    }
    | {P.ADVICE_LOG, P.ADVICE_ANSWER}
    | {P.DATA_SET_BASIS, P.ADVICE_BASIS}
)
_ANALYSES = frozenset(
    {P.DATA_SET_MAP, P.MAPPING_CHANGE, P.MAPPING_ADOPT, P.MAPPING_DISCARD, P.ANALYSIS_CHOOSE, P.ANALYSIS_ORDER}
    | {P.ANALYSIS_CANCEL, P.ANALYSIS_LOG}
)
_CLAIMS = frozenset(
    {P.CLAIM_MAKE, P.CLAIM_REWORD, P.CLAIM_GATHER, P.CLAIM_TAKE_AWAY, P.CLAIM_SET_ASIDE, P.CLAIM_TAKE_UP}
)
_COMMENTS = PLAN_COMMENTS | {P.STATEMENT_COMMENT, P.STATEMENT_COMMENT_REPLY}
_REVIEWS_PACKETS = frozenset({P.PACKET_PASS_ON, P.PACKET_RETURN, P.PACKET_ACCEPT})
_CODES = frozenset(
    {P.CODEBOOK_START, P.CODE_ADD, P.CODE_REWORD, P.CODE_MERGE, P.CODE_SPLIT, P.CODE_END, P.CODES_IMPORT}
    | {P.CODEBOOK_SET_ASIDE, P.ROUND_OPEN, P.ROUND_CODE, P.ROUND_UNCODE, P.ROUND_READ, P.ROUND_CLOSE}
    | {P.ROUND_CALL_OFF, P.ROUND_ADJUDICATE, P.PROJECT_BRING, P.PROJECT_TAKE, P.PROJECT_SET_ASIDE}
)
_TEAM_WRITES = (_COMMENTS | _GATHERS | _CLAIMS | _CODES | _ANALYSES | CONNECT_REFORMS | _REVIEWS_PACKETS) | frozenset(
    {
        P.CLAIM_DRAFT_FINDING,
        P.PLAN_EDIT,
        P.EVIDENCE_RESTRICT,
        P.EVIDENCE_REDACT,
        P.DOCUMENT_REDACT,
        P.DOCUMENT_FILE,
        P.DOCUMENT_REVISE,
        P.DOCUMENT_READ_AGAIN,
        P.DOCUMENT_TAG,
        P.DOCUMENT_UNTAG,
        P.FINDING_DRAFT,
        P.FINDING_SUPPORT,
        P.FINDING_TAKE_OFF,
        P.FINDING_REWORD,
        P.FINDING_SUBMIT,
        P.FINDING_SET_ASIDE,
        P.RECOMMENDATION_DRAFT,
        P.RECOMMENDATION_COPY,
        P.ACTION_ITEM_DRAFT,
        P.RECOMMENDATION_REWORD,
        P.RECOMMENDATION_ANSWER,
        P.RECOMMENDATION_SUBMIT,
        P.RECOMMENDATION_TAG,
        P.RECOMMENDATION_SET_ASIDE,
        P.FACT_CHECK_ANSWER,
        P.STATEMENT_COMMENT_RESOLVE,
        P.IMPORT_STAGE,
        P.IMPORT_MAP,
        P.IMPORT_LOAD,
        P.IMPORT_DROP,
        P.IMPORT_UNDO,
        P.MEASURE_PROPOSE,
        P.REFORM_PLAN,
        P.REFORM_ASSESS,
        P.REFORM_COMPLETE,
        P.REFORM_STOP,
        P.REFORM_REOPEN,
        P.REFORM_SUSTAIN,
        P.OUTCOME_REGISTER,
        P.OUTCOME_WITHDRAW,
    }
)


class AssessmentLead(Role):
    """Leads the assessment team of one engagement."""

    key = "assessment_lead"
    title = "Assessment lead"
    description = (
        "Leads the team: drafts and proposes the work plan and may withdraw it, opens and completes focus areas, "
        "issues what a reviewer has validated, compiles status reports."
    )
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = (
        _TEAM_READS
        | _TEAM_WRITES
        | {P.DOCUMENT_ORIGINAL}
        | {P.PLAN_DRAFT, P.PLAN_PROPOSE, P.FOCUS_AREA_OPEN, P.FOCUS_AREA_COMPLETE}
        | {P.PLAN_DISCARD, P.PLAN_WITHDRAW, P.PLAN_AMEND, P.PLAN_NOTE_PROGRESS, P.PLAN_COMMENT_RESOLVE}
        | {P.PLAN_TAKE_UP_SCOPE}
        | {P.SCOPE_ASK_AGENCY, P.SCOPE_AGREE, P.SCOPE_DECLINE, P.SCOPE_WITHDRAW}
        | {P.FINDING_ISSUE, P.RECOMMENDATION_ISSUE}
        | {P.FACT_CHECK_OPEN, P.FACT_CHECK_EXTEND, P.FACT_CHECK_CLOSE, P.FINDING_RENUMBER}
        | {P.REPORT_COMPILE, P.REPORT_SUBMIT, P.REPORT_ANSWER, P.REPORT_PROPOSE, P.REPORT_CORRECT}
        | {P.FIELDWORK_WAIVE, P.FOCUS_AREA_NO_FINDINGS}
        | TASKS
        | {P.TASK_TEAM_PART}
        | _EFFORT
        | _DELIVERS
        | JUDGE_EXPECTATIONS
        | {P.EXPECTATION_TEAM, P.CHECK_IN_RECORD}
        | {P.EVIDENCE_RELEASE, P.ANALYSIS_SHARE, P.ANALYSIS_CHOOSE_OFFICERS, P.ANALYSIS_OPEN_OFFICERS}
        | _IDENTITIES
    )


class Assessor(Role):
    """Gathers evidence, drafts, and assesses."""

    key = "assessor"
    title = "Assessor"
    description = (
        "Gathers evidence, drafts findings and recommendations, proposes measures, assesses the agency's progress."
    )
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = _TEAM_READS | _TEAM_WRITES | _EFFORT | _DELIVERS | _IDENTITIES


class Analyst(Role):
    """Works on the data."""

    key = "analyst"
    title = "Analyst"
    description = "Analyses the agency's data and logs the results as evidence."
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = (
        _TEAM_READS
        | _COMMENTS
        | _EFFORT
        | _GATHERS
        | _CLAIMS
        | _CODES
        | _ANALYSES
        | {P.PLAN_EDIT}
        | {P.DOCUMENT_FILE, P.DOCUMENT_REVISE, P.DOCUMENT_READ_AGAIN, P.DOCUMENT_ORIGINAL}
    )


class Reviewer(Role):
    """Validates what others wrote."""

    key = "reviewer"
    title = "Reviewer"
    description = (
        "Validates findings and recommendations that somebody else wrote, and reviews status reports, or returns them "
        "with a reason; reviews completion packets."
    )
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = (
        _TEAM_READS
        | _COMMENTS
        | {
            P.FINDING_REVIEW,
            P.RECOMMENDATION_REVIEW,
            P.FINDING_VALIDATE,
            P.FINDING_RETURN,
            P.RECOMMENDATION_VALIDATE,
            P.RECOMMENDATION_RETURN,
            P.REPORT_REVIEW,
            P.REPORT_HAND_BACK,
        }
        | _REVIEWS_PACKETS
    )


class StakeholderAdviser(Role):
    """Advises the assessment."""

    key = "stakeholder_adviser"
    title = "Stakeholder adviser"
    description = (
        "Advises the team from the community's or the officers' side, and sees what was done about their own advice; "
        "reads what has been issued."
    )
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = READ_SITE | READ_REFORM | {P.CONFLICT_VIEW, P.ADVICE_VIEW, P.ADVICE_LOG}
