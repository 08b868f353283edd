"""What every signed-in page shows around its content."""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from concord.core import clock
from concord.core.errors import Unavailable
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.programme.document import Office
from concord.programme.queries import in_force

P = Permission
_MENU = (
    ("desk", "Home", P.DESK_VIEW),
    ("requests", "Requests", P.REQUEST_VIEW),
    ("engagements", "Engagements", P.ENGAGEMENT_VIEW),
    ("recommendations", "Recommendations", P.REFORM_VIEW),
    ("agencies", "Agencies", P.AGENCY_VIEW),
    ("people", "People", P.PERSON_VIEW),
    ("audit", "Audit trail", P.AUDIT_VIEW),
)
_WITHIN = {
    "engagements": ("focus-areas", "work-plans", "evidence", "findings", "reports"),
    "recommendations": ("reforms", "measures"),
}
"""Entry of the menu → the first parts of the other addresses that belong under it."""


class Item(NamedTuple):
    """One entry of the menu."""

    href: str
    label: str
    current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the office, the person with their roles and the menu that these give, and the moment of the page."""
    person = request.user if request.user.is_authenticated else None
    office = cache.get_or_set("chrome", _office, 60)
    menu = [
        Item(reverse(name), label, _is_current(request.path, name))
        for name, label, permission in _MENU
        if person and permits_somewhere(person.all_roles(), permission)
    ]
    return {
        "chrome": {
            "demo": settings.CONCORD_DEMO,
            "person": person,
            "menu": menu,
            "office": office,
            "roles": ", ".join(sorted(role.title for role in person.all_roles())) if person else "",
            "now": clock.now(),
        }
    }


def _is_current(path: str, name: str) -> bool:
    href = reverse(name)
    if name == "desk":
        return path == href
    return path.startswith((href, *(f"{reverse('desk')}{part}/" for part in _WITHIN.get(name, ()))))


def _office() -> Office | None:
    try:
        return in_force(clock.today()).office
    except Unavailable:
        return None
