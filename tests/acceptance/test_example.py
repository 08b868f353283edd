"""The example, loaded through the verbs: from the chief's request to the published report and the public site.

Every expected figure is counted here from the example's own files, or read from examples/sites; none is typed but what
the owner's page itself prints."""

import csv
import hashlib
import html
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from concord.cli.example import load_examples
from concord.cli.prepare import prepare_house
from concord.core import audit_trail, clock, keys
from concord.core.models import AuditHead, AuditRow
from concord.engagements.models import Engagement
from concord.evidence.models import Document
from concord.findings.models import Recommendation
from concord.intake.models import AssistanceRequest
from concord.publishing import queries
from concord.publishing.models import Release
from concord.publishing.site import build, documents
from concord.reforms.queries import counts
from tests.conftest import clone, drop

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NAME = "concord_example"
DAYS = ("promised_on", "due")


def told() -> dict[str, Any]:
    """The fictional engagement as its files tell it; lists of one name in several files are one list."""
    found: dict[str, Any] = {}
    for file in sorted((EXAMPLES / "fictional").glob("*.toml")):
        for name, value in tomllib.loads(file.read_text("utf-8")).items():
            found[name] = found[name] + value if isinstance(found.get(name), list) else value
    return found


TOLD = told()
LAST_DAY: date = TOLD["report"][-1]["period_to"]


@dataclass
class House:
    """What loading said, how many audit rows each loading left, and where the site was built."""

    site: Path
    first: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def page(self, address: str) -> str:
        return html.unescape((self.site / address.strip("/") / "index.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def house(
    server: Path, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house of this module's own, in which the example was loaded twice and the site built."""
    before, out = connection.settings_dict["NAME"], tmp_path_factory.mktemp("public")
    connection.close()
    clone(NAME)
    connection.settings_dict["NAME"] = NAME
    with django_db_blocker.unblock():
        keys.make_data_key(at=clock.now())
        prepare_house()
        loaded = House(out / "current")
        for said in (loaded.first, loaded.again):
            load_examples(EXAMPLES, said.append)
            loaded.rows.append(AuditRow.objects.count())
        build(queries.release_documents(), out, as_of=clock.today())
        yield loaded
        connection.close()
    connection.settings_dict["NAME"] = before
    drop(NAME)


def site(slug: str) -> dict[str, Any]:
    """The document of a site's newest release."""
    document: dict[str, Any] = Release.objects.filter(kind="site", slug=slug).latest("pk").document
    return document


def notes(slug: str) -> list[str]:
    return [note["text"] for note in site(slug)["site"]["notes"]]


def remarks(slug: str) -> list[str]:
    return [check["text"] for figure in site(slug)["published_figures"] for check in figure["checks"]]


# Loading


def test_loading_says_what_it_did_and_a_second_loading_changes_nothing(house: House) -> None:
    assert house.first == [
        "18 sites loaded from public records.",
        "One fictional engagement loaded, from request to published reports.",
    ]
    assert (house.again, house.rows[1] - house.rows[0]) == ([], 0)


def test_everything_the_files_tell_is_there(house: House) -> None:
    assert Counter(Engagement.objects.values_list("origin", flat=True)) == {"public record": 18, "fictional": 1}
    engagement = Engagement.objects.get(origin="fictional")
    assert (engagement.slug, engagement.focus_areas.count()) == (TOLD["engagement"]["slug"], len(TOLD["focus_area"]))
    logged = [row for row in TOLD["analysis"] if "logged_on" in row]
    items = len(TOLD["evidence"]) + len(TOLD["document"]) + len(logged)
    assert engagement.evidence.filter(received=None).count() == items
    assert engagement.analyses.count() == len(TOLD["analysis"])
    filed = Document.objects.filter(engagement=engagement)
    assert [d.state for d in filed.filter(item__received=None)] == ["read"] * len(TOLD["document"])
    assert {d.state for d in filed.exclude(item__received=None)} == {"waiting"}  # the worker reads what the agency sent
    held = engagement.fieldwork.exclude(item=None)
    assert (held.count(), engagement.fieldwork.filter(state="booked").count()) == (
        len(TOLD["evidence"]), len(TOLD["booking"]),
    )  # fmt: skip
    asked = [row["state"] for row in TOLD["document_request"]]
    assert sorted(engagement.document_requests.values_list("state", flat=True)) == sorted(asked)
    assert (engagement.data_sets.count(), engagement.advice.count()) == (len(TOLD["data_set"]), len(TOLD["advice"]))
    assert engagement.claims.count() == len(TOLD["claim"])
    assert sorted(engagement.findings.values_list("label", flat=True)) == sorted(f["label"] for f in TOLD["finding"])
    recommendations = engagement.recommendations.order_by("label")
    assert [r.label for r in recommendations] == sorted(r["label"] for r in TOLD["recommendation"])
    assert recommendations.count() == 36
    assert {r.state for r in recommendations} == {"issued"}
    plans = engagement.work_plans.order_by("version")
    assert [(p.version, p.state) for p in plans] == [(1, "superseded"), (2, "concurred"), (3, "draft")]
    assert [r.state for r in engagement.reports.order_by("number")] == ["published", "published"]
    assert engagement.request.state == "accepted"


def test_other_requests_wait_each_in_its_stage(house: House) -> None:
    waiting = AssistanceRequest.objects.filter(engagement=None)
    assert dict(waiting.values_list("agency_name", "state")) == {row["agency"]: row["stage"] for row in TOLD["waiting"]}
    assert [row["agency"] for row in TOLD["waiting"] if not row["agency"].endswith("(fictional)")] == []


@pytest.mark.owed("A55", "A56")
def test_nothing_began_before_the_chief_concurred_with_the_version_that_is_in_force(house: House) -> None:
    engagement = Engagement.objects.get(origin="fictional")
    plan = engagement.work_plans.get(state="concurred")
    assert plan.concurrence.content_hash == plan.content_hash
    first = engagement.evidence.earliest("collected_on")
    opened = engagement.focus_areas.exclude(opened_at=None).earliest("opened_at").opened_at
    assert plan.state_since.date() <= min(first.collected_on, opened.date())


def test_every_stream_verifies_against_every_checkpoint_that_was_published(house: House) -> None:
    verdict = audit_trail.verify(queries.published_checkpoints())
    assert (verdict.wrong, verdict.rows, verdict.streams) == ("", house.rows[0], AuditHead.objects.count())
    assert verdict.checkpoints == len({r.checkpoint_id for r in Release.objects.all()}) > 3
    engagement = Engagement.objects.get(origin="fictional")
    verbs = set(AuditRow.objects.filter(stream=engagement.ref).values_list("verb", flat=True))
    assert {"engagement.open", "work_plan.concur", "fieldwork.hold", "finding.issue", "report.publish"} <= verbs


def test_every_release_is_what_its_schema_says_and_hashes_to_what_it_names(house: House) -> None:
    for release in Release.objects.order_by("id"):
        assert list(documents.problems_of(release.document)) == []
        text = json.dumps(release.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert release.sha256 == hashlib.sha256(text.encode()).hexdigest()


# The two voices


def recounted(until: date) -> tuple[int, dict[str, int], dict[str, int]]:
    """Base, reported and assessed on a day, counted from the files."""
    issued = {r["key"] for r in TOLD["recommendation"] if r["issued_on"] <= until}
    said: dict[str, Counter[str]] = {"reported": Counter(), "assessed": Counter()}
    for progress in TOLD["progress"]:
        for voice, into in said.items():
            in_time = [each["status"] for each in progress[voice] if each["on"] <= until]
            into.update(in_time[-1:] if progress["recommendation"] in issued else [])
    return len(issued), dict(said["reported"]), dict(said["assessed"])


@pytest.mark.owed("P1", "P5")
@pytest.mark.parametrize("number", [1, 2])
def test_both_voices_of_each_report_are_a_recount_from_the_files(house: House, number: int) -> None:
    report = TOLD["report"][number - 1]
    base, reported, assessed = recounted(report["period_to"])
    engagement = Engagement.objects.get(origin="fictional")
    now = counts(engagement, report["period_to"])
    assert (now.base, now.reported, now.assessed) == (base, reported, assessed)
    slug = f"{engagement.slug}/{report['published_on']}"
    figures = Release.objects.get(kind="report", slug=slug).document["figures"]
    rows = {voice: {row["status"]: row["count"] for row in figures[voice]} for voice in ("reported", "assessed")}
    assert (figures["base"], figures["as_of"]) == (base, report["period_to"].isoformat())
    assert rows == {"reported": reported, "assessed": assessed}
    assert reported != assessed


def test_the_site_shows_the_figures_of_the_newest_report_and_what_they_were_before(house: House) -> None:
    assert date(2026, 11, 6) == LAST_DAY
    slug = TOLD["engagement"]["slug"]
    newest = Release.objects.filter(kind="report", slug__startswith=f"{slug}/").latest("pk").document
    assert site(slug)["figures"] == newest["figures"]
    previous = newest["figures"]["previous"]
    base, _, assessed = recounted(TOLD["report"][0]["period_to"])
    assert (previous["base"], {row["status"]: row["count"] for row in previous["assessed"]}) == (base, assessed)


@pytest.mark.owed("A32")
def test_every_site_has_its_page_and_is_listed(house: House) -> None:
    slugs = set(Engagement.objects.values_list("slug", flat=True))
    listing = house.page("/sites/")
    assert {slug for slug in slugs if f"/sites/{slug}/" in listing} == slugs
    for slug in slugs:
        assert house.page(f"/sites/{slug}/") != ""


def test_every_page_of_a_public_record_says_that_this_office_did_not_issue_it(house: House) -> None:
    records = set(Engagement.objects.filter(origin="public record").values_list("slug", flat=True))
    mark = "Compiled from public records, not issued by this office"
    without = [
        page.relative_to(house.site).as_posix()
        for slug in sorted(records)
        for page in (house.site / "sites" / slug).rglob("*.html")
        if mark.lower() not in page.read_text("utf-8").lower()
    ]
    assert without == []


def test_every_page_of_the_fictional_engagement_says_that_it_is_fictional(house: House) -> None:
    slug = TOLD["engagement"]["slug"]
    pages = list((house.site / "sites" / slug).rglob("*.html"))
    assert [page.name for page in pages if "fictional" not in page.read_text("utf-8").lower()] == []
    assert len(pages) > len(TOLD["recommendation"])


@pytest.mark.owed("A24", "P26")
def test_each_recommendation_has_a_permanent_page_of_its_own_with_its_tags(house: House) -> None:
    slug = TOLD["engagement"]["slug"]
    recommendations = Recommendation.objects.filter(engagement__slug=slug)
    assert sorted(r.key for r in recommendations) == sorted(r["key"] for r in TOLD["recommendation"])
    for told_ in TOLD["recommendation"]:
        page = house.page(f"/sites/{slug}/recommendations/{told_['key']}/")
        assert [tag for tag in told_["tags"] if f">{tag}<" not in page] == []


# The real sites, as they came out


def test_san_francisco_says_which_four_ids_are_missing_and_which_finding_has_none(house: House) -> None:
    document = site("san-francisco")
    assert (len(document["findings"]), len(document["recommendations"])) == (94, 268)
    rows = _rows("recommendations.csv", "san-francisco")
    assert [r["label"] for r in document["recommendations"]] == [row["label"] for row in rows]
    assert {f["label"] for f in document["findings"]} - {row["finding"] for row in rows} == {"11"}
    said = notes("san-francisco")
    for note in (
        "Use of force: 58 recommendations stated, 54 listed: 4 ids are missing from the source.",
        "Finding 11 has no recommendation listed.",
    ):
        assert note in said
        assert note in house.page("/sites/san-francisco/")


def test_the_series_of_san_francisco_is_drawn_with_its_dates(house: House) -> None:
    series = next(s for s in site("san-francisco")["series"] if s["base"] == 272 and len(s["points"]) >= 4)
    assert [point["count"] for point in series["points"]] == [11, 48, 193, 263]
    dates = [str(point["as_of"]["value"]) for point in series["points"]]
    assert dates == sorted(dates)
    page = house.page("/sites/san-francisco/")
    assert [count for count in (11, 48, 193, 263) if f'<td class="num">{count}</td>' not in page] == []
    spoke = ["Cal DOJ", "Cal DOJ", "SFPD to Police Commission", "Cal DOJ / Jensen Hughes"]
    assert [point["assessor"] for point in series["points"]] == spoke
    assert [who for who in spoke if f", {who} <a" not in page] == []


def _rows(name: str, slug: str) -> list[dict[str, str]]:
    with (EXAMPLES / "sites" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["slug"] == slug]


@pytest.mark.owed("P1")
def test_what_cannot_be_true_in_charlottesville_is_said_beside_the_figure(house: House) -> None:
    assert "In Progress: 4 of 13 is 30.8%, printed as 28.6%" in remarks("charlottesville")
    assert "the percentages sum to 97.8%, which rounding cannot explain" in remarks("charlottesville")
    assert "6 focus areas are stated, 5 are listed" in notes("charlottesville")
    page = house.page("/sites/charlottesville/")
    for said in ("30.8%", "28.6%", "97.8%"):
        assert said in page


def test_both_figures_of_philadelphia_are_kept_and_the_one_that_cannot_be_is_marked(house: House) -> None:
    assert "20 + 1 + 60 + 9 = 90, but the printed base is 91" in remarks("philadelphia")
    figures = {f["id"]: f for f in site("philadelphia")["published_figures"]}
    sums = {key: sum(row["count"] or 0 for row in figures[key]["rows"]) for key in figures}
    assert (sums["2015-12-22-assessor"], sums["2015-12-22-press"]) == (91, 90)
    assert figures["2015-12-22-assessor"]["checks"] == []
    assert "printed base is 91" in house.page("/sites/philadelphia/")


def test_percentages_that_no_split_gives_are_marked_in_las_vegas(house: House) -> None:
    assert [text for text in remarks("las-vegas") if text.startswith("no whole numbers of 75 give 90%, 6%, 3%")] != []


@pytest.mark.owed("P2")
def test_a_table_that_is_another_sites_is_pointed_out(house: House) -> None:
    same = "the table of 2024-09-26 is the same as Dearborn Heights Police Department's of 2023-10-26"
    assert same in notes("north-miami")
    assert same.removeprefix("the") in house.page("/sites/north-miami/")


@pytest.mark.owed("P6")
def test_a_site_that_stopped_shows_who_owed_what_and_not_as_the_agencys_failure(house: House) -> None:
    stopped = [slug for slug in _slugs() if site(slug)["site"]["state_key"] == "ended by programme"]
    assert len(stopped) == 5
    with_owed = [slug for slug in stopped if site(slug)["site"]["owed"]]
    assert with_owed != []
    for slug in with_owed:
        for owed in site(slug)["site"]["owed"]:
            assert owed["owed_by"] in house.page(f"/sites/{slug}/")
            assert owed["what"] in house.page(f"/sites/{slug}/")
            assert "the programme ended in" in owed["state"]
    for slug in _slugs():
        assert [word for word in ("failed", "failure", "non-compliant") if word in house.page(f"/sites/{slug}/")] == []


@pytest.mark.owed("P6")
def test_what_was_promised_and_what_it_was_due_are_never_mixed_up(house: House) -> None:
    with (EXAMPLES / "sites" / "owed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told_ = [
        (slug, each["what"], *((each[day] or {}).get("label", (each[day] or {}).get("value", "")) for day in DAYS))
        for slug in _slugs()
        for each in site(slug)["site"]["owed"]
    ]
    assert sorted(told_) == sorted((row["slug"], row["what"], *(row[day] for day in DAYS)) for row in rows)
    assert '<td data-label="For when">2017</td>' in house.page("/sites/spokane/")
    assert '<td data-label="For when">December 2023</td>' in house.page("/sites/dearborn-heights/")
    for slug in ("fayetteville-nc", "calexico"):
        assert '<td data-label="For when">no date was found</td>' in house.page(f"/sites/{slug}/")


@pytest.mark.usefixtures("house")
def test_what_a_reader_saw_is_headed_by_what_sort_of_remark_it_is() -> None:
    kinds = {"conflict": "discrepancy", "not found": "missing"}
    with (EXAMPLES / "sites" / "notes" / "reconciliation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told_ = {(slug, note["text"]): note["kind"] for slug in _slugs() for note in site(slug)["site"]["notes"]}
    assert {(row["slug"], row["text"]): kinds.get(row["kind"], row["kind"]) for row in rows}.items() <= told_.items()


def test_everything_printed_of_a_site_is_on_its_page_in_its_voice(house: House) -> None:
    with (EXAMPLES / "sites" / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = ("figure", "voice", "assessor", "label", "count", "percent", "note")
    told_ = [
        (
            slug,
            *(figure[name] for name in ("id", "voice", "assessor")),
            row["label"],
            row["count_as_printed"] or ("" if row["count"] is None else str(row["count"])),
            row["percent_as_printed"] or "",
            row["note"] or "",
        )
        for slug in _slugs()
        for figure in site(slug)["published_figures"]
        for row in figure["rows"]
    ]
    assert sorted(told_) == sorted((row["slug"], *(row[name] for name in fields)) for row in rows)
    assert ">>100<" in house.page("/sites/milwaukee/")
    assert "Its focus area is inferred from its number" in house.page("/sites/san-francisco/findings/")


def _slugs() -> list[str]:
    return list(Engagement.objects.filter(origin="public record").values_list("slug", flat=True))


def test_texts_that_the_record_lacks_are_shown_as_such(house: House) -> None:
    one = site("san-francisco")["recommendations"][0]
    assert one["text"] is None
    page = house.page(f"/sites/san-francisco/recommendations/{one['key']}/")
    assert "not in the public record" in page
    assert settings.CONCORD_DEMO
