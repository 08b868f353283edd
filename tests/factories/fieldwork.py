"""Field work for tests, made by the house's own verbs."""

from datetime import datetime, timedelta
from typing import Any

from concord.evidence import actions
from concord.evidence.attendance import Came
from concord.evidence.models import Fieldwork
from concord.workplans.content import Activity
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

METHODS = ("interview", "focus_group", "document_review", "direct_observation")
DAY = AT.date() + timedelta(days=7)
HELD_AT = AT + timedelta(days=8)


def ready(place: str = "Alder Falls", **more: Any) -> plans.Cast:
    """A cast whose first focus area is open under a plan in force that names four methods in each focus area."""
    by = plans.cast(place, **more)
    areas = [make.area(by.engagement, number) for number in range(1, by.engagement.focus_areas.count() + 1)]
    plans.concurred(by, activities=[plans.planned(area, method) for area in areas for method in METHODS])
    plans.open_area(by)
    return by


def two_talks() -> plans.Cast:
    """A cast whose open focus area has two activities of interviews (a1, a2) and one of documents (a3)."""
    by = plans.cast()
    area = make.area(by.engagement)
    talks = [plans.planned(area, audience=one) for one in ("Patrol officers", "Residents")]
    plans.concurred(by, activities=[*talks, plans.planned(area, "document_review")])
    plans.open_area(by)
    return by


def activity(by: plans.Cast, method: str = "interview", number: int = 1) -> Activity:
    content = by.engagement.work_plans.get(state="concurred").content
    return next(one for one in content.activities if (one.area, one.method) == (number, method))


def booked(by: plans.Cast, method: str = "interview", *, number: int = 1, at: datetime = AT, **said: Any) -> Fieldwork:
    """Book something whose title is its own, since the same again is the same."""
    known: dict[str, Any] = {
        "activity": activity(by, method, number).key,
        "title": f"{method.replace('_', ' ').capitalize()} {Fieldwork.objects.count() + 1}",
        "planned_on": DAY,
        "group_type": "rank" if method == "focus_group" else "",
    }
    return actions.book(make.area(by.engagement, number), by=by.expert, at=at, **(known | said))


def told(**changed: Any) -> dict[str, Any]:
    """All that is told when it was held."""
    return {
        "held_on": DAY,
        "facts": "Short moves break off work in a sector.",
        "thoughts": "Ask the sergeants about it.",
        "consent": "unattributed",
        "consent_given": "spoken",
        "releasability": "deliberative",
        **({"open_because": "It was said in the open."} if _is_open(changed) else {}),
        **changed,
    }


def _is_open(changed: dict[str, Any]) -> bool:
    return changed.get("releasability", "deliberative") in ("deliberative", "releasable")


def held(
    by: plans.Cast, method: str = "interview", *, number: int = 1, at: datetime = HELD_AT, **said: Any
) -> Fieldwork:
    """Book and hold; what is not told of holding is told of the booking."""
    of_holding = told(**{name: said.pop(name) for name in (*told(), "count", "came", "upload") if name in said})
    return actions.hold(booked(by, method, number=number, **said), by=by.expert, at=at, **of_holding)


def came(*rows: tuple[str, str, int]) -> tuple[Came, ...]:
    return tuple(Came(*row) for row in rows)
