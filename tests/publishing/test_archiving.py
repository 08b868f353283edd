"""Everything published of a site in one archive: packed for the agency, and built again from it alone."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from concord.accounts.models import Person
from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.publishing import actions, archiving, jobs
from concord.publishing.models import Release
from concord.publishing.site import build
from tests.factories import engagements as make
from tests.factories import findings
from tests.factories import publishing as office
from tests.factories.engagements import AT
from tests.publishing.site import samples

PAPERS = {f"{'a' * 64}.pdf": b"%PDF-1.7"}

SEEN = {"work-plans": [{"version": 1}], "letter": {"subject": "Thank you"}}


def documents() -> list[dict[str, Any]]:
    site = samples.typical()
    return [samples.programme(), site, samples.report(site)]


def packed() -> bytes:
    return archiving.pack(documents(), PAPERS, name="Riverbend", at=AT, seen=SEEN)


def changed(body: bytes, path: str, content: bytes | None) -> bytes:
    """The same archive with one file changed, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(body)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    files |= {path: content or b""}
    if content is None:
        del files[path]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, inside in files.items():
            new.writestr(name, inside)
    return out.getvalue()


def test_what_was_packed_is_read_again_and_the_same_gives_the_same_bytes() -> None:
    found = archiving.unpack(packed())
    assert (list(found.documents), found.papers, found.seen) == (documents(), PAPERS, SEEN)
    assert packed() == packed()


REPORT = "releases/riverbend-report-5.json"


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        (REPORT, b"{}", f"{REPORT}: its bytes are not those that were packed"),
        (REPORT, None, f"{REPORT}: it is named and not there"),
        ("../outside.json", b"x", "../outside.json: it is there and not named"),
        ("manifest.json", b"{}", "expected manifest.json of the schema concord.archive/1"),
        ("manifest.json", None, "expected manifest.json of the schema concord.archive/1"),
    ],
)
def test_an_archive_that_is_not_as_it_was_packed_says_what_is_wrong(
    path: str, content: bytes | None, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        archiving.unpack(changed(packed(), path, content))
    assert said in str(refused.value)


def test_what_is_no_zip_says_so() -> None:
    with pytest.raises(BadInput, match="expected a ZIP file"):
        archiving.unpack(b"PK\x03\x04 and no more")


@pytest.mark.django_db
def test_the_agency_downloads_it_and_the_same_pages_are_built_from_it_alone(tmp_path: Path, settings: Settings) -> None:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    by = office.press()
    office.programme()
    office.report(by, "published")
    jobs.print_reports()
    answer = make.browser(by.liaison).get(f"{by.engagement.get_absolute_url()}published/")
    assert answer["Content-Disposition"] == 'attachment; filename="alder-falls.zip"'
    found = archiving.unpack(answer.content)
    assert [document["release"]["ref"] for document in found.documents] == [
        one.ref.lower() for one in Release.objects.order_by("pk")
    ]
    kept = tmp_path / "again" / "papers"
    kept.mkdir(parents=True)
    for name, body in found.papers.items():
        (kept / name).write_bytes(body)
    build(found.documents, tmp_path / "again", as_of=AT.date(), kept=kept)
    build([one.document for one in Release.objects.all()], tmp_path / "first", as_of=AT.date(), kept=kept)
    page = "current/sites/alder-falls/reports/2026-11-03/index.html"
    assert (tmp_path / "again" / page).read_bytes() == (tmp_path / "first" / page).read_bytes()
    assert len(found.papers) == len(("pdf", "docx"))


def archive_of(person: Person, engagement: Engagement) -> archiving.Archived:
    """What somebody takes away."""
    return archiving.unpack(make.browser(person).get(f"{engagement.get_absolute_url()}published/").content)


@pytest.mark.django_db
@pytest.mark.owed("P7")
def test_the_agency_takes_away_the_plans_reports_and_comments_that_it_sees(settings: Settings, tmp_path: Path) -> None:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    ground = findings.ground()
    by, plan = office.press(on=ground), ground.engagement.work_plans.get()
    report = office.report(by, "fact_check")
    actions.comment(report, part="work_done", text="It was nine interviews.", by=by.liaison, at=AT)
    seen = archive_of(by.liaison, by.engagement).seen
    (told,) = seen["status-reports"]
    assert (told["ref"], told["state"], told["document"]) == (report.ref, report.state_label, report.document)
    said = [(one["number"], one["text"], one["answer"]) for one in told["comments"]]
    assert said == [(1, "It was nine interviews.", None)]
    (version,) = seen["work-plans"]
    assert (version["ref"], version["sha256"], version["content"]) == (
        plan.ref,
        plan.content_hash,
        json.loads(plan.document),
    )


@pytest.mark.django_db
def test_a_report_that_the_agency_may_not_see_yet_is_in_no_archive_of_theirs(
    settings: Settings, tmp_path: Path
) -> None:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    by = office.press()
    report = office.report(by, "in_review")
    assert "status-reports" not in archive_of(by.liaison, by.engagement).seen
    assert [one["ref"] for one in archive_of(by.lead, by.engagement).seen["status-reports"]] == [report.ref]


@pytest.mark.django_db
def test_what_is_not_public_lies_apart_and_is_marked_and_no_page_is_built_of_it(tmp_path: Path) -> None:
    body = packed()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        readme = archive.read("README.txt").decode()
    assert "seen/      NOT PUBLIC" in readme
    found = archiving.unpack(body)
    build(found.documents, tmp_path / "out", as_of=AT.date())
    assert list((tmp_path / "out" / "current").rglob("*work-plans*")) == []
