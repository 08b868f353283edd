"""Reports to be imported: files of a table, staged by the house's own verbs."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.findings import actions, queries
from concord.findings.importing import sheet
from concord.findings.importing.reconciling import Stated
from concord.findings.models import ReportImport
from tests.factories.engagements import AT
from tests.factories.findings import Ground

HEAD = ("Finding no", "Finding", "Recommendation no", "Recommendation", "Why")
ROWS = (
    ("1.1", "Moves are short", "1.1.1", "Adopt a plan.", "It gives a measure."),
    ("1.1", "", "1.1.2", "Train supervisors.", "They decide on moves."),
    ("1.2", "Records are kept twice", "1.2.1", "Review the form.", "It asks twice."),
)


def table(rows: Iterable[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def staged(on: Ground, content: bytes = b"", name: str = "report.csv") -> ReportImport:
    """Stage a file as the assessor: of three recommendations unless another is given."""
    upload = SimpleUploadedFile(name, content or table())
    return actions.stage_report(on.engagement, upload=upload, table=sheet.read(upload), by=on.assessor, at=AT)


def mapped(on: Ground, report: ReportImport, **columns: str) -> ReportImport:
    """Say that findings whose row names no focus area are of the first; columns as proposed unless some are given."""
    said = columns or report.columns
    return actions.map_columns(report, columns=said, area=1, stated=Stated(), by=on.assessor, at=AT)


def load(on: Ground, report: ReportImport) -> ReportImport:
    expected = queries.preview_of(report, queries.sheet_of(report)).digest
    return actions.load_report(report, expected=expected, by=on.assessor, at=AT)


def loaded(on: Ground, content: bytes = b"") -> ReportImport:
    return load(on, mapped(on, staged(on, content)))
