"""What is compiled for the public: every count is a recount of the records, both voices stand apart, and nothing that
is not for release can be in it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from concord.analysis.text.redacting import Span
from concord.evidence import actions as evidence
from concord.evidence import queries as evidence_of
from concord.findings import actions as findings
from concord.findings import schemes
from concord.findings.models import Finding, Recommendation, Scheme
from concord.publishing import queries
from concord.publishing.compile.report import Asked, report_document
from concord.publishing.compile.site import site_document
from concord.publishing.models import Release
from concord.publishing.site import build
from concord.publishing.site.consistency import contradictions
from concord.reforms import actions as reforms
from concord.reforms.models import Judgement, ProgressReport
from concord.workplans import actions as plans
from tests.factories import engagements as make
from tests.factories import evidence as gathered
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories import workplans as planning
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db

DAY = AT.date()
LATER = AT + timedelta(days=7)


def compiled(on: Ground, as_of: date = DAY, since: date | None = None) -> dict[str, Any]:
    return site_document(on.engagement, as_of=as_of, since=since)


def counted(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    return {row["status"]: row["count"] for row in rows}


def at_work() -> Ground:
    """Six issued recommendations on one finding: three taken up, on two of which the voices differ."""
    on = ground.ground()
    finding = ground.finding(on)
    taken = [work.planned(on, ground.recommendation(on, standing_on=finding)) for _ in range(3)]
    for _ in range(3):
        ground.recommendation(on, standing_on=finding)
    work.report(on, taken[0], "complete")
    said = work.report(on, taken[1], "complete", at=AT + timedelta(minutes=1))
    reforms.assess(said, status="in_progress", note="Seen.", as_of=DAY, by=on.assessor, at=AT + timedelta(minutes=2))
    reforms.assess(taken[2], status="not_started", note="Seen.", as_of=DAY, by=on.assessor, at=AT)
    return on


def recounted(on: Ground, until: date) -> tuple[int, dict[str, int], dict[str, int]]:
    """Base, reported and assessed, counted row by row from what was recorded up to a day."""
    issued = [
        r
        for r in Recommendation.objects.filter(engagement=on.engagement)
        if r.issued_at and r.issued_at.date() <= until
    ]
    reported, assessed = Counter[str](), Counter[str]()
    for recommendation in issued:
        for kind, moment, into in ((ProgressReport, "reported_at", reported), (Judgement, "assessed_at", assessed)):
            said = kind.objects.filter(reform__recommendation=recommendation).order_by("pk")
            in_time = [s.status for s in said if getattr(s, moment).date() <= until]
            into.update(in_time[-1:])
    return len(issued), dict(reported), dict(assessed)


@pytest.mark.owed("P1")
def test_every_count_is_a_recount_of_the_records() -> None:
    on = at_work()
    document = compiled(on)
    figures = document["figures"]
    base, reported, assessed = recounted(on, DAY)
    assert (figures["base"], figures["as_of"]) == (base, DAY.isoformat()) == (6, "2026-11-03")
    assert (counted(figures["reported"]), counted(figures["assessed"])) == (reported, assessed)
    assert (reported, assessed) == ({"complete": 2}, {"in_progress": 1, "not_started": 1})
    assert len(document["recommendations"]) == base
    assert sum(holder["items"] for holder in document["holders"]) == base


@pytest.mark.owed("A24")
def test_an_action_item_is_released_below_its_recommendation_and_counted_in_the_base() -> None:
    on = ground.ground()
    above = ground.recommendation(on)
    item = ground.item(on, above)
    document = compiled(on)
    rows = document["recommendations"]
    assert [(row["key"], row.get("below")) for row in rows] == [(above.key, None), (item.key, above.key)]
    assert (document["figures"]["base"], document["figures"]["action_items"]) == (2, 1)
    assert list(contradictions(document)) == []
    findings.renumber(on.engagement, scheme="pillar", expected=_seen(on), by=on.lead, at=AT)
    after = compiled(on)["recommendations"]
    assert [(row["key"], row["label"]) for row in after] == [("1.1.1", "1.1"), ("1.1.1.1", "1.1.1")]


def _seen(on: Ground) -> str:
    return schemes.digest(schemes.preview(on.engagement, Scheme.PILLAR))


@pytest.mark.owed("P5")
def test_what_the_agency_reports_and_what_the_team_assesses_are_two_facts() -> None:
    document = compiled(at_work())
    both = [(each["reported"], each["assessed"]) for each in document["recommendations"]]
    said = [tuple(voice and voice["status"] for voice in each) for each in both]
    assert said == [
        ("complete", None),
        ("complete", "in_progress"),
        (None, "not_started"),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert [h["voice"] for h in document["recommendations"][1]["history"]] == ["reported", "assessed"]


@pytest.mark.owed("P14")
def test_after_a_hand_over_figures_say_what_was_taken_over_and_what_was_found_since() -> None:
    on = at_work()
    assert "hand_over" not in compiled(on)["figures"]
    on = work.two_review(on, at=AT + timedelta(hours=1))
    reform = Judgement.objects.order_by("pk").last().reform  # type: ignore[union-attr]
    reforms.complete(reform, note="Seen again.", as_of=DAY, by=on.assessor, at=LATER)
    document = compiled(on, as_of=LATER.date())
    assert document["figures"]["hand_over"] == {
        "body": "The state",
        "on": DAY.isoformat(),
        "taken_over": {
            "as_of": DAY.isoformat(),
            "base": 6,
            "assessed": [{"status": "in_progress", "count": 1}, {"status": "not_started", "count": 1}],
        },
        "found": {"as_of": "2026-11-10", "base": 6, "assessed": [{"status": "complete", "count": 1}]},
    }
    assert list(contradictions(document)) == []


def test_what_came_after_the_last_day_of_the_period_is_not_in_it() -> None:
    on = at_work()
    reform = Recommendation.objects.earliest("pk").reform
    work.report(on, reform, "in_progress", as_of=LATER.date(), at=LATER)
    late = ground.finding(on, at=LATER)
    ground.recommendation(on, standing_on=late, at=LATER)
    then, now = compiled(on), compiled(on, LATER.date())
    assert (then["figures"]["base"], now["figures"]["base"]) == (6, 7)
    assert (len(then["findings"]), len(now["findings"])) == (1, 2)
    assert [area["findings"] for area in then["focus_areas"]] == [1]
    assert [area["findings"] for area in now["focus_areas"]] == [2]
    assert (counted(then["figures"]["reported"]), counted(now["figures"]["reported"])) == (
        {"complete": 2},
        {"complete": 1, "in_progress": 1},
    )
    assert (then["figures"], then["recommendations"]) == (compiled(on)["figures"], compiled(on)["recommendations"])


@pytest.mark.owed("A31")
def test_a_report_and_the_site_of_one_day_say_the_same_and_what_is_new_since_the_last() -> None:
    on = at_work()
    reform = Recommendation.objects.earliest("pk").reform
    work.report(on, reform, "in_progress", as_of=LATER.date(), at=LATER)
    words = {"work_done": "Work.", "outcomes": "Outcomes.", "blockers": "", "next_steps": "Next."}
    report = report_document(on.engagement, Asked(2, "Status report", (DAY, LATER.date()), DAY, words))
    site = compiled(on, LATER.date(), since=DAY)
    assert [report[part] for part in ("figures", "changes", "focus_areas")] == [
        site[part] for part in ("figures", "changes", "focus_areas")
    ]
    assert [change["text"] for change in site["changes"]] == ["The agency reports 1.1.1 as In Progress."]
    assert site["figures"]["previous"] == {
        "as_of": DAY.isoformat(),
        "base": 6,
        "assessed": compiled(on)["figures"]["assessed"],
    }


def test_there_are_no_figures_while_nothing_is_issued() -> None:
    on = ground.ground()
    document = compiled(on)
    assert [document[part] for part in ("figures", "findings", "recommendations", "changes", "holders")] == [
        None, [], [], [], [],
    ]  # fmt: skip


@pytest.mark.owed("A25")
def test_the_justification_of_a_recommendation_is_public() -> None:
    on = ground.ground()
    made = ground.recommendation(on, justification="The plan in force names no owner.")
    assert [each["justification"] for each in compiled(on)["recommendations"]] == [made.justification]


@pytest.mark.owed("P25")
def test_evidence_is_named_by_its_reference_and_titled_only_if_it_may_be_released() -> None:
    on = ground.ground()
    draft = ground.draft_finding(on)
    kinds = ("releasable", "deliberative", "confidential")
    items = [ground.evidence(on, kind, title=f"Title {kind}") for kind in kinds]
    for item in items:
        findings.cite(draft, evidence=item, why="It shows it.", by=on.assessor, at=AT)
        draft.refresh_from_db()
    ground.advance(on, draft, "issued", AT)
    assert [(e["ref"], e["title"], e["releasable"]) for e in compiled(on)["findings"][0]["evidence"]] == [
        (items[0].ref, "Title releasable", True),
        (items[1].ref, None, False),
        (items[2].ref, None, False),
    ]


@pytest.mark.owed("P25")
def test_evidence_of_which_the_title_tells_what_was_removed_is_named_by_its_reference() -> None:
    on = ground.ground()
    draft = ground.draft_finding(on)
    named = ("Complaint of Dana Quill", "Complaint of a neighbour")
    items = [ground.evidence(on, title=title, summary="Dana Quill waited.") for title in named]
    for item in items:
        evidence.redact_item(item, spans=[Span(0, 10, "name")], by=on.assessor, at=AT)
        findings.cite(draft, evidence=item, why="It shows it.", by=on.assessor, at=AT)
        draft.refresh_from_db()
    ground.advance(on, draft, "issued", AT)
    assert [(e["ref"], e["title"], e["releasable"]) for e in compiled(on)["findings"][0]["evidence"]] == [
        (items[0].ref, None, True),
        (items[1].ref, "Complaint of a neighbour", True),
    ]


@pytest.mark.owed("A3", "P27")
def test_strengths_stand_in_public_beside_what_is_to_change() -> None:
    on = ground.ground()
    ground.finding(on, narrative="Officers move often.", strengths="Residents know their officers by name.")
    told = compiled(on)["findings"][0]["text"]
    assert told == "Officers move often.\n\nResidents know their officers by name."


@pytest.mark.owed("P2")
def test_a_site_is_compiled_from_its_own_records_and_no_others() -> None:
    on = at_work()
    before = compiled(on)
    other = ground.ground("Elsewhere")
    work.report(other, work.planned(other), "complete")
    assert compiled(on) == before
    assert compiled(other)["figures"]["base"] == 1


def test_work_is_counted_by_method_and_withdrawn_items_are_not() -> None:
    on = ground.ground()
    gathered.item(on.cast, count=12)
    gathered.item(on.cast, method="document_review", count=3)
    gone = gathered.item(on.cast, method="document_review", count=40)
    evidence.withdraw(gone, reason="Logged twice.", by=on.assessor, at=AT)
    assert compiled(on)["work"] == [{"method": "documents reviewed", "count": 3}, {"method": "interviews", "count": 12}]


def test_an_agency_without_a_profile_is_shown_with_what_is_known() -> None:
    on = ground.ground()
    assert {k: v for k, v in compiled(on)["site"]["agency"].items() if v} == {
        "name": "Alder Falls Police Department",
        "type": "Local agency",
    }


# Nothing that is not for release can get out


def plant(on: Ground) -> None:
    """Write a mark into everything that is not for release, each in a way in which people would."""
    drafted = ground.draft_finding(on, heading="CANARY heading", narrative="CANARY draft of a finding.")
    for kind in ("deliberative", "confidential"):
        item = ground.evidence(on, kind, title=f"CANARY title {kind}", summary=f"CANARY summary {kind}")
        findings.cite(drafted, evidence=item, why=f"CANARY why {kind}", by=on.assessor, at=AT)
        drafted.refresh_from_db()
    ground.evidence(on, "releasable", title="CANARY uncited", summary="CANARY summary")
    in_review = findings.submit(drafted, by=on.assessor, at=AT)
    findings.return_(in_review, reason="CANARY reason of a return", by=on.reviewer, at=AT)
    shown = ground.finding(on, heading="VISIBLE heading")
    secret = ground.evidence(on, "deliberative", title="CANARY cited title", summary="CANARY cited summary")
    other = ground.draft_finding(on, label="1.7")
    findings.cite(other, evidence=secret, why="CANARY why cited", by=on.assessor, at=AT)
    other.refresh_from_db()
    ground.advance(on, other, "issued", AT)
    for state in ("draft", "in_review", "validated"):
        ground.recommendation(on, state, standing_on=shown, text=f"CANARY {state}", justification="CANARY because")
    issued = ground.recommendation(on, standing_on=shown, text="VISIBLE text", justification="VISIBLE because")
    work.measure(on, issued, "returned", text="CANARY measure returned", kind="sustainment")
    work.planned(on, issued)


@pytest.mark.owed("P9")
def test_no_word_that_is_not_for_release_is_in_any_release_or_in_any_file_of_the_site(tmp_path: Path) -> None:
    on = ground.ground()
    plan = planning.proposed(on.cast, description="CANARY plan")
    plans.send_back(plan, reason="CANARY reason of the chief", by=on.chief, at=AT)
    plant(on)
    by = office.press(on=on)
    office.programme()
    report = office.report(by, "returned", outcomes="CANARY words returned", blockers="CANARY blocker returned")
    report = office.actions.compile_again(
        report, work_done="VISIBLE work", outcomes="Came.", blockers="VISIBLE blocker", next_steps="Next.", by=on.lead,
        at=AT,
    )  # fmt: skip
    report = office.brought(report, by, "fact_check")
    report = office.actions.comment(report, part="outcomes", text="CANARY comment", by=by.liaison, at=AT)
    report = office.actions.check(report, by=by.liaison, at=AT)
    said = {"number": 1, "outcome": "kept", "answer": "CANARY answer"}
    report = office.actions.answer(report, **said, by=on.lead, at=AT)
    office.brought(report, by, "published", since="checked")
    build(queries.release_documents(), tmp_path, as_of=DAY)
    files = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    hidden = [b"CANARY", b"example.org", *(p.name.encode() for p in (on.lead, on.assessor, on.reviewer, by.official))]
    contacts = {c["email"].encode() for r in Release.objects.filter(kind="programme") for c in _contacts(r)}
    for word in (b"VISIBLE heading", b"VISIBLE text", b"VISIBLE because", b"VISIBLE work"):
        assert [p for p, body in files.items() if word in body] != []
    for word in hidden:
        assert [p.name for p, body in files.items() if word in _without(body, contacts)] == []
        released = "".join(str(release.document) for release in Release.objects.all()).encode()
        assert word not in _without(released, contacts)


def _contacts(release: Release) -> list[dict[str, Any]]:
    contacts: list[dict[str, Any]] = release.document["office"]["contacts"]
    return contacts


def _without(body: bytes, words: set[bytes]) -> bytes:
    for word in words:
        body = body.replace(word, b"")
    return body


def test_the_marks_of_the_test_before_are_really_in_the_records() -> None:
    on = ground.ground()
    plant(on)
    assert Finding.objects.filter(heading__contains="CANARY").count() == 1
    assert Recommendation.objects.filter(text__contains="CANARY").count() == 3
    assert sum("CANARY" in item.title for item in evidence_of.with_titles(on.engagement.evidence.all())) == 4
    assert make.rows_of(on.engagement.ref) > 20
