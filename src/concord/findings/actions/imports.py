"""The verbs of imported reports: read a file, say what its columns are, load it, drop it, undo it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from concord.core import files, lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, Stale
from concord.core.ids import next_ref, next_refs
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence.uploads import Upload, neutral_name, stored
from concord.findings import checks, queries, rules
from concord.findings.importing import columns as fields
from concord.findings.importing.planning import New, Preview
from concord.findings.importing.reconciling import Stated
from concord.findings.importing.sheet import Sheet
from concord.findings.models import Finding, Recommendation, ReportImport
from concord.findings.states import FINDING, RECOMMENDATION, ImportState, StatementState

P = Permission
_BATCH = 1_000


@verb
def stage_report(engagement: Engagement, *, upload: Upload, table: Sheet, by: Actor, at: datetime) -> ReportImport:
    """Take a file and the table that was read in it (importing.sheet.read); what its columns are is proposed. Nothing
    is added yet. The same file again, while it is staged or loaded, is the same import (law 17).

    Raises Denied, BadInput (the file)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.IMPORT_STAGE, locked).require()
    file = stored(upload, at=at)
    going_on = (ImportState.STAGED, ImportState.LOADED)
    if same := ReportImport.objects.filter(engagement=locked, file=file, state__in=going_on).first():
        raise Unchanged(same)
    return ReportImport.begin(
        P.IMPORT_STAGE,
        by=by,
        at=at,
        ref=next_ref("IMP", at),
        engagement=locked,
        file=file,
        file_name=neutral_name(upload.name or ""),
        cells=files.store(table.pieces(), at=at),
        head=list(table.head),
        rows=len(table.lines),
        columns=queries.columns_for(locked, table),
        staged_at=at,
        staged_by=by.actor_key,
    )


@verb
def map_columns(
    report: ReportImport, *, columns: Mapping[str, str], area: int | None, stated: Stated, by: Actor, at: datetime
) -> ReportImport:
    """Say which column is what, in which focus area findings are whose row names none, and what the report states of
    itself. The same again changes nothing.

    Raises Denied, NotAllowedNow, BadInput (no such field, column or focus area)."""
    locked = lifecycle.lock(report)
    fields.require(queries.sheet_of(locked), columns)
    if area is not None and not locked.engagement.focus_areas.filter(number=area).exists():
        raise BadInput(f"There is no focus area {area} in {locked.engagement.ref}.")
    told = {**stated.told(), "areas": {str(number): count for number, count in stated.areas.items()}}
    changes: dict[str, Any] = {"columns": dict(columns), "area": area, "stated": told}
    if all(getattr(locked, name) == value for name, value in changes.items()):
        raise Unchanged(locked)
    kept = {**changes, "state_since": locked.state_since}  # it is handed to nobody
    return lifecycle.move(report, P.IMPORT_MAP, by=by, at=at, may=rules.may, more=changes, changes=kept)


@verb
def load_report(report: ReportImport, *, expected: str, by: Actor, at: datetime) -> ReportImport:
    """Add what the preview showed as drafts, whose author is whoever loads them; `expected` is the preview's digest.
    What is in the engagement already stays as it is. The audit row has the hash of the manifest, a line for each.

    Raises Denied, NotAllowedNow, Incomplete (a cell that cannot be taken; nothing to add), Stale."""
    engagement = lifecycle.lock(report.engagement)
    locked = lifecycle.lock(report)
    rules.may(by, P.IMPORT_LOAD, locked).require()
    locked.lifecycle.require(locked.state, P.IMPORT_LOAD)
    found = queries.preview_of(locked, queries.sheet_of(locked))
    require_none(checks.before_loading(found), f"{report.ref} cannot be loaded yet.")
    if found.digest != expected:
        raise Stale("What loading would add has changed since you opened the page. Look at it again, then decide.")
    count = {"findings": len(found.findings), "recommendations": len(found.recommendations)}
    changes = {"added": count, "loaded_at": at, "loaded_by": by.actor_key}
    refs = next_refs("FND", at, count["findings"]), next_refs("REC", at, count["recommendations"])
    manifest = _manifest(found, *refs)
    more = {"manifest": files.store([manifest.encode()], at=at).sha256, **count}
    loaded = lifecycle.move(report, P.IMPORT_LOAD, by=by, at=at, may=rules.may, more=more, changes=changes)
    _add(loaded, engagement, found, *refs, by=by, at=at)
    return loaded


@verb
def drop_report(report: ReportImport, *, reason: str, by: Actor, at: datetime) -> ReportImport:
    """Drop an import that is not wanted; nothing was added. Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    return lifecycle.move(report, P.IMPORT_DROP, by=by, at=at, may=rules.may, reason=_said(reason))


@verb
def undo_report(report: ReportImport, *, reason: str, by: Actor, at: datetime) -> ReportImport:
    """Set aside what an import added, but for that on which somebody has worked since; its numbers are free again.

    Raises Denied, NotAllowedNow, Incomplete (no reason)."""
    lifecycle.lock(report.engagement)
    kept = (rows.select_for_update(no_key=True, of=("self",)) for rows in queries.untouched(report))
    findings, recommendations = (list(rows.values_list("pk", "ref")) for rows in kept)
    said, left = _said(reason), list(queries.worked_on(report))
    lines = "".join(f"{ref}\tdraft\tset_aside\n" for _, ref in (*findings, *recommendations))
    more = {"manifest": files.store([lines.encode()], at=at).sha256, "left": left}
    changes = {"undone_at": at, "undone_by": by.actor_key, "left": left}
    undone = lifecycle.move(report, P.IMPORT_UNDO, by=by, at=at, may=rules.may, reason=said, more=more, changes=changes)
    _set_aside(Recommendation.objects.filter(pk__in=[pk for pk, _ in recommendations]), at=at)
    _set_aside(Finding.objects.filter(pk__in=[pk for pk, _ in findings]), at=at)
    return undone


def _manifest(found: Preview, findings: Iterable[str], recommendations: Iterable[str]) -> str:
    """Return a line for each that is added: its reference, its number, where it stands in the file."""
    pairs = (*zip(findings, found.findings, strict=True), *zip(recommendations, found.recommendations, strict=True))
    return "".join(f"{ref}\t{each.label}\t{each.where}\n" for ref, each in pairs)


def _add(
    report: ReportImport,
    engagement: Engagement,
    found: Preview,
    findings: Iterable[str],
    recommendations: Iterable[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    common: dict[str, Any] = {
        "engagement": engagement,
        "state_since": at,
        "author": by.actor_key,
        "imported_in": report,
    }
    areas = {each.number: each for each in engagement.focus_areas.all()}

    def finding(ref: str, new: New) -> Finding:
        state = FINDING.first(P.IMPORT_LOAD)
        return Finding(ref=ref, label=new.label, state=state, focus_area=areas[new.area], **new.words, **common)

    made = (finding(ref, new) for ref, new in zip(findings, found.findings, strict=True))
    Finding.objects.bulk_create(made, batch_size=_BATCH)
    there = {each.label: each for each in Finding.objects.filter(engagement=engagement).only("label", "engagement")}
    state, heads = RECOMMENDATION.first(P.IMPORT_LOAD), Recommendation.objects.filter(engagement=engagement)
    new = list(zip(recommendations, found.recommendations, strict=True))
    for are_items in (False, True):  # each after the recommendation below which it stands
        above = dict(heads.values_list("label", "pk")) if are_items else {}
        rows = (
            Recommendation(
                ref=ref,
                label=each.label,
                state=state,
                finding=there[each.finding],
                below_id=above.get(each.below),
                **each.words,
                **common,
            )
            for ref, each in new
            if bool(each.below) == are_items
        )
        Recommendation.objects.bulk_create(rows, batch_size=_BATCH)


def _set_aside(rows: QuerySet[Finding] | QuerySet[Recommendation], *, at: datetime) -> None:
    rows.update(state=StatementState.SET_ASIDE, state_since=at, label=F("ref"))


def _said(reason: str) -> str:
    if not reason.strip():
        raise Incomplete("It is done with a reason.", ["the reason"])
    return reason.strip()
