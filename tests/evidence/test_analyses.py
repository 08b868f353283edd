"""Mappings and analyses in the application: tried, run by a job, logged, shared; small counts and officers stay in."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from concord.analysis.policing.runs.capsule import Capsule
from concord.analysis.policing.runs.running import rerun
from concord.core import files
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, SealedThing, StoredFile
from concord.evidence import actions, jobs, queries, sealed_data
from concord.evidence.models import Analysis, AnalysisProgress, DataSet, EvidenceItem
from tests.factories import analyses as made
from tests.factories import engagements as make
from tests.factories import gathering, keeping, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

WRITERS = {"assessment_lead", "assessor", "analyst"}


def page(by: plans.Cast, address: str) -> str:
    return make.browser(by.lead).get(address).content.decode()


def test_who_may_map_adopt_choose_and_order() -> None:
    by = made.ready()
    data = made.data_set(by)
    people = plans.everyone(by)
    assert moves.tried(people, lambda who: actions.map_columns(data, kind="stops", by=who, at=AT)) == WRITERS
    mapping = made.tried(data, by)
    assert moves.tried(people, lambda who: actions.adopt_mapping(mapping, by=who, at=AT)) == WRITERS
    actions.adopt_mapping(mapping, by=by.expert, at=AT)
    asked = {"method": "hits", "question": made.QUESTION}
    assert moves.tried(people, lambda who: actions.choose_method(data, **asked, by=who, at=AT)) == WRITERS
    analysis = made.chosen(data, by)
    assert moves.tried(people, lambda who: actions.order(analysis, parameters={}, by=who, at=AT)) == WRITERS


def test_a_mapping_is_tried_and_its_loss_is_told_in_figures() -> None:
    by = made.ready()
    rows = ["date,subject_race,note", *["2024-01-02,white,x"] * 12, *["2024-01-03,Purple,y"] * 11, "2024-01-04,Zed,z"]
    mapping = made.tried(made.data_set(by, "\n".join(rows).encode()), by)
    race = next(one for one in mapping.loss["fields"] if one["target"] == "subject_race")
    assert race == {
        "target": "subject_race",
        "sources": ["subject_race"],
        "before": 24,
        "after": 12,
        "lost": [["Purple", 11]],
        "rare": 1,
    }
    assert mapping.loss["not_carried"] == [["note", 24, ""]]
    shown = page(by, mapping.get_absolute_url())
    assert ("Purple (11) and 1 rare value" in shown, "Zed" in shown) == (True, False)


def test_a_file_that_turns_out_to_hold_criminal_justice_information_is_not_mapped() -> None:
    by, out = made.ready(), io.BytesIO()
    pq.write_table(pa.table({"date": ["2024-01-02"], "subject_race": ["white"], "NCIC_HIT": ["no"]}), out)
    data_set = made.data_set(by, upload=gathering.upload("stops.bin", out.getvalue()))
    with writing():  # as of one that was registered before Concord looked into such files
        DataSet.objects.update(file_name="stops.parquet")
    mapping = made.tried(DataSet.objects.get(pk=data_set.pk), by)
    assert (mapping.state, mapping.loss) == ("refused", {})
    assert mapping.why[:69] == "Columns look like criminal justice information, which stays with the "
    assert "the agency: column 3. Withdraw the data set" in mapping.why
    assert (mapping.source_columns, "NCIC_HIT" in page(by, mapping.get_absolute_url())) == ([], False)
    gone = actions.withdraw_data_set(mapping.data_set, reason="It holds NCIC.", by=by.lead, at=AT)
    assert (gone.file, StoredFile.objects.count()) == (None, 0)
    assert "Not kept here; one that was kept went when the data set was withdrawn" in page(by, gone.get_absolute_url())
    assert (DataSet.objects.get().sha256, SealedThing.objects.count()) == (gone.sha256, 0)


def test_the_file_of_a_data_set_that_is_withdrawn_stays_where_something_was_made_of_it_or_a_hold_keeps_it() -> None:
    by = made.ready()
    held, used, tried = made.mapped(by, title="Held"), made.mapped(by), made.data_set(by, title="Being tried")
    made.done(used, by)
    waiting = actions.map_columns(tried, kind="stops", by=by.expert, at=AT)
    keeping.placed(held.ref)
    left = {
        one.ref: actions.withdraw_data_set(one, reason="Another year.", by=by.lead, at=AT).file_id is not None
        for one in (held, used, tried)
    }
    assert left == {held.ref: True, used.ref: True, tried.ref: False}
    jobs.try_mapping(waiting.ref)
    assert made.again(waiting).why == f"No file of {tried.ref} is kept here."


def test_a_mapping_that_does_not_fit_says_why_and_can_be_changed() -> None:
    by = made.ready()
    mapping = made.tried(made.data_set(by, b"when,race\n2024-01-02,W\n"), by)
    assert (mapping.state, mapping.source_columns) == ("refused", ["when", "race"])
    assert "no field for ['date', 'subject_race']; expected each required one" in mapping.why
    answer = make.browser(by.lead).post(
        f"{mapping.get_absolute_url()}change-mapping/",
        {"from_date": "when", "format_date": "iso", "from_subject_race": "race", "codes_subject_race": "W = white"},
    )
    assert answer.status_code == 302
    jobs.try_mapping(mapping.ref)
    again = made.again(mapping)
    assert (again.state, again.loss["rows"]) == ("tried", 1)
    with pytest.raises(BadInput, match="expected each required one"):
        actions.change_mapping(again, text='{"layout": "x", "table": "stops", "fields": {}}', by=by.expert, at=AT)


def test_a_mapping_needs_the_file_and_an_open_focus_area() -> None:
    by = made.ready()
    without = gathering.data_set(by)
    with pytest.raises(Denied, match="Its file is not kept here"):
        actions.map_columns(without, kind="stops", by=by.expert, at=AT)
    data = made.data_set(by)
    with pytest.raises(BadInput, match="There is no kind of file 'cats'"):
        actions.map_columns(data, kind="cats", by=by.expert, at=AT)
    with pytest.raises(Denied, match="Map its columns first"):
        made.chosen(data, by)
    actions.withdraw_data_set(data, reason="Another year.", by=by.lead, at=AT)
    with pytest.raises(Denied, match="The data set was withdrawn"):
        actions.map_columns(data, kind="stops", by=by.expert, at=AT)


def test_a_method_answers_a_question_of_the_plan_and_fits_the_file() -> None:
    by = made.ready()
    data = made.mapped(by)
    assert made.chosen(data, by).question == "How many calls lead to a problem-solving project?"
    assert made.chosen(data, by, "audit").question == "How good are these records, and what do they stop us saying?"
    with pytest.raises(Incomplete, match="question of the work plan in force"):
        actions.choose_method(data, method="hits", by=by.expert, at=AT)
    with pytest.raises(BadInput, match="no question 'q9'"):
        actions.choose_method(data, method="hits", question="q9", by=by.expert, at=AT)
    with pytest.raises(BadInput, match="For files of stops there is no method 'turnover'"):
        actions.choose_method(data, method="turnover", question="q1", by=by.expert, at=AT)


def test_parameters_are_refused_before_anything_runs() -> None:
    by = made.ready()
    analysis = made.chosen(made.mapped(by), by)
    with pytest.raises(BadInput, match="parameter group: 'martian'; expected one of white"):
        actions.order(analysis, parameters={"group": "martian"}, by=by.expert, at=AT)
    answer = make.browser(by.lead).post(f"{analysis.get_absolute_url()}order/", {"p_group": "black", "seed": "1"})
    assert (answer.status_code, "p_reference" in answer.content.decode()) == (422, True)


@pytest.mark.owed("A20")
def test_a_result_is_logged_as_evidence_and_the_capsule_makes_it_again(tmp_path: Path) -> None:
    by = made.ready()
    data = made.mapped(by)
    analysis = made.done(data, by)
    assert analysis.state == "done"
    assert AnalysisProgress.objects.get(analysis=analysis).done == 4
    with sealed_data.opened(data) as place:
        again = rerun(Capsule.read(analysis.capsule), paths=(place,), chance=np.random.default_rng)
    assert (again.same, again.differences, again.circumstances) == (True, (), ())
    logged = actions.log_result(analysis, by=by.expert, at=AT)
    item = EvidenceItem.objects.get(analysis=logged)
    assert (item.method, item.count, item.releasability, item.title) == (
        "data_analysis", 1, "deliberative", "How many calls lead to a problem-solving project?"
    )  # fmt: skip
    assert item.file is not None
    with zipfile.ZipFile(files.path_of(item.file.sha256)) as packed:
        names = packed.namelist()
        kept = Capsule.read(packed.read("capsule.json").decode())
        sentences = packed.read("sentences.txt").decode()
    drawn, told = ["figure-1.svg", "figure-2.svg"], ["figures.csv", "table-1.csv", "sentences.txt"]
    assert names == [*drawn, *told, "diagnostics.json", "capsule.json"]
    assert (kept.result, kept.inputs[0].sha256) == ({}, data.sha256)
    assert all(line in sentences for line in analysis.shown["sentences"])


def test_a_result_is_logged_for_one_of_several_analyses_of_the_plan() -> None:
    by = plans.cast()
    area = make.area(by.engagement)
    plans.concurred(by, activities=[plans.planned(area, "data_analysis")] * 2 + [plans.planned(area)])
    plans.open_area(by)
    here = f"{made.done(made.mapped(by), by).get_absolute_url()}log-result/"
    form = page(by, here)
    assert [f'<option value="{key}">' in form for key in ("a1", "a2", "a3")] == [True, True, False]
    assert make.browser(by.lead).post(here, {"activity": "a2"}).status_code == 302
    assert EvidenceItem.objects.get().activity == "a2"
    one_alone = made.ready("Birch Harbour")
    alone = made.done(made.mapped(one_alone), one_alone)
    assert 'name="activity"' not in page(one_alone, f"{alone.get_absolute_url()}log-result/")


def test_the_item_is_released_like_any_other_and_never_sealed() -> None:
    by = made.ready()
    logged = actions.log_result(made.done(made.mapped(by), by), by=by.expert, at=AT)
    item = EvidenceItem.objects.get(analysis=logged)
    with pytest.raises(BadInput, match=f"It is the result of {logged.ref}"):
        actions.restrict(
            item, releasability="confidential", basis="personal_privacy", reason="To be safe.", by=by.lead, at=AT
        )
    with pytest.raises(Denied):
        actions.release(item, reason="It helps.", by=by.expert, at=AT)
    assert actions.release(item, reason="It helps.", by=by.lead, at=AT).releasability == "releasable"


def test_a_run_that_cannot_be_says_why_and_can_be_ordered_again() -> None:
    by = made.ready()
    data = made.mapped(by)
    analysis = made.ordered(data, by, "rates", bases="residents: white=3")
    jobs.analyse(analysis.ref)
    failed = Analysis.objects.get(pk=analysis.pk)
    assert (failed.state, failed.why) == ("failed", "residents: no ['black']; expected both of ['black', 'white'].")
    better = actions.order(failed, parameters={"bases": "residents: white=3000, black=1000"}, by=by.expert, at=AT)
    jobs.analyse(better.ref)
    assert Analysis.objects.get(pk=analysis.pk).state == "done"


def test_a_run_that_is_cancelled_stops_and_keeps_nothing() -> None:
    by = made.ready()
    analysis = made.ordered(made.mapped(by), by)
    cancelled = actions.cancel_analysis(analysis, by=by.lead, at=AT)
    jobs.analyse(analysis.ref)
    assert (cancelled.state, Analysis.objects.get(pk=analysis.pk).result) == ("cancelled", {})
    with pytest.raises(NotAllowedNow):
        actions.cancel_analysis(cancelled, by=by.lead, at=AT)


def test_a_job_that_runs_twice_does_the_work_once() -> None:
    by = made.ready()
    analysis = made.done(made.mapped(by), by)
    rows = AuditRow.objects.count()
    jobs.analyse(analysis.ref)
    assert AuditRow.objects.count() == rows


def test_who_ordered_it_does_not_share_it_and_the_agency_reads_what_was_shared() -> None:
    by = made.ready()
    logged = actions.log_result(made.done(made.mapped(by), by), by=by.expert, at=AT)
    with pytest.raises(Denied):
        actions.share(logged, by=by.expert, at=AT)
    address = f"{by.engagement.get_absolute_url()}figures/"
    chief = make.browser(by.chief)
    assert "Nothing has been shared yet." in chief.get(address).content.decode()
    actions.share(logged, by=by.lead, at=AT)
    shown = chief.get(address).content.decode()
    assert "searched more often with less success" in shown or "inconclusive" in shown or "less often" in shown
    assert chief.get(logged.get_absolute_url()).status_code == 404
    assert chief.get(f"/app/data-sets/{logged.data_set.ref}/analyses/").status_code == 404


def small() -> bytes:
    """Stops in which one group has few searches."""
    rows = ["date,subject_race,search_conducted,contraband_found"]
    for race, stops, searches, found in (
        ("white", 400, 60, 20),
        ("black", 300, 50, 15),
        ("asian/pacific islander", 90, 3, 1),
    ):
        rows += [
            f"2024-0{1 + at % 9}-1{at % 10},{race},{'yes' if at < searches else 'no'},{'yes' if at < found else 'no'}"
            for at in range(stops)
        ]
    return "\n".join(rows).encode()


def test_small_counts_are_for_the_team_and_hidden_from_everybody_else() -> None:
    by = made.ready()
    analysis = made.done(made.mapped(by, small()), by, place_column="")
    cells = [cell for sheet in analysis.result["sheets"] for row in sheet["rows"] for cell in row]
    assert {"87", "2", "1"} <= set(cells)
    (sheet,) = analysis.shown["sheets"]
    hidden = [row[1:] for row in sheet["rows"] if row[0] == "asian/pacific islander"]
    assert hidden == [["hidden", "hidden", "hidden", "90"]] or "hidden" in hidden[0]
    assert len([cell for row in sheet["rows"] for cell in row if cell == "hidden"]) >= 4
    assert [line for line in analysis.shown["hidden"] if "not shown, because a count below 10" in line] != []


@pytest.fixture
def named() -> plans.Cast:
    """Plan and agreement in force name officer-level analysis."""
    by = plans.cast()
    areas = [make.area(by.engagement, number) for number in range(1, by.engagement.focus_areas.count() + 1)]
    what = "Stops beside those of colleagues: officer-level analysis"
    plans.concurred(by, activities=[plans.planned(area, "data_analysis", what=what) for area in areas])
    plans.open_area(by)
    return by


def agree(by: plans.Cast) -> None:
    with writing():
        by.engagement.request.agreements.update(text="Officer-level analysis, for supervisors alone.")  # type: ignore[union-attr]


def test_officer_level_methods_are_off_unless_plan_and_agreement_name_them(named: plans.Cast) -> None:
    by = made.ready("Birch Harbour")
    asked = {"method": "officers", "question": made.QUESTION}
    with pytest.raises(Denied, match="the work plan in force does not name “officer-level analysis”"):
        actions.choose_officers(made.mapped(by), **asked, by=by.lead, at=AT)
    data = made.mapped(named)
    with pytest.raises(Denied, match="the agreement in force does not name “officer-level analysis”"):
        actions.choose_officers(data, **asked, by=named.lead, at=AT)
    agree(named)
    with pytest.raises(BadInput, match="there is no method 'officers'"):
        actions.choose_method(data, **asked, by=named.lead, at=AT)
    people = plans.everyone(named)
    assert moves.tried(people, lambda who: actions.choose_officers(data, **asked, by=who, at=AT)) == {"assessment_lead"}


def test_keys_of_officers_are_sealed_and_each_opening_is_on_record(named: plans.Cast) -> None:
    agree(named)
    content = crooked()
    data = made.mapped(named, content)
    analysis = actions.choose_officers(data, method="officers", question=made.QUESTION, by=named.lead, at=AT)
    analysis = actions.order(analysis, parameters={}, by=named.lead, at=AT)
    jobs.analyse(analysis.ref)
    done = queries.analysis(analysis.ref)
    assert done is not None
    assert (done.state, done.why) == ("done", "")
    assert queries.officers_in(done) == ["O0000"]
    assert "O0000" not in json.dumps([done.result, done.shown, done.capsule])
    assert "O0000" not in page(named, done.get_absolute_url())
    with pytest.raises(Incomplete):
        actions.open_officers(done, reason=" ", by=named.lead, at=AT)
    with pytest.raises(Denied):
        actions.open_officers(done, reason="To ask.", by=named.expert, at=AT)
    make.browser(named.lead).post(f"{done.get_absolute_url()}open-officers/", {"reason": "To ask the supervisor."})
    row = AuditRow.objects.filter(verb="analysis.open_officers").get()
    assert (row.what, json.loads(row.body)["reason"]) == (done.ref, "To ask the supervisor.")
    assert "O0000" in page(named, done.get_absolute_url())
    assert "O0000" not in make.browser(named.expert).get(done.get_absolute_url()).content.decode()


def crooked() -> bytes:
    """Stops of 120 officers in one place and hour, of whom one searches far more often than the rest, who differ by
    chance."""
    searches = np.random.default_rng(5).binomial(60, 0.2, 120)
    searches[0] = 45
    rows = ["date,moment,district,officer_id,subject_race,search_conducted,contraband_found"]
    for officer in range(120):
        for at in range(60):
            searched = at < searches[officer]
            rows.append(f"2024-03-05,2024-03-05 14:0{at % 10}:00,north,O{officer:04d},white,{searched},false")
    return "\n".join(rows).encode()


def test_the_workbench_shows_how_far_a_data_set_has_come() -> None:
    by = made.ready()
    data = made.data_set(by)
    address = f"/app/data-sets/{data.ref}/analyses/"
    assert "Not mapped yet" in page(by, address)
    actions.adopt_mapping(made.tried(data, by), by=by.expert, at=AT)
    made.done(data, by, "audit")
    made.done(data, by)
    shown = page(by, address)
    assert ("Mapped to stops" in shown, "What the records stop us saying" in shown) == (True, True)
    assert "How many calls lead to a problem-solving project?" in shown
    assert [f"/{name}/" in shown for name in ("map-columns", "choose-method")] == [True, True]


def test_a_page_of_an_analysis_has_figure_tables_and_how_it_was_made() -> None:
    by = made.ready()
    analysis = made.done(made.mapped(by), by)
    shown = page(by, analysis.get_absolute_url())
    assert shown.count('class="estimates"') == 4  # two units, wide and narrow; nothing had to be hidden
    assert "none had to be hidden" in shown
    assert "Stops by what followed" in shown
    answer = make.browser(by.lead).get(f"{analysis.get_absolute_url()}capsule/")
    assert json.loads(answer.content)["method"] == "hits"
    waiting = made.chosen(analysis.data_set, by)
    assert make.browser(by.lead).get(f"{waiting.get_absolute_url()}capsule/").status_code == 404


# Methods that read two files


def two_files(by: plans.Cast) -> tuple[DataSet, DataSet]:
    """A roster and a file of training, both mapped."""
    roster = made.mapped(by, made.officers(), "officers", title="Roster")
    return roster, made.mapped(by, made.training(), "training", title="Courses taken")


COVERAGE = {"course": "de-escalation", "day": "2024-01-01"}


def test_a_method_that_reads_two_files_takes_both_into_its_capsule() -> None:
    by = made.ready()
    roster, courses = two_files(by)
    chosen = actions.choose_method(
        roster, method="coverage", question=made.QUESTION, beside=courses.ref, by=by.expert, at=AT
    )
    jobs.analyse(actions.order(chosen, parameters=COVERAGE, by=by.expert, at=AT).ref)
    done = queries.analysis(chosen.ref)
    assert done is not None
    assert (done.state, done.why) == ("done", "")
    assert "25 of 40" in " ".join(done.result["sentences"])
    capsule = Capsule.read(done.capsule)
    assert [(one.kind, one.sha256) for one in capsule.inputs] == [
        ("officers", roster.sha256), ("training", courses.sha256)
    ]  # fmt: skip
    with sealed_data.opened(roster) as first, sealed_data.opened(courses) as second:
        again = rerun(capsule, paths=(second, first), chance=np.random.default_rng)
    assert (again.same, again.differences, again.circumstances) == (True, (), ())
    assert all(ref in page(by, done.get_absolute_url()) for ref in (roster.ref, courses.ref))
    assert done.get_absolute_url() in page(by, f"/app/data-sets/{courses.ref}/analyses/")
    item = actions.log_result(done, by=by.expert, at=AT).item
    assert item is not None
    assert [line for line in item.summary.splitlines() if line.startswith("Data set ")] == [
        f"Data set {roster.ref}: Roster.", f"Data set {courses.ref}: Courses taken."
    ]  # fmt: skip


def test_the_second_file_has_to_be_there_mapped_and_of_this_engagement() -> None:
    by, elsewhere = made.ready(), made.ready("Birch Harbour")
    roster, courses = two_files(by)
    asked = {"method": "coverage", "question": made.QUESTION}
    with pytest.raises(Incomplete) as missing:
        actions.choose_method(roster, **asked, by=by.expert, at=AT)
    assert missing.value.missing == ("a second data set, of training",)
    stops = made.mapped(by)
    foreign = made.mapped(elsewhere, made.training(), "training")
    unmapped = made.data_set(by, made.training())
    for other in (stops, foreign, unmapped):
        with pytest.raises(BadInput, match=f"{other.ref} cannot be the second file; expected a data set of this"):
            actions.choose_method(roster, **asked, beside=other.ref, by=by.expert, at=AT)
    with pytest.raises(BadInput, match="This method reads one file"):
        actions.choose_method(stops, method="hits", question=made.QUESTION, beside=roster.ref, by=by.expert, at=AT)
    chosen = actions.choose_method(roster, **asked, beside=courses.ref, by=by.expert, at=AT)
    actions.withdraw_data_set(courses, reason="Another year.", by=by.lead, at=AT)
    again = queries.analysis(chosen.ref)
    assert again is not None
    with pytest.raises(Denied, match=f"{courses.ref} was withdrawn"):
        actions.order(again, parameters=COVERAGE, by=by.expert, at=AT)


def test_the_form_offers_a_second_file_where_one_is_mapped_and_says_what_is_needed() -> None:
    by = made.ready()
    roster = made.mapped(by, made.officers(), "officers")
    address = f"{roster.get_absolute_url()}choose-method/"
    assert "Second file" not in page(by, address)
    courses = made.mapped(by, made.training(), "training", title="Courses taken")
    shown = page(by, address)
    assert ("Second file" in shown, "Courses taken (training)" in shown) == (True, True)
    assert "(with a second file, of training)" in shown
    browser = make.browser(by.lead)
    refused = browser.post(address, {"method": "coverage", "question": made.QUESTION, "beside": ""})
    assert refused.status_code == 422
    assert "This method needs a second file, of training." in refused.content.decode()
    superfluous = browser.post(address, {"method": "turnover", "question": made.QUESTION, "beside": courses.ref})
    assert "This method reads one file." in superfluous.content.decode()
    told = {"method": "coverage", "question": made.QUESTION, "beside": courses.ref}
    assert browser.post(address, told).status_code == 302
    assert Analysis.objects.get().beside == queries.mappings_of(courses).get()
