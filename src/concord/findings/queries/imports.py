"""Reads of imported reports: their tables, what loading them would do, what became of what they added."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import files
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState
from concord.findings.importing import columns, planning, reconciling, sheet
from concord.findings.models import AlsoAnswers, Finding, Recommendation, ReportImport
from concord.findings.states import ImportState, StatementState

P = Permission
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_WITH = ("engagement__agency", "engagement__edition")


def report_import(ref: str) -> ReportImport | None:
    """Return the import with this reference, or None."""
    return ReportImport.objects.select_related(*_WITH).filter(ref=ref).first()


def imports_visible_to(person: Person) -> QuerySet[ReportImport]:
    """Return the imports that a person may see: those of engagements whose drafts they may."""
    return ReportImport.objects.select_related(*_WITH).filter(visible(person, P.FINDING_VIEW_DRAFT, **_AT))


def imports_open_for(person: Person) -> QuerySet[ReportImport]:
    """Return the imports that wait for this person to look at them and load them."""
    rows = ReportImport.objects.select_related(*_WITH).filter(visible(person, P.IMPORT_LOAD, **_AT))
    return rows.filter(state=ImportState.STAGED, engagement__state=EngagementState.OPEN)


def sheet_of(report: ReportImport) -> sheet.Sheet:
    """Return the table of an import as it was read."""
    with files.path_of(report.cells_id).open(encoding="utf-8") as lines:
        return sheet.kept(lines)


def preview_of(report: ReportImport, table: sheet.Sheet) -> planning.Preview:
    """Return what loading an import's table would do now."""
    stated = reconciling.of_told(report.stated)
    return planning.preview(report.engagement, table, report.columns, default=report.area, stated=stated)


def columns_for(engagement: Engagement, table: sheet.Sheet) -> dict[str, str]:
    """Propose what the columns of a table are: as somebody said last of the same heads in this agency's engagements,
    else by their heads."""
    rows = ReportImport.objects.filter(engagement__agency=engagement.agency_id, head=list(table.head))
    last = rows.exclude(columns={}).order_by("-pk").values_list("columns", flat=True).first()
    if last is None:
        return columns.guess(table)
    never = columns.percentages(table)  # this file may hold percentages where the last one held words
    return {key: name for key, name in last.items() if name not in never}


def untouched(report: ReportImport) -> tuple[QuerySet[Finding], QuerySet[Recommendation]]:
    """Return of what an import added that on which nobody has worked since: drafts of which no verb is on record, on
    which there is no comment, and findings and recommendations on or below which nothing else stands."""
    own = {"imported_in": report, "state": StatementState.DRAFT, "comments": None}
    done = Exists(AuditRow.objects.filter(what=OuterRef("ref")))
    alone = Recommendation.objects.filter(~done, **own)
    items = Recommendation.objects.filter(below=OuterRef("pk")).exclude(pk__in=alone.values("pk"))
    recommendations = alone.filter(~Exists(items.exclude(state=StatementState.SET_ASIDE)))
    others = Recommendation.objects.filter(finding=OuterRef("pk")).exclude(pk__in=recommendations.values("pk"))
    others = others.exclude(state=StatementState.SET_ASIDE)
    too = AlsoAnswers.objects.filter(finding=OuterRef("pk"), taken_off_at=None)
    return Finding.objects.filter(~done, ~Exists(others), ~Exists(too), **own), recommendations


def worked_on(report: ReportImport) -> Sequence[str]:
    """Return the references of what an import added and undoing it now would leave."""
    findings, recommendations = untouched(report)
    gone = Q(state=StatementState.SET_ASIDE)
    of_findings = Finding.objects.filter(imported_in=report).exclude(gone | Q(pk__in=findings.values("pk")))
    others = Recommendation.objects.filter(imported_in=report)
    others = others.exclude(gone | Q(pk__in=recommendations.values("pk")))
    refs = (rows.order_by("pk").values_list("ref", flat=True) for rows in (of_findings, others))
    return [ref for each in refs for ref in each]
