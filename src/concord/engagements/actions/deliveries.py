"""The verbs of a delivery of assistance: plan, record, cancel, evaluate."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from concord.accounts.models import Person
from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements import checks, rules
from concord.engagements.checks.delivery import not_while_suspended
from concord.engagements.checks.reason import require_reason, require_words
from concord.engagements.models import Delivery, DeliveryExpert, Engagement, FocusArea, GoalMet
from concord.engagements.states import DeliveryState

P = Permission


@verb
def plan_delivery(
    engagement: Engagement,
    *,
    focus_area: FocusArea,
    form: str,
    topic: str,
    title: str,
    planned_on: date,
    experts: Collection[Person],
    by: Actor,
    at: datetime,
) -> Delivery:
    """Plan a delivery in a focus area: its form and topic are keys of the edition, the experts are of the team.

    The same again is the same delivery (law 17). Raises Denied, Incomplete (each problem of what is planned)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.DELIVERY_PLAN, locked).require()
    require_words(what_is_delivered=title)
    problems = checks.of_delivery(locked, focus_area=focus_area, form=form, topic=topic, experts=experts)
    require_none(problems, "The delivery cannot be planned.")
    said = {"focus_area": focus_area, "form": form, "topic": topic, "title": title, "planned_on": planned_on}
    if same := locked.deliveries.filter(planned_by=by.actor_key, state=DeliveryState.PLANNED, **said).first():
        raise Unchanged(same)
    delivery = Delivery.begin(
        P.DELIVERY_PLAN, by=by, at=at, ref=next_ref("DLV", at), engagement=locked, planned_by=by.actor_key, **said
    )
    DeliveryExpert.objects.bulk_create(
        DeliveryExpert(delivery=delivery, person=p, name=p.name) for p in dict.fromkeys(experts)
    )
    return delivery


@verb
def record_delivery(
    delivery: Delivery, *, held_on: date, attendance: int, hours: Decimal, cost: Decimal, by: Actor, at: datetime
) -> Delivery:
    """Record that a delivery was held: who came, the team's and the experts' hours, the cost to the programme.

    Raises Denied (its focus area was never opened), NotAllowedNow, BadInput (a day to come, one before its focus area
    was opened, or less than nothing), Incomplete (the engagement was suspended on that day)."""
    if held_on > zones.day(at):
        raise BadInput(f"It cannot have been held on a day to come: {held_on.isoformat()}.")
    opened = delivery.focus_area.opened_at
    if opened is not None and held_on < zones.day(opened):  # law 4: so it was before concurrence
        raise BadInput(f"Its focus area was opened on {zones.day(opened)}, and nothing is delivered before.")
    require_none(not_while_suspended(delivery.engagement, held_on), "The delivery cannot be recorded.")
    if attendance < 0 or hours < 0 or cost < 0:
        raise BadInput("Attendance, hours and cost are counted from nothing up.")
    said = {"held_on": held_on, "attendance": attendance, "hours": hours, "cost": cost}
    changes = {**said, "recorded_at": at, "recorded_by": by.actor_key}
    more = {name: str(value) for name, value in said.items()}
    return lifecycle.move(delivery, P.DELIVERY_RECORD, by=by, at=at, may=rules.may, changes=changes, more=more)


@verb
def cancel_delivery(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> Delivery:
    """Cancel a delivery that was not held, with the reason."""
    require_reason(reason, "A delivery is cancelled with a reason.")
    changes = {"cancelled_because": reason}
    return lifecycle.move(delivery, P.DELIVERY_CANCEL, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def evaluate_delivery(
    delivery: Delivery,
    *,
    goal_met: str,
    evaluation: str,
    answered: int | None = None,
    satisfied: int | None = None,
    by: Actor,
    at: datetime,
) -> Delivery:
    """Say for the agency whether a delivery met its goal. Where those who took part were asked: how many answered, and
    how many of these said that it did.

    Raises Denied (who delivered never evaluates), NotAllowedNow, BadInput (the counts), Incomplete (the words)."""
    if goal_met not in GoalMet.values:
        raise BadInput(f"“{goal_met}” is no answer; expected one of: {', '.join(GoalMet.values)}.")
    require_words(what_was_useful_and_what_was_missing=evaluation)
    _require_counts(delivery, answered, satisfied)
    changes = {
        "goal_met": goal_met,
        "evaluation": evaluation,
        "answered": answered,
        "satisfied": satisfied,
        "evaluated_at": at,
        "evaluated_by": by.actor_key,
    }
    more = {"goal_met": goal_met}
    return lifecycle.move(delivery, P.DELIVERY_EVALUATE, by=by, at=at, may=rules.may, changes=changes, more=more)


def _require_counts(delivery: Delivery, answered: int | None, satisfied: int | None) -> None:
    if answered is None and satisfied is None:
        return
    if answered is None or satisfied is None:
        raise BadInput("Give both counts, or neither: how many answered, and how many of these said that it did.")
    if not 0 <= satisfied <= answered <= (delivery.attendance or 0) or answered == 0:
        raise BadInput(
            f"{delivery.attendance or 0} took part; of these {answered} answered and of these {satisfied} said that "
            "it met its goal: each count is at most the one before, and somebody answered."
        )
