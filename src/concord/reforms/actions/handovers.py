"""The verb by which another body begins to review: the words change from a day on, and nothing that was said does."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from concord.core import lifecycle, zones
from concord.core.actions import record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement, Precision
from concord.programme.models import Edition
from concord.reforms import queries, rules
from concord.reforms.models import HandOver

P = Permission


@verb
def hand_over(
    engagement: Engagement, *, edition: Edition, body: str, on: date, reason: str, by: Actor, at: datetime
) -> Engagement:
    """Record that another body reviews the reforms of an engagement from a day on, in the words of another edition.

    Both voices keep what they have said, in the words in which it was said; the new body has said nothing yet.
    Raises Denied, BadInput (the engagement's own edition; one that lacks what the engagement stands on, or in which a
    label stands for something else; a day that cannot be), Incomplete (no words)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REFORM_HAND_OVER, locked).require()
    before = locked.edition
    if before is None or before.pk == edition.pk:
        raise BadInput(f"{locked.ref} is under {edition.title} already; expected another edition.")
    missing = [
        what for what, text in (("which body reviews from now on", body), ("the reason", reason)) if not text.strip()
    ]
    if missing:
        raise Incomplete("It cannot be handed over yet.", missing)
    _require_day(locked, on, at)
    if lacks := [*_lacks(before.document, edition.document), *_differs(locked, edition)]:
        raise BadInput(f"{edition.title} cannot take the place of {before.title} here: {'; '.join(lacks)}.")
    HandOver.objects.create(
        engagement=locked,
        before=before,
        after=edition,
        body=body.strip(),
        on=on,
        reason=reason.strip(),
        made_at=at,
        made_by=by.actor_key,
    )
    locked.edition = edition
    locked.save(update_fields=["edition"])
    more = {"body": body.strip(), "on": str(on)}
    old, new = before.audit_ref, edition.audit_ref
    record(locked, P.REFORM_HAND_OVER, by=by, at=at, old=old, new=new, reason=reason.strip(), more=more)
    return locked


def _require_day(engagement: Engagement, on: date, at: datetime) -> None:
    """Raise BadInput for a day to come, and for one before that on which the engagement began, the last such change, or
    a day of which somebody has spoken in the words of before."""
    if on > zones.day(at):
        raise BadInput(f"The day {on} is still to come; expected {zones.day(at)} or earlier.")
    for what, day in _earlier(engagement):
        if on < day:
            raise BadInput(f"The day {on} is before {what}; expected {day} or later.")


def _earlier(engagement: Engagement) -> Iterator[tuple[str, date]]:
    last = next(iter(queries.hand_overs(engagement)), None)
    if last is not None:
        yield "the last such change", last.on
    if engagement.started_precision == Precision.DAY:
        yield "the engagement began", date.fromisoformat(engagement.started)
    if said := queries.last_said_of(engagement):
        yield "a status that was given in the words of before", said


def _lacks(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield each item of a list but the status labels that the new edition does not have: plans and records name it."""
    for part, items in before.items():
        if part == "status" or not isinstance(items, list):
            continue
        there = {item["key"] for item in after.get(part, ())}
        yield from (f"it has no {part} “{item['key']}”" for item in items if item["key"] not in there)


def _differs(engagement: Engagement, edition: Edition) -> Iterator[str]:
    """Yield each label that would stand for something else than it did when it was said; what nobody has said says
    nothing otherwise."""
    said = queries.said_in(engagement)
    for label in queries.labels_of(edition):
        for was in sorted(said.get(label.key, set()) - {label.core_state}):
            now, before = label.core_state.replace("_", " "), was.replace("_", " ")
            yield f"its label “{label.key}” stands for {now}, and stood for {before}"
