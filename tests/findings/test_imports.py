"""Reports that are imported: what would be added is seen first, a row at a time; nothing is guessed, overwritten or
lost; the same again is the same; and what nobody has worked on can be undone."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from concord.core import files
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, Stale
from concord.core.history import of
from concord.findings import actions, queries
from concord.findings.importing import columns, planning, sheet
from concord.findings.importing.reconciling import Stated
from concord.findings.models import Finding, Recommendation, ReportImport
from concord.findings.states import REPORT_IMPORT
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves, reports
from tests.factories.engagements import AT
from tests.factories.workplans import open_area

pytestmark = pytest.mark.django_db

TWO = [("Leadership", "Assess."), ("Community trust", "Assess.")]


def told(content: bytes, name: str = "report.csv") -> sheet.Sheet:
    return sheet.read(SimpleUploadedFile(name, content))


def previewed(on: make.Ground, content: bytes, default: int | None = 1, **said: str) -> planning.Preview:
    table = told(content)
    return planning.preview(on.engagement, table, said or columns.guess(table), default=default, stated=Stated())


def faults(on: make.Ground, *rows: tuple[str, ...], head: tuple[str, ...] = reports.HEAD) -> list[tuple[str, ...]]:
    found = previewed(on, reports.table(rows, head)).faults
    return [(each.where, each.column, each.found, each.expected) for each in found]


def labels() -> tuple[list[str], list[str]]:
    findings, recommendations = Finding.objects.order_by("pk"), Recommendation.objects.order_by("pk")
    return list(findings.values_list("label", flat=True)), list(recommendations.values_list("label", flat=True))


@pytest.mark.owed("A24")
def test_a_report_becomes_drafts_of_whoever_loads_it() -> None:
    on = make.ground()
    report = reports.loaded(on)
    assert labels() == (["1.1", "1.2"], ["1.1.1", "1.1.2", "1.2.1"])
    first = Recommendation.objects.order_by("pk")[0]
    assert (first.state, first.author, first.text, first.justification, first.finding.heading) == (
        "draft",
        on.assessor.actor_key,
        "Adopt a plan.",
        "It gives a measure.",
        "Moves are short",
    )
    assert (report.added, first.imported_in, first.key) == ({"findings": 2, "recommendations": 3}, report, None)


def test_one_audit_row_has_the_manifest_of_all_that_was_added() -> None:
    on = make.ground()
    before = people_of.rows_of(on.engagement.ref)
    report = reports.loaded(on)
    assert people_of.rows_of(on.engagement.ref) - before == 3  # staged, columns said, loaded
    more = json.loads(of(report.ref).filter(verb="report_import.load_report").get().body)["more"]
    lines = files.path_of(more["manifest"]).read_text("utf-8").splitlines()
    refs = [*Finding.objects.order_by("pk"), *Recommendation.objects.order_by("pk")]
    assert [line.split("\t")[0] for line in lines] == [each.ref for each in refs]
    assert (lines[-1].split("\t")[1:], more["findings"], more["recommendations"]) == (["1.2.1", "row 4"], 2, 3)
    assert [row.what for row in queries.history_for(on.lead, refs[0])] == [report.ref]


A_NUMBER = "a number such as 2.1, of at most 40 letters without a space"
TWICE = (
    "a number of its own, for row 2 has this one, or 2.10 where a spreadsheet keeps 2.1: make its column one of text"
)
UNNUMBERED = f"{A_NUMBER}, for the row recommends something (Recommendation, Why)"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1.1", "", "", "", ""), ("", "", "", "A", "")], ("row 3", "Recommendation no", "", A_NUMBER)),
        ([("1 1", "", "1.1.1", "A", "")], ("row 2", "Finding no", "1 1", A_NUMBER)),
        (
            [("1.1", "", "1.1.1", "A", ""), ("1.1", "", "1.1.1", "B", "")],
            ("row 3", "Recommendation no", "1.1.1", TWICE),
        ),
        (
            [("1.1", "One", "1.1.1", "A", ""), ("1.1", "Two", "1.1.2", "B", "")],
            ("row 3", "Finding", "Two", "what finding 1.1 says in row 2, or an empty cell"),
        ),
        ([("1.1", "One", "1.1.1", "A", "", "more")], ("row 2", "beyond the last column", "more", "nothing")),
        ([("1.1", "x" * 301, "1.1.1", "A", "")], ("row 2", "Finding", "x" * 300 + "…", "at most 300 letters")),
        ([("1.1", "One", "", "A", "B")], ("row 2", "Recommendation no", "", UNNUMBERED)),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_what_was_expected(
    rows: list[tuple[str, ...]], expected: tuple[str, ...]
) -> None:
    assert faults(make.ground(), *rows) == [expected]


def test_kinds_and_aims_are_those_of_the_edition() -> None:
    on = make.ground()
    head = ("Recommendation no", "Kind", "Aims", "Tags")
    rows = [("1.1.1", "Policy", "trust, Fair policing", "Union; training, union"), ("1.1.2", "Equipment", "", "")]
    rows += [("1.1.3", "Magic", "Glory", "")]
    found = previewed(on, reports.table(rows, head))
    words = found.recommendations[0].words
    assert (words["kind"], words["aims"], words["tags"]) == ("policy", ["trust", "fair"], ["union", "training"])
    assert [(each.where, each.column, each.found, each.expected.split(",")[0]) for each in found.faults] == [
        ("row 3", "Kind", "Equipment", "something else"),
        ("row 4", "Kind", "Magic", "one of: Organizational"),
        ("row 4", "Aims", "Glory", "some of: Fair policing"),
    ]


def test_a_finding_belongs_to_an_open_focus_area_by_number_or_name() -> None:
    on = make.ground(areas=TWO)
    head = ("Focus area", "Recommendation no")
    rows = [("1. Leadership", "1.1.1"), ("community trust", "2.1.1"), ("7", "7.1.1"), ("2", "1.1.2"), ("", "3.1.1")]
    found = previewed(on, reports.table(rows, head), default=None)
    assert [(each.where, each.found, each.expected) for each in found.faults] == [
        ("row 3", "2", "a focus area that is open; 2 is “Planned”"),
        ("row 4", "7", "the number or the name of a focus area: 1, 2"),
        ("row 5", "2", "focus area 1, as finding 1.1 in row 2"),
        ("row 6", "", "a focus area; or say one for all whose row names none"),
    ]
    open_area(on.cast, 2)
    found = previewed(on, reports.table(rows[:2], head), default=None)
    assert ([(each.label, each.area) for each in found.findings], found.faults) == ([("1.1", 1), ("2.1", 2)], ())


def test_nothing_is_loaded_while_a_cell_cannot_be_taken() -> None:
    on = make.ground()
    report = reports.mapped(on, reports.staged(on, reports.table([*reports.ROWS, ("", "", "", "No number.", "")])))
    with pytest.raises(Incomplete) as refused:
        reports.load(on, report)
    assert list(refused.value.missing) == [f"row 5, Recommendation no: expected {A_NUMBER}"]
    assert labels() == ([], [])


def test_percentages_never_come_from_a_file() -> None:
    on = make.ground()
    table = told(
        reports.table([("1.1", "50%", "0.5", "12 %")], ("Rec no", "Done", "Percent complete", "Recommendation"))
    )
    assert columns.percentages(table) == {"Done", "Percent complete", "Recommendation"}
    assert columns.guess(table) == {"label": "Rec no"}
    with pytest.raises(BadInput, match="The column Done holds percentages, which are computed and never taken"):
        columns.require(table, {"label": "Rec no", "text": "Done"})
    text = told(reports.table([("1.1", "Raise 50% to 60%, and say how.")], ("Rec no", "Recommendation")))
    assert columns.percentages(text) == frozenset()
    report = reports.staged(on, reports.table([("1.1", "50%")], ("Rec no", "Done")))
    page = people_of.browser(on.lead).get(report.get_absolute_url())
    assert ("Done", "", True) in page.context["heads"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"label": "No"}, "The file has no column “No”"),
        ({"status": "Finding"}, "There is no field “status”"),
        ({"label": "Finding", "text": "Finding"}, "The column Finding is said to be two things"),
        ({"text": "Recommendation"}, "Say which column holds the number"),
    ],
)
def test_columns_are_what_the_file_has(said: dict[str, str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        columns.require(told(reports.table()), said)


def test_the_same_file_is_one_import_and_loading_it_again_adds_nothing() -> None:
    on = make.ground()
    report = reports.loaded(on)
    assert reports.staged(on) == report
    rows = people_of.rows_of(on.engagement.ref)
    other = reports.staged(on, reports.table([*reports.ROWS, ("", "", "", "", "")]))  # the same in other bytes
    with pytest.raises(Incomplete) as refused:
        reports.load(on, reports.mapped(on, other))
    assert list(refused.value.missing) == [
        "Everything in the file is in the engagement already, so there is nothing to load"
    ]
    assert (labels(), people_of.rows_of(on.engagement.ref) - rows) == ((["1.1", "1.2"], ["1.1.1", "1.1.2", "1.2.1"]), 2)


def test_what_is_here_already_stays_as_it_is_and_is_said() -> None:
    on = make.ground()
    make.draft_recommendation(on, make.draft_finding(on, label="1.1", heading="Moves are short"), label="1.1.1")
    found = previewed(on, reports.table())
    assert [(each.statement.label, each.differs) for each in found.held] == [
        ("1.1", ()),
        ("1.1.1", ("What is recommended", "Why")),
    ]
    assert ([each.label for each in found.findings], len(found.recommendations)) == (["1.2"], 2)
    reports.loaded(on)
    assert Recommendation.objects.get(label="1.1.1").text == "Adopt a plan with three to five goals."
    assert Recommendation.objects.get(label="1.1.2").finding.label == "1.1"


def test_columns_that_were_said_once_are_proposed_for_the_next_file_with_the_same_heads() -> None:
    on = make.ground()
    head = ("A", "B", "C")
    first = reports.staged(on, reports.table([("1.1", "1.1.1", "Adopt.")], head))
    assert first.columns == {}
    reports.mapped(on, first, finding="A", label="B", text="C")
    second = reports.staged(on, reports.table([("1.2", "1.2.1", "Train.")], head))
    assert second.columns == {"finding": "A", "label": "B", "text": "C"}
    elsewhere = make.ground("Birch Harbor")
    third = reports.staged(elsewhere, reports.table([("1.2", "1.2.1", "Train.")], head))
    assert third.columns == {}


def test_what_the_report_states_of_itself_is_set_beside_what_the_file_lists() -> None:
    on = make.ground()
    table = told(reports.table([("1.1", "", "1.1.1", "A", "B"), ("1.3", "", "1.3.2", "A", "B")]))
    stated = Stated(findings=3, recommendations=2, areas={1: 4})
    found = planning.preview(on.engagement, table, columns.guess(table), default=1, stated=stated)
    assert found.notes == (
        "3 findings stated, 2 listed: 1 is missing from the file.",
        "Focus area 1: 4 recommendations stated, 2 listed: 2 are missing from the file.",
        "By focus area 4 recommendations are stated, in all 2.",
        "Finding 1.2 is not in the file, though 1.3 is.",
        "Recommendation 1.3.1 is not in the file, though 1.3.2 is.",
        "New findings that do not say what was found, drafts until it is written: 2.",
    )


def test_whoever_loads_has_seen_what_is_added() -> None:
    on = make.ground()
    report = reports.mapped(on, reports.staged(on))
    seen = queries.preview_of(report, queries.sheet_of(report)).digest
    make.draft_finding(on, label="1.2")
    with pytest.raises(Stale, match="What loading would add has changed"):
        actions.load_report(report, expected=seen, by=on.assessor, at=AT)


def test_undoing_sets_aside_what_nobody_worked_on_and_frees_its_numbers() -> None:
    on = make.ground()
    report = reports.loaded(on)
    touched = Recommendation.objects.get(label="1.1.2")
    words = {**touched.words, "text": "Train supervisors twice a year.", "expected_hash": touched.words_hash}
    actions.reword_recommendation(touched, **words, by=on.assessor, at=AT)
    undone = actions.undo_report(report, reason="The wrong file.", by=on.lead, at=AT)
    left = [Finding.objects.get(label="1.1").ref, touched.ref]
    assert (undone.state, undone.left) == ("undone", left)
    gone = Recommendation.objects.filter(state="set_aside").order_by("pk")
    assert [(each.label, each.text) for each in gone] == [(each.ref, each.text) for each in gone]
    assert [each.text for each in gone] == ["Adopt a plan.", "Review the form."]
    again = reports.loaded(on)
    assert (again.pk == report.pk, again.added) == (False, {"findings": 1, "recommendations": 2})


def test_an_import_is_dropped_with_a_reason_before_it_is_loaded() -> None:
    on = make.ground()
    report = reports.staged(on)
    with pytest.raises(Incomplete):
        actions.drop_report(report, reason=" ", by=on.assessor, at=AT)
    dropped = actions.drop_report(report, reason="A newer one is coming.", by=on.assessor, at=AT)
    with pytest.raises(NotAllowedNow):
        reports.load(on, dropped)
    assert reports.staged(on).pk != report.pk


@pytest.mark.parametrize("state", ["staged", "loaded", "undone", "dropped"])
def test_who_may_do_what_in_each_state(state: str) -> None:
    on = make.ground()
    people = people_of.everybody(on.engagement)

    def made() -> ReportImport:
        report = reports.mapped(on, reports.staged(on))
        if state == "dropped":
            return actions.drop_report(report, reason="Not wanted.", by=on.assessor, at=AT)
        if state == "staged":
            return report
        report = reports.load(on, report)
        return report if state == "loaded" else actions.undo_report(report, reason="No.", by=on.assessor, at=AT)

    report = made()
    digest = queries.preview_of(report, queries.sheet_of(report)).digest
    columns_now: dict[str, Any] = {"columns": {"label": "Recommendation no"}, "area": 1, "stated": Stated()}
    does: dict[str, Any] = {
        "map_columns": lambda who: actions.map_columns(report, **columns_now, by=who, at=AT),
        "load_report": lambda who: actions.load_report(report, expected=digest, by=who, at=AT),
        "drop_report": lambda who: actions.drop_report(report, reason="No.", by=who, at=AT),
        "undo_report": lambda who: actions.undo_report(report, reason="No.", by=who, at=AT),
    }
    for name, do in does.items():
        verb = next(move.verb for move in REPORT_IMPORT.moves if move.verb.value.endswith(name))
        assert (name, moves.tried(people, do)) == (name, moves.expected(REPORT_IMPORT, state, verb))


def test_only_the_team_imports_and_the_agency_sees_no_import() -> None:
    on = make.ground()
    upload = SimpleUploadedFile("report.csv", reports.table())
    table = sheet.read(upload)
    for who in (on.chief, on.reviewer, on.officer):
        with pytest.raises(Denied):
            actions.stage_report(on.engagement, upload=upload, table=table, by=who, at=AT)
    report = reports.staged(on)
    for address in (report.get_absolute_url(), reverse("report-imports", args=[on.engagement.ref])):
        assert people_of.browser(on.chief).get(address).status_code in (403, 404)
        assert people_of.browser(on.reviewer).get(address).status_code == 200


def test_the_pages_take_a_file_show_what_it_would_add_and_load_it() -> None:
    on = make.ground()
    browser = people_of.browser(on.assessor)
    stage = reverse("report_import.stage_report", args=[on.engagement.ref])
    refused = browser.post(stage, {"upload": SimpleUploadedFile("report.pdf", b"%PDF-1.7")})
    assert (refused.status_code, "Save the table as one of these" in refused.content.decode()) == (422, True)
    sent = browser.post(stage, {"upload": SimpleUploadedFile("report.csv", reports.table())})
    report = ReportImport.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, report.get_absolute_url())
    page = browser.get(report.get_absolute_url())
    assert [each.column for each in page.context["preview"].faults] == ["Focus area (number or name)"] * 2
    mapping = {**report.columns, "area": "1", "stated_recommendations": "4"}
    browser.post(reverse("report_import.map_columns", args=[report.ref]), mapping)
    page = browser.get(report.get_absolute_url())
    assert page.context["preview"].notes[0] == "4 recommendations stated, 3 listed: 1 is missing from the file."
    rows = b"".join(browser.get(report.get_absolute_url(), {"format": "csv"}).streaming_content).decode()
    assert rows.splitlines()[1] == "row 2,New finding,1.1,Moves are short"
    load = reverse("report_import.load_report", args=[report.ref])
    browser.post(load, {"expected": browser.get(load).context["form"].initial["expected"]})
    assert labels() == (["1.1", "1.2"], ["1.1.1", "1.1.2", "1.2.1"])
    finding = browser.get(Finding.objects.get(label="1.1").get_absolute_url()).content.decode()
    assert report.ref in finding
    undo = reverse("report_import.undo_report", args=[report.ref])
    assert "5 are set aside." in browser.get(undo).content.decode()
    browser.post(undo, {"reason": "The wrong report."})
    report.refresh_from_db()
    assert report.state == "undone"


def test_a_column_that_is_remembered_is_not_taken_where_it_holds_percentages_now() -> None:
    on = make.ground()
    head = (*reports.HEAD, "Cost")
    words = [(*row, "ten hours") for row in reports.ROWS]
    assert reports.mapped(on, reports.staged(on, reports.table(words, head))).columns["cost"] == "Cost"
    shares = [(*row, "10%") for row in reports.ROWS]
    second = reports.staged(on, reports.table(shares, head))
    assert ("cost" in second.columns, second.columns["text"]) == (False, "Recommendation")
