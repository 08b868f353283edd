"""San Francisco's recommendations as the public record lists them, imported from the file of their numbers.

The file is outside the repository (CONCORD_SHARED_DATA, else ../shared/data). Where it is absent the test fails in CI
and elsewhere says, in one line, that nothing was imported."""

import os
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.findings import actions, queries
from concord.findings.importing import sheet
from concord.findings.importing.reconciling import Stated
from concord.findings.models import Finding, Recommendation
from tests.factories import findings as make
from tests.factories.engagements import AT
from tests.factories.workplans import open_area

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
LISTED = (
    Path(os.environ.get("CONCORD_SHARED_DATA", ROOT.parent / "shared" / "data"))
    / "domain"
    / "sfpd_recommendation_ids.csv"
)
STATED = Stated(findings=94, recommendations=272, areas={1: 58, 2: 54, 3: 60, 4: 68, 5: 32})
AREAS = [(f"Objective {number}", "Assess it.") for number in range(1, 6)]


@pytest.fixture
def listed(request: pytest.FixtureRequest) -> bytes:
    """The file; b"" where it is not here (a failure in CI)."""
    if LISTED.is_file():
        return LISTED.read_bytes()
    if os.environ.get("CI"):
        pytest.fail(f"the source data must be there in CI: {LISTED}", pytrace=False)
    with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
        sys.stdout.write("\ntest_report_import: no source data here, so San Francisco's file was not imported\n")
    return b""


@pytest.mark.owed("A24")
def test_the_268_listed_numbers_of_san_francisco_come_in_and_the_four_missing_are_said(listed: bytes) -> None:
    if not listed:
        return
    on = make.ground(areas=AREAS)
    for number in range(2, 6):
        open_area(on.cast, number)
    upload = SimpleUploadedFile("recommendations.csv", listed)
    report = actions.stage_report(on.engagement, upload=upload, table=sheet.read(upload), by=on.assessor, at=AT)
    assert (report.rows, report.columns) == (
        268,
        {"label": "rec_id", "finding": "finding_no", "focus_area": "objective_no"},
    )
    report = actions.map_columns(report, columns=report.columns, area=None, stated=STATED, by=on.assessor, at=AT)
    found = queries.preview_of(report, queries.sheet_of(report))
    assert (found.faults, found.held) == ((), ())
    assert list(found.notes) == [
        "94 findings stated, 93 listed: 1 is missing from the file.",
        "272 recommendations stated, 268 listed: 4 are missing from the file.",
        "Focus area 1: 58 recommendations stated, 54 listed: 4 are missing from the file.",
        "Finding 11 is not in the file, though 94 is.",
        "New recommendations without a text in the file, drafts until it is written: 268.",
        "New findings that do not say what was found, drafts until it is written: 93.",
    ]
    loaded = actions.load_report(report, expected=found.digest, by=on.assessor, at=AT)
    assert loaded.added == {"findings": 93, "recommendations": 268}
    within = [Finding.objects.filter(focus_area__number=number).count() for number in range(1, 6)]
    assert (within, Recommendation.objects.count()) == ([22, 14, 17, 26, 14], 268)
