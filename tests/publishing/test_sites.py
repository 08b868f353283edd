"""Loading sites from public records into the house: again changes nothing, a preview changes nothing and tells all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from concord.core import files
from concord.core.errors import BadInput
from concord.core.models import AuditRow, Checkpoint, StoredFile
from concord.engagements.models import Engagement, FocusArea
from concord.findings.models import Finding, Recommendation
from concord.publishing import actions
from concord.publishing.imports import read_folder
from concord.publishing.models import PublicRecord, PublishedFigure, Release
from concord.publishing.site import documents
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT
from tests.publishing.imports import folder

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
TABLES = (Engagement, FocusArea, Finding, Recommendation, PublishedFigure, PublicRecord, Release, Checkpoint, AuditRow)


def contents() -> list[list[tuple[object, ...]]]:
    """Every row of every table that an import writes."""
    return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


@pytest.fixture
def path(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.CONCORD_HOME = tmp_path / "home"
    (tmp_path / "home").mkdir()
    return office.sites(tmp_path / "sites")


@pytest.mark.owed("B1")
def test_a_folder_becomes_engagements_that_nobody_here_ran(path: Path) -> None:
    result = office.imported(path)
    assert (result.added, result.changed, result.unchanged) == (("harbor-point", "mill-creek"), (), ())
    assert (result.findings, result.recommendations, result.published_figures) == (1, 1, 1)
    assert list(Engagement.objects.order_by("slug").values_list("slug", "origin", "state", "started", "ended")) == [
        ("harbor-point", "public record", "open", "2023-05", ""),
        ("mill-creek", "public record", "closed", "2014", "2016-02-01"),
    ]
    assert set(Engagement.objects.values_list("slug", "era")) == {
        ("harbor-point", "OA 2023-24"),
        ("mill-creek", "CRI-TA 2011-17"),
    }
    assert {(f.label, f.state, f.text_available) for f in Finding.objects.all()} == {("1.1", "issued", False)}
    assert [list(documents.problems_of(r.document)) for r in Release.objects.all()] == [[], []]
    assert {r.document["site"]["origin"] for r in Release.objects.all()} == {"public record"}


def test_printed_counts_are_kept_as_printed_and_never_beside_computed_ones(path: Path) -> None:
    office.imported(path)
    figure = PublishedFigure.objects.get()
    assert [(row["printed_count"], row["printed_percent"]) for row in figure.rows] == [("1", "25"), ("3", "75")]
    document = Release.objects.get(slug="harbor-point").document
    assert (document["figures"], len(document["published_figures"])) == (None, 1)


def test_an_import_is_one_row_with_the_hash_of_its_manifest(path: Path) -> None:
    before = AuditRow.objects.count()
    office.imported(path)
    row = AuditRow.objects.latest("pk")
    assert (AuditRow.objects.count() - before, row.verb, row.what) == (1, "sites.import", "sites-from-public-records")
    manifest = StoredFile.objects.get()
    assert manifest.sha256 in row.body
    told = files.path_of(manifest.sha256).read_text()
    digests = {site.slug: site.digest for site in read_folder(path).sites}
    assert told == f"harbor-point - → {digests['harbor-point']}\nmill-creek - → {digests['mill-creek']}\n"


def test_the_same_folder_again_changes_nothing_at_all(path: Path) -> None:
    office.imported(path)
    before = contents()
    again = office.imported(path, at=LATER)
    assert (again.added, again.changed, again.unchanged) == ((), (), ("harbor-point", "mill-creek"))
    assert contents() == before


@pytest.mark.owed("P4")
def test_one_changed_figure_is_one_changed_site_and_a_release_that_follows_the_first(path: Path) -> None:
    office.imported(path)
    first = Release.objects.get(slug="harbor-point")
    folder.change(path, "published_figures.csv", row=0, count="2", percent="50")
    folder.add(path, "published_figures.csv")  # the same two rows again, as they were
    assert office.imported(path, at=LATER).changed == ()
    rows = [dict(row) for row in folder.ROWS["published_figures.csv"]]
    rows[0] |= {"count": "2", "percent": "50"}
    (path / "published_figures.csv").write_text(folder.sheet("published_figures.csv", rows), encoding="utf-8")
    result = office.imported(path, at=LATER)
    assert (result.added, result.changed, result.unchanged) == ((), ("harbor-point",), ("mill-creek",))
    second = Release.objects.get(slug="harbor-point", previous__isnull=False)
    assert (second.previous, second.document["release"]["previous_sha256"]) == (first, first.sha256)
    assert Release.objects.filter(slug="mill-creek").count() == 1
    assert PublishedFigure.objects.get().rows[0]["printed_count"] == "2"
    remarks = second.document["published_figures"][0]["checks"]
    assert "2 + 3 = 5, but the printed base is 4" in [remark["text"] for remark in remarks]


def test_what_is_told_anew_of_a_known_statement_is_kept_under_its_reference(path: Path) -> None:
    office.imported(path)
    finding, recommendation = Finding.objects.get(), Recommendation.objects.get()
    folder.change(path, "findings.csv", heading="A clearer heading", note="Restated.")
    folder.change(path, "recommendations.csv", label_as_printed="1.1.l", anomaly="l for 1")
    office.imported(path, at=LATER)
    anew = Finding.objects.get()
    assert (anew.ref, anew.key, anew.heading, anew.printed["note"]) == (
        finding.ref, finding.key, "A clearer heading", "Restated.",
    )  # fmt: skip
    assert Recommendation.objects.get().ref == recommendation.ref
    assert Recommendation.objects.get().printed["label"] == "1.1.l"


def _fresh(path: Path) -> None:
    del path


def _one_changed(path: Path) -> None:
    office.imported(path)
    folder.change(path, "focus_areas.csv", row=0, title="Training and supervision")


def _all_known(path: Path) -> None:
    office.imported(path)


@pytest.mark.parametrize("prepare", [_fresh, _one_changed, _all_known])
def test_a_dry_run_changes_nothing_and_tells_exactly_what_will_happen(
    path: Path, prepare: Callable[[Path], None]
) -> None:
    prepare(path)
    before = contents()
    predicted = office.imported(path, dry_run=True)
    assert contents() == before
    assert office.imported(path) == predicted


def test_agencies_that_are_not_in_the_directory_are_named_with_their_sites(tmp_path: Path) -> None:
    path = office.sites(tmp_path, known=False)
    with pytest.raises(BadInput) as refused:
        office.imported(path)
    assert refused.value.reason == (
        "The directory has no agency ME0010100 (harbor-point), VT0010100 (mill-creek). "
        "Import the directory of agencies first."
    )
    folder.change(path, "sites.csv")
    with pytest.raises(BadInput, match=r"no agency without an ORI \(harbor-point\), without an ORI \(mill-creek\)"):
        office.imported(path)
    assert Engagement.objects.count() == 0


def test_a_slug_of_this_offices_own_engagement_is_not_taken(path: Path) -> None:
    make.engagement("Mill Creek")
    before = contents()
    with pytest.raises(BadInput, match="The slug mill-creek belongs to an engagement of this office"):
        office.imported(path)
    with pytest.raises(BadInput, match="slugs never change hands"):
        office.imported(path, dry_run=True)
    assert contents() == before


def test_a_bad_row_stops_everything(path: Path) -> None:
    folder.change(path, "findings.csv", focus_area="9")
    with pytest.raises(BadInput, match=r"findings.csv, line 2, column focus_area"):
        office.imported(path)
    assert Engagement.objects.count() == 0


def test_only_concord_imports_sites(path: Path) -> None:
    people = {role.key: make.person(role.key) for role in make.PEOPLES_ROLES}
    found = read_folder(path)
    for dry_run in (True, False):
        able = make.able(people, lambda who, dry=dry_run: actions.import_sites(found, by=who, at=AT, dry_run=dry))
        assert able == set()
