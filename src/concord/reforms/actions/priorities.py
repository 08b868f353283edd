"""The verbs by which people say what comes first. What follows from it is computed, and decided by people too."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from concord.core import files, lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms import queries, rules
from concord.reforms.models import HIGHEST, LONGEST, LOWEST, Appraisal
from concord.reforms.within import require_here

P = Permission


@verb
def prioritize(
    recommendation: Recommendation,
    *,
    marks: Mapping[str, int],
    weeks: int,
    unit: str,
    why: str,
    by: Actor,
    at: datetime,
) -> Recommendation:
    """Mark an issued recommendation by each criterion of the edition, from 1 to 5 (more is sooner), and say how many
    weeks it takes, who does it, and why (law 13). The same again is no second appraisal.

    Raises Denied, BadInput (a mark is missing, unknown or out of range), Incomplete (no words)."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, P.REFORM_PRIORITIZE, locked).require()
    said = _checked(locked.engagement, marks, weeks, unit, why)
    before = queries.appraisal(locked)
    if before is not None and _same(before, said, by):
        raise Unchanged(locked)
    Appraisal.objects.create(recommendation=locked, by=by.actor_key, at=at, **said)
    more = {"marks": dict(marks), "weeks": weeks}
    record(locked, P.REFORM_PRIORITIZE, by=by, at=at, reason=str(said["why"]), more=more)
    return locked


@verb
def prioritize_many(
    engagement: Engagement,
    *,
    recommendations: Sequence[Recommendation],
    marks: Mapping[str, int],
    weeks: int,
    unit: str,
    why: str,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Give several issued recommendations of an engagement the same marks, as the preview showed it.

    One audit row holds the hash of the stored manifest, which has a line for each: old → new. What has these marks
    already is left as it is. Raises Denied, BadInput, Incomplete."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.REFORM_PRIORITIZE_MANY, locked).require()
    if not recommendations:
        raise Incomplete("Nothing can be marked yet.", ["one recommendation or more"])
    require_here(locked, recommendations)
    said = _checked(locked, marks, weeks, unit, why)
    before = queries.appraisals(locked)
    changing = [each for each in recommendations if not (each.pk in before and _same(before[each.pk], said, by))]
    if not changing:
        raise Unchanged(locked)
    lines = [_line(each, before.get(each.pk), said) for each in sorted(changing, key=lambda each: each.pk)]
    manifest = files.store(["".join(lines).encode()], at=at)
    Appraisal.objects.bulk_create(
        Appraisal(recommendation=each, by=by.actor_key, at=at, **said)
        for each in sorted(changing, key=lambda each: each.pk)
    )
    more = {"manifest": manifest.sha256, "items": len(lines)}
    record(locked, P.REFORM_PRIORITIZE_MANY, by=by, at=at, reason=str(said["why"]), more=more)
    return locked


def _line(recommendation: Recommendation, before: Appraisal | None, said: Mapping[str, object]) -> str:
    """One line of a manifest, as JSON."""
    old = {"marks": before.marks, "weeks": before.weeks, "unit": before.unit} if before else None
    new = {name: said[name] for name in ("marks", "weeks", "unit")}
    return json.dumps({"ref": recommendation.ref, "old": old, "new": new}, sort_keys=True) + "\n"


def _same(before: Appraisal, said: Mapping[str, object], by: Actor) -> bool:
    now = {"marks": before.marks, "weeks": before.weeks, "unit": before.unit, "why": before.why}
    return now == dict(said) and before.by == by.actor_key


def _checked(engagement: Engagement, marks: Mapping[str, int], weeks: int, unit: str, why: str) -> dict[str, object]:
    known = {criterion.key for criterion in queries.criteria(engagement)}
    if not known:
        raise BadInput(f"The edition of {engagement.ref} has no criteria of priority.")
    if marks.keys() != known:
        differing = ", ".join(sorted(known ^ marks.keys()))
        raise BadInput(f"{differing}: expected a mark by each criterion, and no other.")
    if out := [f"{key} {mark}" for key, mark in marks.items() if not LOWEST <= mark <= HIGHEST]:
        raise BadInput(f"{', '.join(out)}: expected a mark from {LOWEST} to {HIGHEST}.")
    if not 1 <= weeks <= LONGEST:
        raise BadInput(f"{weeks} weeks; expected 1 to {LONGEST}.")
    missing = [what for what, text in (("who does it", unit), ("why these marks", why)) if not text.strip()]
    if missing:
        raise Incomplete("It cannot be marked yet.", missing)
    return {"marks": dict(marks), "weeks": weeks, "unit": unit.strip(), "why": why.strip()}
