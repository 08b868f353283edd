"""The roles, as declared classes: what a person reads about a role, and what it permits.

`docs/roles.md` is generated from here. A role counts on a scope: the office as a whole, one agency, one engagement,
or one request. Everyone but the public and a requester uses a second factor at sign-in.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Party, Permission, Scoped, refuse

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


_READ_SITE = frozenset({P.DESK_VIEW, P.ENGAGEMENT_VIEW, P.PLAN_VIEW, P.AGENCY_VIEW})
_READ_REFORM = frozenset({P.FINDING_VIEW, P.REFORM_VIEW})
_READ_ALL = (
    _READ_SITE | _READ_REFORM | {P.REQUEST_VIEW, P.PERSON_VIEW, P.EVIDENCE_VIEW, P.FINDING_VIEW_DRAFT, P.REPORT_VIEW}
)


class Public(Role):
    """Whoever has not signed in."""

    key = "public"
    title = "Public"
    description = "Reads the public site and may submit a request for assistance for an agency."
    level = Level.NONE
    party = Party.PUBLIC
    permissions = frozenset({P.REQUEST_SUBMIT, P.PERSON_SECURE})
    second_factor = False


class Requester(Role):
    """Whoever holds the private link of one request."""

    key = "requester"
    title = "Requester"
    description = "Follows the request that they submitted, by its private link, and may withdraw it."
    level = Level.REQUEST
    party = Party.AGENCY
    permissions = frozenset({P.REQUEST_SUBMIT, P.REQUEST_WITHDRAW})
    second_factor = False


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
        _READ_SITE
        | _READ_REFORM
        | {P.REQUEST_VIEW, P.REQUEST_WITHDRAW, P.PLAN_CONCUR, P.PLAN_RETURN, P.REFORM_REPORT}
        | {P.AGENCY_DESCRIBE}
    )


class Liaison(Role):
    """The agency's key point of contact."""

    key = "liaison"
    title = "Agency liaison"
    description = "Works with the assessment team day by day and reports the agency's progress on each reform."
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = _READ_SITE | _READ_REFORM | {P.REQUEST_VIEW, P.REFORM_REPORT, P.AGENCY_DESCRIBE}


class GovernmentSignatory(Role):
    """Signs for the city, county or tribe."""

    key = "government_signatory"
    title = "Government signatory"
    description = "Signs for the agency's government and follows the engagement; changes nothing in it."
    level = Level.AGENCY
    party = Party.AGENCY
    permissions = _READ_SITE | _READ_REFORM


class ProgrammeOfficer(Role):
    """Runs requests and engagements for the programme office."""

    key = "programme_officer"
    title = "Programme officer"
    description = (
        "Acknowledges requests, records eligibility and readiness, opens engagements, adds people, and approves "
        "compliance measures before work is judged by them."
    )
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = _READ_ALL | {
        P.REQUEST_ACKNOWLEDGE,
        P.REQUEST_FIND_ELIGIBLE,
        P.REQUEST_FIND_READY,
        P.REQUEST_DECLINE,
        P.ENGAGEMENT_OPEN,
        P.ENGAGEMENT_JOIN,
        P.ENGAGEMENT_SUSPEND,
        P.ENGAGEMENT_RESUME,
        P.MEASURE_APPROVE,
        P.MEASURE_RETURN,
        P.PERSON_INVITE,
        P.PERSON_END_ROLE,
        P.AGENCY_ADD,
        P.AGENCY_DESCRIBE,
        P.CHIEF_APPOINT,
        P.CHIEF_LEAVE,
    }


class ApprovingOfficial(Role):
    """Decides for the programme office."""

    key = "approving_official"
    title = "Approving official"
    description = "Accepts or declines requests, ends engagements early, approves status reports compiled by others."
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = _READ_ALL | {
        P.REQUEST_ACCEPT,
        P.REQUEST_DECLINE,
        P.ENGAGEMENT_END,
        P.REPORT_APPROVE,
        P.REPORT_RETURN,
        P.EDITION_PUBLISH,
    }


class Publisher(Role):
    """Puts approved documents before the public."""

    key = "publisher"
    title = "Publisher"
    description = "Publishes approved status reports and programme pages as releases; changes nothing in them."
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = _READ_SITE | _READ_REFORM | {P.REPORT_VIEW, P.REPORT_PUBLISH, P.REPORT_RETURN, P.PROGRAMME_RELEASE}


_TEAM_READS = _READ_SITE | _READ_REFORM | {P.EVIDENCE_VIEW, P.FINDING_VIEW_DRAFT, P.REPORT_VIEW}
_TEAM_WRITES = frozenset(
    {
        P.EVIDENCE_LOG,
        P.EVIDENCE_WITHDRAW,
        P.FINDING_DRAFT,
        P.FINDING_SUPPORT,
        P.FINDING_SUBMIT,
        P.RECOMMENDATION_DRAFT,
        P.RECOMMENDATION_SUBMIT,
        P.MEASURE_PROPOSE,
        P.REFORM_PLAN,
        P.REFORM_ASSESS,
        P.REFORM_COMPLETE,
        P.REFORM_STOP,
        P.REFORM_REOPEN,
    }
)


class AssessmentLead(Role):
    """Leads the assessment team of one engagement."""

    key = "assessment_lead"
    title = "Assessment lead"
    description = (
        "Leads the team: drafts and proposes the work plan, opens and completes focus areas, issues what a reviewer "
        "has validated, compiles status reports."
    )
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = (
        _TEAM_READS
        | _TEAM_WRITES
        | {P.PLAN_DRAFT, P.PLAN_PROPOSE, P.FOCUS_AREA_OPEN, P.FOCUS_AREA_COMPLETE}
        | {P.FINDING_ISSUE, P.RECOMMENDATION_ISSUE, P.REPORT_COMPILE}
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
    permissions = _TEAM_READS | _TEAM_WRITES


class Analyst(Role):
    """Works on the data."""

    key = "analyst"
    title = "Analyst"
    description = "Analyses the agency's data and logs the results as evidence."
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = _TEAM_READS | {P.EVIDENCE_LOG, P.EVIDENCE_WITHDRAW}


class Reviewer(Role):
    """Validates what others wrote."""

    key = "reviewer"
    title = "Reviewer"
    description = "Validates findings and recommendations that somebody else wrote, or returns them with a reason."
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = _TEAM_READS | {
        P.FINDING_VALIDATE,
        P.FINDING_RETURN,
        P.RECOMMENDATION_VALIDATE,
        P.RECOMMENDATION_RETURN,
    }


class StakeholderAdviser(Role):
    """Advises the assessment."""

    key = "stakeholder_adviser"
    title = "Stakeholder adviser"
    description = "Advises the team from the community's or the officers' side; reads what has been issued."
    level = Level.ENGAGEMENT
    party = Party.TEAM
    permissions = _READ_SITE | _READ_REFORM


class Auditor(Role):
    """Reads everything that is not confidential, changes nothing."""

    key = "auditor"
    title = "Auditor"
    description = "Reads every record and the whole audit trail; changes nothing."
    level = Level.OFFICE
    party = Party.OFFICE
    permissions = _READ_ALL | {P.AUDIT_VIEW}


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


class ConcordItself(Role):
    """Concord, when a job or the command line acts for nobody."""

    key = "concord"
    title = "Concord"
    description = "The software itself: loads directories, editions and public records, takes checkpoints."
    level = Level.NONE
    party = Party.CONCORD
    permissions = frozenset(
        {
            P.AGENCY_IMPORT,
            P.AGENCY_ADD,
            P.CHIEF_APPOINT,
            P.EDITION_PUBLISH,
            P.PERSON_INVITE,
            P.PERSON_FORGET_FACTORS,
            P.SITES_IMPORT,
            P.PROGRAMME_RELEASE,
            P.AUDIT_CHECKPOINT,
        }
    )
    second_factor = False


ROLES: tuple[type[Role], ...] = (
    Public,
    Requester,
    ChiefExecutive,
    Liaison,
    GovernmentSignatory,
    ProgrammeOfficer,
    ApprovingOfficial,
    Publisher,
    AssessmentLead,
    Assessor,
    Analyst,
    Reviewer,
    StakeholderAdviser,
    Auditor,
    Administrator,
    ConcordItself,
)
BY_KEY: dict[str, type[Role]] = {role.key: role for role in ROLES}


class SystemActor:
    """Concord acting for nobody; `task` says which job or command, e.g. "import-sites"."""

    def __init__(self, task: str) -> None:
        """Name the task."""
        self.task = task

    @property
    def actor_key(self) -> str:
        """Return "concord:<task>"."""
        return f"concord:{self.task}"

    def roles_on(self, scopes: Iterable[str]) -> frozenset[type[Role]]:
        """Concord has one role, everywhere."""
        del scopes
        return frozenset({ConcordItself})


class Visitor:
    """Somebody without an account: the public, or the holder of a request's private link.

    `request_ref` is the reference of the request whose link they hold, or None."""

    def __init__(self, request_ref: str | None = None) -> None:
        """Keep the reference."""
        self.request_ref = request_ref

    @property
    def actor_key(self) -> str:
        """Return "visitor" or "requester:<reference>"."""
        return f"requester:{self.request_ref}" if self.request_ref else "visitor"

    def roles_on(self, scopes: Iterable[str]) -> frozenset[type[Role]]:
        """Public everywhere; requester on the one request."""
        if self.request_ref and f"request:{self.request_ref}" in tuple(scopes):
            return frozenset({Public, Requester})
        return frozenset({Public})


def acting_role(by: Actor, verb: Permission, scopes: Iterable[str]) -> type[Role] | None:
    """Return the role under which `by` may do `verb` there (the first in the order of ROLES), or None."""
    held = by.roles_on((OFFICE_SCOPE, *scopes))
    return next((role for role in ROLES if role in held and verb in role.permissions), None)


def permit(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles alone: does any role that `by` holds on the thing's scopes permit the verb?"""
    if acting_role(by, verb, thing.scopes):
        return ALLOWED
    holders = ", ".join(role.title.lower() for role in ROLES if verb in role.permissions)
    return refuse(f"Only these roles may {verb.label}: {holders}.")


def permits_somewhere(roles: Iterable[type[Role]], verb: Permission) -> bool:
    """Say whether any of these roles permits the verb, wherever it is held (for list pages)."""
    return any(verb in role.permissions for role in roles)
