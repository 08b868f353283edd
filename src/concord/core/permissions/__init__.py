"""What can be done, and how it is decided.

Which role holds which permission is in `roles`; which relation a person needs to the thing is a matter of scopes
(`roles_on`) and of each app's `rules`; what the present state allows is in each app's `states`.
"""

from concord.core.permissions.deciding import (
    ALLOWED,
    OFFICE_SCOPE,
    Actor,
    Decision,
    May,
    Party,
    Scoped,
    refuse,
)
from concord.core.permissions.listing import Permission

__all__ = (
    "ALLOWED",
    "OFFICE_SCOPE",
    "Actor",
    "Decision",
    "May",
    "Party",
    "Permission",
    "Scoped",
    "refuse",
)
