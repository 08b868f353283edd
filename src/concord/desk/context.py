"""What every signed-in page shows around its content."""

import functools
from functools import partial
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import clock, zones
from concord.core.errors import Unavailable
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.desk.queries import Hub, hub
from concord.engagements.queries import engagement
from concord.programme.document import Office
from concord.programme.queries import in_force

P = Permission
_MENU = (
    ("desk", "Home", P.DESK_VIEW),
    ("tasks", "Tasks", P.TASK_VIEW),
    ("board", "Board", P.BOARD_VIEW),
    ("requests", "Requests", P.REQUEST_VIEW),
    ("engagements", "Engagements", P.ENGAGEMENT_VIEW),
    ("recommendations", "Recommendations", P.REFORM_VIEW),
    ("agencies", "Agencies", P.AGENCY_VIEW),
    ("experts", "Experts", P.EXPERT_VIEW),
    ("conflicts", "Conflicts", P.CONFLICT_VIEW),
    ("programme", "Programme", P.EDITION_VIEW),
    ("people", "People", P.PERSON_VIEW),
    ("retention", "Retention", P.RETENTION_VIEW),
    ("audit", "Audit trail", P.AUDIT_VIEW),
    ("search", "Search", P.DESK_VIEW),
)
_WITHIN: dict[str, tuple[str, ...]] = {
    "board": ("figures",),
    "requests": ("mails",),
    "desk": ("waiting", "notices", "calendar", "tokens"),
    "programme": ("editions", "drafts"),
    "engagements": (
        *("focus-areas", "work-plans", "evidence", "findings", "reports", "agreements", "deliveries", "check-ins"),
        *("expectations", "satisfaction", "concerns", "tier-changes", "eligibility", "plan-comments"),
        *("scope-changes", "effort"),
        *("fieldwork", "document-requests", "data-sets", "advice", "identities", "foia", "documents", "claims"),
        *("fact-checks", "codebooks", "coding", "coded-projects", "mappings", "analyses", "statement-comments"),
        *("report-imports", "releases", "withholdings"),
    ),
    "recommendations": ("reforms", "measures", "packets", "pieces-of-work"),
    "experts": ("providers",),
    "retention": ("disposals", "holds", "openings"),
}
"""Entry of the menu → the first parts of the other addresses that belong under it."""


class Entry(NamedTuple):
    """One entry as it is for everybody; `below` is how the addresses begin that belong under it."""

    href: str
    label: str
    permission: Permission
    below: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Say whether the page at an address belongs under it."""
        return path == self.href or path.startswith(self.below)


class Item(NamedTuple):
    """One entry of the menu, as one page shows it."""

    href: str
    label: str
    current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the office, the person with their roles and the menu that these give, and the moment of the page; its
    moments are shown in the office's zone."""
    person = request.user if request.user.is_authenticated else None
    office = cache.get_or_set("chrome", _office, 60)
    zones.show_in(office.time_zone if office else zones.UTC_NAME)
    menu = [
        Item(entry.href, entry.label, entry.holds(request.path))
        for entry in entries()
        if person and permits_somewhere(person.all_roles(), entry.permission)
    ]
    now = clock.now()
    return {
        "chrome": {
            "demo": settings.CONCORD_DEMO,
            "person": person,
            "menu": menu,
            "office": office,
            "roles": ", ".join(sorted(role.title for role in person.all_roles())) if person else "",
            "now": now,
            "today": partial(zones.day, now),  # called by the pages that show what is overdue
            "hub": partial(_hub, request),  # called by the one page that shows it
        }
    }


def _hub(request: HttpRequest) -> Hub | None:
    """Return where the engagement of this page stands."""
    match = request.resolver_match
    found = engagement(match.kwargs["ref"]) if match is not None and match.view_name == "engagement" else None
    return None if found is None else hub(cast("Person", request.user), found)


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Return the entries of the menu, with their addresses."""
    desk = reverse("desk")
    return tuple(
        Entry(
            reverse(name),
            label,
            permission,
            (*(() if name == "desk" else (reverse(name),)), *(f"{desk}{part}/" for part in _WITHIN.get(name, ()))),
        )
        for name, label, permission in _MENU
    )


def _office() -> Office | None:
    try:
        return in_force(clock.today()).office
    except Unavailable:
        return None
