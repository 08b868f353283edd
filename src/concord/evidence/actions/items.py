"""The verbs of items of evidence."""

from datetime import date, datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import checks, rules
from concord.evidence.models import EvidenceItem
from concord.evidence.states import EvidenceState
from concord.evidence.storing import Upload, store
from concord.evidence.uploads import neutral_name

P = Permission


@verb
def log(
    focus_area: FocusArea,
    *,
    method: str,
    title: str,
    summary: str,
    collected_on: date,
    releasability: str,
    count: int = 1,
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> EvidenceItem:
    """Log an item of evidence, with a file or without. The same item again is the same item (law 17): it would be
    counted twice.

    Raises Denied (no plan in force, the focus area is not open), Incomplete (a method that the plan in force does not
    name for the focus area, a day before the concurrence, outside the windows or to come), BadInput (the file)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.EVIDENCE_LOG, locked).require()
    problems = checks.run(locked, method=method, collected_on=collected_on, today=at.date())
    require_none(problems, "The evidence cannot be logged.")
    told: dict[str, Any] = {
        "focus_area": locked,
        "method": method,
        "title": title,
        "summary": summary,
        "collected_on": collected_on,
        "count": count,
        "releasability": releasability,
        "file": None if upload is None else store(upload, at=at),
        "file_name": "" if upload is None else neutral_name(upload.name or ""),
        "logged_by": by.actor_key,
    }
    if same := EvidenceItem.objects.filter(state=EvidenceState.LOGGED, **told).first():
        raise Unchanged(same)
    engagement = locked.engagement
    return EvidenceItem.begin(P.EVIDENCE_LOG, by=by, at=at, ref=next_ref("EVD", at), engagement=engagement, **told)


@verb
def withdraw(item: EvidenceItem, *, reason: str, by: Actor, at: datetime) -> EvidenceItem:
    """Withdraw an item with the reason. It stays on record; its file is handed out no more.

    The reason for a confidential item is kept with the item alone, since the auditor reads the trail."""
    if not reason.strip():
        raise Incomplete("Evidence is withdrawn with a reason.", ["the reason"])
    return lifecycle.move(
        item,
        P.EVIDENCE_WITHDRAW,
        by=by,
        at=at,
        may=rules.may,
        reason="Kept with the item, which is confidential." if item.is_confidential else reason,
        changes={"withdrawn_because": reason},
    )
