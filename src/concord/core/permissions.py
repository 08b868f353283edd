"""What can be done, in one list. A permission is also the name of the verb that it allows.

Which role holds which permission is in `roles`; which relation a person needs to the thing is a matter of scopes
(`roles_on`) and of each app's `rules`; what the present state allows is in each app's `states`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

from concord.core.errors import Denied

if TYPE_CHECKING:
    from concord.core.roles import Role


class Party(StrEnum):
    """Who holds a thing: the side that has to act next."""

    PUBLIC = "the public"
    AGENCY = "the agency"
    OFFICE = "the programme office"
    TEAM = "the assessment team"
    CONCORD = "Concord"
    NOBODY = "nobody"


class Permission(StrEnum):
    """value, words for a button or a rule ("accept the request"), words for the history ("accepted the request")."""

    label: str
    past: str

    def __new__(cls, value: str, label: str, past: str) -> Self:
        """Keep the words beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.past = past
        return member

    DESK_VIEW = "desk.view", "see the desk", "saw the desk"
    AUDIT_VIEW = "audit.view", "read the audit trail", "read the audit trail"
    AUDIT_CHECKPOINT = (
        "audit.checkpoint",
        "take a checkpoint of the audit trail",
        "took a checkpoint of the audit trail",
    )

    PERSON_VIEW = "person.view", "see people and their roles", "saw people"
    PERSON_INVITE = "person.invite", "invite a person", "invited a person"
    PERSON_END_ROLE = "person.end_role", "end a person's role", "ended a person's role"
    PERSON_SECURE = "person.secure", "change their own sign-in", "changed their own sign-in"
    PERSON_FORGET_FACTORS = (
        "person.forget_second_factors",
        "drop every second factor after the master key was lost",
        "dropped every second factor, since the master key was lost",
    )

    AGENCY_VIEW = "agency.view", "see an agency", "saw an agency"
    AGENCY_IMPORT = "agency.import", "import the directory of agencies", "imported the directory of agencies"
    AGENCY_ADD = "agency.add", "add an agency", "added an agency"
    AGENCY_DESCRIBE = "agency.describe", "update the agency's profile", "updated the agency's profile"
    CHIEF_APPOINT = "chief.appoint", "record a chief executive", "recorded a chief executive"
    CHIEF_LEAVE = "chief.leave", "record that a chief executive left", "recorded that a chief executive left"

    EDITION_PUBLISH = (
        "edition.publish",
        "publish an edition of the programme",
        "published an edition of the programme",
    )

    REQUEST_SUBMIT = "request.submit", "submit a request for assistance", "submitted the request"
    REQUEST_VIEW = "request.view", "see a request", "saw a request"
    REQUEST_ACKNOWLEDGE = "request.acknowledge", "acknowledge the request", "acknowledged the request"
    REQUEST_FIND_ELIGIBLE = "request.find_eligible", "record eligibility", "found the agency eligible"
    REQUEST_FIND_READY = "request.find_ready", "record readiness", "found the agency ready"
    REQUEST_ACCEPT = "request.accept", "accept the request", "accepted the request"
    REQUEST_DECLINE = "request.decline", "decline the request", "declined the request"
    REQUEST_WITHDRAW = "request.withdraw", "withdraw the request", "withdrew the request"

    ENGAGEMENT_VIEW = "engagement.view", "see an engagement", "saw an engagement"
    ENGAGEMENT_OPEN = "engagement.open", "open an engagement", "opened the engagement"
    ENGAGEMENT_JOIN = "engagement.add_member", "add a member", "added a member"
    ENGAGEMENT_SUSPEND = "engagement.suspend", "suspend the engagement", "suspended the engagement"
    ENGAGEMENT_RESUME = "engagement.resume", "resume the engagement", "resumed the engagement"
    ENGAGEMENT_END = "engagement.end", "end the engagement early", "ended the engagement early"
    FOCUS_AREA_OPEN = "focus_area.open", "open the focus area", "opened the focus area"
    FOCUS_AREA_COMPLETE = "focus_area.complete", "complete the focus area", "completed the focus area"

    PLAN_VIEW = "work_plan.view", "see a work plan", "saw a work plan"
    PLAN_DRAFT = "work_plan.draft", "draft a work plan", "drafted the work plan"
    PLAN_PROPOSE = "work_plan.propose", "propose the work plan", "proposed the work plan"
    PLAN_RETURN = "work_plan.return", "return the work plan", "returned the work plan"
    PLAN_CONCUR = "work_plan.concur", "concur with the work plan", "concurred with the work plan"

    EVIDENCE_VIEW = "evidence.view", "see evidence", "saw evidence"
    EVIDENCE_LOG = "evidence.log", "log evidence", "logged evidence"
    EVIDENCE_WITHDRAW = "evidence.withdraw", "withdraw evidence", "withdrew the evidence"

    FINDING_VIEW = "finding.view", "see an issued finding", "saw a finding"
    FINDING_VIEW_DRAFT = "finding.view_draft", "see a finding before it is issued", "saw a draft finding"
    FINDING_DRAFT = "finding.draft", "draft a finding", "drafted the finding"
    FINDING_SUPPORT = "finding.support", "cite evidence for a finding", "cited evidence for the finding"
    FINDING_SUBMIT = "finding.submit", "send the finding to be validated", "sent the finding to be validated"
    FINDING_RETURN = (
        "finding.return",
        "return the finding to its author",
        "returned the finding to its author",
    )
    FINDING_VALIDATE = "finding.validate", "validate the finding", "validated the finding"
    FINDING_ISSUE = "finding.issue", "issue the finding", "issued the finding"
    RECOMMENDATION_DRAFT = "recommendation.draft", "draft a recommendation", "drafted the recommendation"
    RECOMMENDATION_SUBMIT = (
        "recommendation.submit",
        "send the recommendation to be validated",
        "sent the recommendation to be validated",
    )
    RECOMMENDATION_RETURN = (
        "recommendation.return",
        "return the recommendation to its author",
        "returned the recommendation",
    )
    RECOMMENDATION_VALIDATE = (
        "recommendation.validate",
        "validate the recommendation",
        "validated the recommendation",
    )
    RECOMMENDATION_ISSUE = "recommendation.issue", "issue the recommendation", "issued the recommendation"

    REFORM_VIEW = "reform.view", "see a reform", "saw a reform"
    REFORM_PLAN = "reform.plan", "take up the reform", "took up the reform"
    MEASURE_PROPOSE = "measure.propose", "propose a compliance measure", "proposed the compliance measure"
    MEASURE_RETURN = "measure.return", "return the compliance measure", "returned the compliance measure"
    MEASURE_APPROVE = "measure.approve", "approve the compliance measure", "approved the compliance measure"
    REFORM_REPORT = "reform.report", "report progress", "reported progress"
    REFORM_ASSESS = "reform.assess", "assess progress", "assessed progress"
    REFORM_COMPLETE = "reform.complete", "assess the reform as complete", "assessed the reform as complete"
    REFORM_STOP = "reform.stop", "record that the agency has stopped", "recorded that the agency has stopped"
    REFORM_REOPEN = "reform.reopen", "reopen the reform", "reopened the reform"

    REPORT_VIEW = "report.view", "see a status report", "saw a status report"
    REPORT_COMPILE = "report.compile", "compile a status report", "compiled the status report"
    REPORT_RETURN = "report.return", "return the status report", "returned the status report"
    REPORT_APPROVE = "report.approve", "approve the status report", "approved the status report"
    REPORT_PUBLISH = "report.publish", "publish the status report", "published the status report"
    PROGRAMME_RELEASE = "programme.release", "release the programme pages", "released the programme pages"
    SITES_IMPORT = "sites.import", "import sites from public records", "imported sites from public records"


class Scoped(Protocol):
    """Anything that a permission can be about. A scope is a stable text: "office", "agency:ORI", "engagement:REF"."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes within which a role counts for this thing."""


OFFICE_SCOPE = "office"


class Actor(Protocol):
    """Whoever does something: a person, or Concord itself (`SystemActor`)."""

    @property
    def actor_key(self) -> str:
        """A stable key for the audit trail; never a name or an address."""

    def roles_on(self, scopes: Iterable[str]) -> "frozenset[type[Role]]":
        """Return the roles held now on the office or on any of these scopes."""


@dataclass(frozen=True)
class Decision:
    """May it be done? If not, why: the sentence that greys the button and is the error."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Let a decision be asked directly."""
        return self.allowed

    def require(self) -> None:
        """Raise Denied with the reason unless allowed."""
        if not self.allowed:
            raise Denied(self.reason)


ALLOWED = Decision(allowed=True)


def refuse(reason: str) -> Decision:
    """Return a refusal with its reason."""
    return Decision(allowed=False, reason=reason)


class May(Protocol):
    """The shape of every app's `rules.may`."""

    def __call__(self, by: Actor, verb: Permission, thing: Scoped, /) -> Decision:
        """Decide."""
