"""Pages of imported reports."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements.models import Engagement
from concord.findings import actions, checks, forms, queries, rules
from concord.findings.importing import columns
from concord.findings.importing.planning import Fault, Held, New, Preview
from concord.findings.models import ReportImport
from concord.findings.states import ImportState

P = Permission
SHOWN = 50  # rows on the page; the file has all

STAGE = VerbPage(
    P.IMPORT_STAGE,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.stage_report,
    explain="A report that was written elsewhere becomes drafts here. You see row by row what would be added and what "
    "cannot be taken, before anything is.",
    form=forms.StageReportForm,
)
_page = partial(VerbPage, load=queries.report_import, see=P.FINDING_VIEW_DRAFT, may=rules.may)


def _loading(report: ReportImport) -> Mapping[str, Any]:
    return {"problems": checks.before_loading(queries.preview_of(report, queries.sheet_of(report)))}


def _undoing(report: ReportImport) -> Mapping[str, Any]:
    findings, recommendations = queries.untouched(report)
    return {"going": findings.count() + recommendations.count(), "left": queries.worked_on(report)}


IMPORT_VERBS = [
    _page(
        P.IMPORT_MAP,
        action=actions.map_columns,
        explain="Each column is one thing, or is not taken. The next file with the same heads is read the same way.",
        form=forms.MapColumnsForm,
    ),
    _page(
        P.IMPORT_LOAD,
        action=actions.load_report,
        explain="They become drafts of yours. Each finding still needs its evidence, and somebody else validates it.",
        form=forms.LoadReportForm,
        show=_loading,
    ),
    _page(
        P.IMPORT_DROP,
        action=actions.drop_report,
        explain="Nothing was added. The file stays on record with your reason.",
        form=ReasonForm,
    ),
    _page(
        P.IMPORT_UNDO,
        action=actions.undo_report,
        explain="What it added is set aside and its numbers are free again, but for that on which somebody has worked "
        "since.",
        form=ReasonForm,
        show=_undoing,
        template="findings/undo_report.html",
    ),
]
VERBS = [STAGE, *IMPORT_VERBS]
SHEET = tables.Sheet(
    "Imported reports",
    (
        tables.Column("Reference", lambda report: report.ref),
        tables.Column("File", lambda report: report.file_name),
        tables.Column("Rows", lambda report: report.rows),
        tables.Column("State", lambda report: report.state_label),
        tables.Column("Read (UTC)", lambda report: report.staged_at),
        tables.Column("Loaded (UTC)", lambda report: report.loaded_at),
    ),
)
_Row = tuple[str, str, str, str]
PREVIEW = tables.Sheet(
    "Preview of an import",
    (
        tables.Column("Where", lambda row: row[0]),
        tables.Column("What becomes of it", lambda row: row[1]),
        tables.Column("Number or column", lambda row: row[2]),
        tables.Column("Text", lambda row: row[3]),
    ),
)


def are_there(request: PersonRequest, thing: Engagement) -> bool:
    """Say whether an engagement has imported reports that this person may see."""
    return queries.imports_visible_to(request.user).filter(engagement=thing).exists()


@on(P.FINDING_VIEW_DRAFT, load=engagements.engagement, see=P.FINDING_VIEW_DRAFT, may=rules.may)
def report_imports(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the reports that were imported into one engagement."""
    rows = queries.imports_visible_to(request.user).filter(engagement=thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {"thing": thing, "buttons": buttons([STAGE], request.user, thing), **page_of(rows, request)}
    return render(request, "findings/report_imports.html", context)


@on(P.FINDING_VIEW_DRAFT, load=queries.report_import, see=P.FINDING_VIEW_DRAFT, may=rules.may)
def report_import(request: PersonRequest, thing: ReportImport) -> HttpResponse:
    """Show one import: what its columns are, and row by row what loading it would do, or what became of it."""
    table = queries.sheet_of(thing)
    staged = thing.state == ImportState.STAGED
    preview = queries.preview_of(thing, table) if staged else None
    if preview and (file := tables.export(request, _rows(preview), PREVIEW, at=clock.now())):
        return file
    never, said = columns.percentages(table), {name: key for key, name in thing.columns.items()}
    context = {
        "thing": thing,
        "heads": [
            (name, columns.BY_KEY[said[name]].name if name in said else "", name in never) for name in table.head
        ],
        "remarks": table.remarks,
        "preview": preview,
        "shown": SHOWN,
        "differing": [each for each in preview.held if each.differs] if preview else (),
        "names": names(key for key in (thing.staged_by, thing.loaded_by, thing.undone_by) if key),
        "buttons": buttons(IMPORT_VERBS, request.user, thing),
    }
    return render(request, "findings/report_import.html", context)


def _rows(preview: Preview) -> list[_Row]:
    """Return the whole preview, what cannot be taken first."""
    return [
        *map(_fault, preview.faults),
        *(_new("New finding", each, "heading") for each in preview.findings),
        *(_new("New recommendation", each, "text") for each in preview.recommendations),
        *map(_held, preview.held),
    ]


def _fault(each: Fault) -> _Row:
    return each.where, "Cannot be taken", each.column, f"“{each.found}”: expected {each.expected}"


def _new(what: str, each: New, words: str) -> _Row:
    return each.where, what, each.label, each.words[words]


def _held(each: Held) -> _Row:
    what = f"Here already, otherwise: {', '.join(each.differs)}" if each.differs else "Here already, the same"
    return each.where, what, each.statement.label, each.statement.ref
