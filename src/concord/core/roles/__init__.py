"""The roles, as declared classes: what a person reads about a role, and what it permits.

`docs/roles.md` is generated from here. A role counts on a scope: the office as a whole, one agency, one engagement,
or one request. Everyone but the public and a requester uses a second factor at sign-in.
"""

from collections.abc import Iterable

from concord.core.permissions import ALLOWED, OFFICE_SCOPE, Actor, Decision, Permission, Scoped, refuse
from concord.core.roles.actors import ConcordItself, SystemActor, Visitor
from concord.core.roles.agency import ChiefExecutive, GovernmentSignatory, Liaison
from concord.core.roles.office import Administrator, ApprovingOfficial, Auditor, ProgrammeOfficer, Publisher
from concord.core.roles.oneself import Oneself
from concord.core.roles.outside import AskedToAuthorize, Public, Requester
from concord.core.roles.role import Level, Role
from concord.core.roles.team import Analyst, AssessmentLead, Assessor, Reviewer, StakeholderAdviser

__all__ = (
    "BY_KEY",
    "ROLES",
    "Administrator",
    "Analyst",
    "ApprovingOfficial",
    "AskedToAuthorize",
    "AssessmentLead",
    "Assessor",
    "Auditor",
    "ChiefExecutive",
    "ConcordItself",
    "GovernmentSignatory",
    "Level",
    "Liaison",
    "Oneself",
    "ProgrammeOfficer",
    "Public",
    "Publisher",
    "Requester",
    "Reviewer",
    "Role",
    "StakeholderAdviser",
    "SystemActor",
    "Visitor",
    "acting_role",
    "permit",
    "permits_somewhere",
)

ROLES: tuple[type[Role], ...] = (
    Public,
    Requester,
    AskedToAuthorize,
    Oneself,
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
