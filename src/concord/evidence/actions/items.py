"""The verbs of items of evidence."""

from datetime import date, datetime
from typing import Any

from concord.core import keys, lifecycle, sealing, zones
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import FocusArea
from concord.evidence import checks, filing, rules, sealed_items
from concord.evidence.foia import unpack
from concord.evidence.models import SEALED, EvidenceItem
from concord.evidence.states import EvidenceState
from concord.evidence.uploads import Upload, neutral_name, taken

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
    consent: str = "",
    open_because: str = "",
    basis: str = "",
    count: int = 1,
    activity: str = "",
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> EvidenceItem:
    """Log an item of evidence, with a file or without; a file of a kind that is read becomes its document. The same
    item again is the same item (law 17): it would be counted twice. Text and file of a confidential or law-enforcement
    sensitive item are sealed from the beginning. `consent` is what those who took part agreed to; without it no talk is
    taken. `open_because` is why an interview is not confidential. It counts for the `activity` that it names (its key),
    or where it names none for the only one of its method.

    Raises Denied (no plan in force, the focus area is not open), Incomplete (a method that the plan in force does not
    name for the focus area, an activity that is none of that method, a day before the concurrence, outside the windows
    or to come, no consent, an interview that is open without a reason), BadInput (the file; one that is a document of
    the engagement already)."""
    locked = lifecycle.lock(focus_area)
    rules.may(by, P.EVIDENCE_LOG, locked).require()
    checked: dict[str, Any] = {
        "method": method,
        "activity": activity,
        "collected_on": collected_on,
        "releasability": releasability,
        "consent": consent,
        "open_because": open_because,
    }
    require_none(checks.run(locked, today=zones.day(at), **checked), "The evidence cannot be logged.")
    told: dict[str, Any] = {"focus_area": locked, **checked, "count": count, "basis": basis}
    told["logged_by"] = by.actor_key
    if (same := _same(told, title, summary, upload)) is not None:
        raise Unchanged(same)
    filing.require_new(locked.engagement, upload)
    ref, told["engagement"] = next_ref("EVD", at), locked.engagement
    told |= sealed_items.kept(ref, releasability, title, summary, filing.own_file(upload), at=at)
    item = EvidenceItem.begin(P.EVIDENCE_LOG, by=by, at=at, ref=ref, **told)
    filing.document_of(item, upload, by=by, at=at)
    return item


@verb
def withdraw(item: EvidenceItem, *, reason: str, by: Actor, at: datetime) -> EvidenceItem:
    """Withdraw an item with the reason. It stays on record; its file is handed out no more.

    The reason for a confidential item is kept with the item alone, since the auditor reads the trail."""
    if not reason.strip():
        raise Incomplete("Evidence is withdrawn with a reason.", ["the reason"])
    item = lifecycle.lock(item)
    if item.is_sealed:
        rules.may(by, P.EVIDENCE_WITHDRAW, item).require()
        sealing.keep(item.ref, {sealed_items.WITHDRAWN: reason}, at=at)
    unpack(item, f"{item.ref} was withdrawn")
    return lifecycle.move(
        item,
        P.EVIDENCE_WITHDRAW,
        by=by,
        at=at,
        may=rules.may,
        reason="Kept with the item, which is confidential." if item.is_sealed else reason,
        changes={"withdrawn_because": sealed_items.ELSEWHERE if item.is_sealed else reason},
    )


def _same(told: dict[str, Any], title: str, summary: str, upload: Upload | None) -> EvidenceItem | None:
    """Return the item that was logged with the same facts and the same file, or None."""
    alike = EvidenceItem.objects.filter(state=EvidenceState.LOGGED, **told).select_related("file")
    sha256 = "" if upload is None else sealed_items.digest(taken(upload).chunks())
    file: dict[str, str] = {}
    if upload is not None and filing.is_read(upload):
        alike = alike.filter(documents__revisions__fingerprint=keys.fingerprint(sha256))
    else:
        alike = alike.filter(documents=None)
        if upload is not None:
            file = {sealed_items.DIGEST: sha256, sealed_items.FILE_NAME: neutral_name(upload.name or "")}
    if told["releasability"] not in SEALED:
        digest, name = file.get(sealed_items.DIGEST), file.get(sealed_items.FILE_NAME, "")
        return alike.filter(title=title, summary=summary, file=digest, file_name=name).first()
    wanted = {sealed_items.TITLE: title, sealed_items.FACTS: summary, **file}
    names = (sealed_items.TITLE, sealed_items.FACTS, sealed_items.DIGEST, sealed_items.FILE_NAME)
    return next((item for item in alike if sealing.read(item.ref, *names) == wanted), None)
