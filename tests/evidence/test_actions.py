import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.files import path_of
from concord.core.guard import writing
from concord.core.models import AuditRow, StoredFile
from concord.engagements import actions as engagements
from concord.evidence import actions, queries
from concord.evidence.models import EvidenceItem
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

WRITERS = {"assessment_lead", "assessor", "analyst"}
LATER = AT + timedelta(days=40)


@pytest.mark.parametrize("state", ["planned", "open", "complete"])
def test_who_may_log_evidence(state: str) -> None:
    by = gather.ready()
    area = make.area(by.engagement)
    make.put(area, state)

    def do(who: Person) -> None:
        actions.log(area, by=who, at=AT, **gather.told())

    assert make.able(make.everybody(make.engagement("Elsewhere")), do) == set()
    assert make.able(make.everybody(by.engagement), do) == (WRITERS if state == "open" else set())


@pytest.mark.parametrize("releasability", ["releasable", "deliberative", "confidential"])
def test_who_may_withdraw_evidence_and_nobody_twice(releasability: str) -> None:
    by = gather.ready()

    def do(who: Person) -> None:
        item = gather.item(by, releasability=releasability)
        actions.withdraw(item, reason="The record was of another year.", by=who, at=AT)

    def again(who: Person) -> None:
        actions.withdraw(withdrawn, reason="Once more.", by=who, at=AT)

    people, strangers = make.everybody(by.engagement), make.everybody(make.engagement("Elsewhere"))
    assert make.able(strangers, do) == set()
    assert make.able(people, do) == WRITERS
    withdrawn = actions.withdraw(gather.item(by), reason="Wrong.", by=by.lead, at=AT)
    assert make.able(people, again) == set()


def test_one_row_a_verb_in_the_engagements_stream() -> None:
    by = gather.ready()
    before = make.rows_of(by.engagement.ref)
    item = gather.item(by)
    assert make.rows_of(by.engagement.ref) == before + 1
    actions.withdraw(item, reason="The record was of another year.", by=by.expert, at=AT)
    assert make.rows_of(by.engagement.ref) == before + 2


def test_an_item_keeps_what_was_told() -> None:
    by = gather.ready()
    item = gather.item(by, count=18, releasability="confidential")
    assert (item.ref, item.state, item.engagement, item.count, item.logged_by, item.file, item.file_name) == (
        "EVD-2026-0001", "logged", by.engagement, 18, by.expert.actor_key, None, "",
    )  # fmt: skip


@pytest.mark.owed("A55", "A56")
def test_no_evidence_before_concurrence() -> None:
    by = plans.cast()
    plans.proposed(by)
    make.put(make.area(by.engagement), "open")
    with pytest.raises(Denied, match="nothing starts before the agency's chief executive concurs"):
        gather.item(by)


def test_no_evidence_outside_an_open_focus_area() -> None:
    by = gather.ready(areas=[("One", "Assess."), ("Two", "Assess.")])
    with pytest.raises(Denied, match="The focus area is “Planned”"):
        gather.item(by, 2)


def test_no_evidence_while_the_engagement_is_suspended() -> None:
    by = gather.ready()
    engagements.suspend(by.engagement, reason="Paused.", by=make.person("programme_officer"), at=AT)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        gather.item(by)


def test_only_methods_that_the_plan_in_force_names_for_the_focus_area() -> None:
    by = plans.cast(areas=[("One", "Assess."), ("Two", "Assess.")])
    one, two = (make.area(by.engagement, number) for number in (1, 2))
    plans.concurred(by, activities=[plans.planned(one), plans.planned(two, "focus_group")])
    plans.open_area(by)
    with pytest.raises(
        Incomplete, match="a plan in force that names “focus_group” for focus area 1; it names Interview"
    ):
        gather.item(by, method="focus_group")
    plans.proposed(by, activities=[plans.planned(one, "focus_group"), plans.planned(two)], at=LATER)
    with pytest.raises(Incomplete, match="focus_group"):  # proposed is not in force
        gather.item(by, method="focus_group")


def test_a_new_plan_in_force_changes_which_methods_there_are() -> None:
    by = gather.ready()
    plans.concurred(by, activities=[plans.planned(make.area(by.engagement), "focus_group")], at=LATER)
    assert gather.item(by, method="focus_group", at=LATER).method == "focus_group"
    with pytest.raises(Incomplete, match="it names Focus group"):
        gather.item(by, at=LATER)


@pytest.mark.parametrize(
    ("collected_on", "says"),
    [
        (date(2026, 11, 2), "on or after 2026-11-03, the day of the concurrence; it says 2026-11-02"),
        (date(2026, 11, 4), "a day of collection that has come; it says 2026-11-04, and today is 2026-11-03"),
    ],
)
def test_nothing_is_gathered_before_the_concurrence_or_tomorrow(collected_on: date, says: str) -> None:
    with pytest.raises(Incomplete, match=says):
        gather.item(gather.ready(), collected_on=collected_on)


def test_what_was_gathered_under_an_earlier_version_can_be_logged_later() -> None:
    by = gather.ready()
    plans.concurred(by, at=LATER, scope="More.")
    assert gather.item(by, at=LATER, collected_on=AT.date()).collected_on == AT.date()


def test_law_4_nothing_is_gathered_outside_the_windows_with_which_the_agency_concurred() -> None:
    by = gather.ready()
    long_after = AT + timedelta(days=300)
    late, last = date(2027, 7, 1), date(2027, 6, 30)
    says = r"a window with which the agency concurred \(2026-11-01 to 2027-06-30\); it says 2027-07-01"
    with pytest.raises(Incomplete, match=says):
        gather.item(by, collected_on=late, at=long_after)
    assert gather.item(by, collected_on=last, at=long_after).collected_on == last
    later = [
        plans.planned(make.area(by.engagement), starts_on="2027-07-01", ends_on="2027-08-31"),
    ]
    version = plans.proposed(by, activities=later, ends_on="2027-08-31", at=long_after)
    with pytest.raises(Incomplete, match=says):  # proposed is not in force
        gather.item(by, collected_on=late, at=long_after)
    plans.concur(version, by=by.chief, at=long_after)
    assert gather.item(by, collected_on=late, at=long_after).collected_on == late
    assert gather.item(by, collected_on=last, at=long_after).collected_on == last  # gathered under the version before


def test_a_withdrawal_needs_a_reason() -> None:
    by = gather.ready()
    with pytest.raises(Incomplete, match="withdrawn with a reason"):
        actions.withdraw(gather.item(by), reason=" ", by=by.expert, at=AT)


@pytest.mark.parametrize(
    ("releasability", "told", "kept"),
    [
        ("deliberative", "A sergeant asked for it.", "A sergeant asked for it."),
        ("confidential", "Kept with the item, which is confidential.", "Kept sealed with the item."),
        ("law_enforcement", "Kept with the item, which is confidential.", "Kept sealed with the item."),
    ],
)
def test_why_a_confidential_item_was_withdrawn_is_sealed_and_not_in_the_trail(
    releasability: str, told: str, kept: str
) -> None:
    by = gather.ready()
    item = gather.item(by, releasability=releasability)
    item = actions.withdraw(item, reason="A sergeant asked for it.", by=by.expert, at=AT)
    row = AuditRow.objects.latest("pk")
    assert (json.loads(row.body)["reason"], item.withdrawn_because) == (told, kept)
    assert queries.words(item).withdrawn_because == "A sergeant asked for it."


def test_law_17_an_item_that_is_sent_twice_is_counted_once() -> None:
    by = gather.ready()
    upload = {"upload": SimpleUploadedFile("rosters.txt", b"The rosters.")}
    first = gather.item(by, summary="Most said so.", count=18, **upload)
    rows = make.rows_of(by.engagement.ref)
    assert gather.item(by, summary="Most said so.", count=18, **upload) == first
    assert (make.rows_of(by.engagement.ref), queries.counts_by_method(by.engagement, AT.date())) == (
        rows, {"interview": 18},
    )  # fmt: skip
    others = [
        gather.item(by, summary="Most said so.", count=18),
        gather.item(by, summary="Most said so.", count=17),
        actions.log(make.area(by.engagement), by=by.lead, at=AT, **gather.told(summary="Most said so.", count=17)),
    ]
    assert len({first, *others}) == 4
    actions.withdraw(first, reason="Wrong.", by=by.expert, at=AT)
    assert gather.item(by, summary="Most said so.", count=18, **upload) not in {first, *others}


@pytest.mark.parametrize("how", ["suspend", "end"])
def test_somebody_may_take_back_what_they_told_also_when_the_work_is_over(how: str) -> None:
    by = gather.ready()
    item = gather.item(by)
    who = make.person({"suspend": "programme_officer", "end": "approving_official"}[how])
    more = {"suspend": {}, "end": {"ended_by": "programme"}}[how]
    getattr(engagements, how)(by.engagement, reason="The programme stopped.", by=who, at=AT, **more)
    assert actions.withdraw(item, reason="They asked for it.", by=by.expert, at=AT).state == "withdrawn"


def test_a_file_is_kept_once_under_a_harmless_name() -> None:
    by = gather.ready()
    one, two = (
        gather.item(by, upload=SimpleUploadedFile(name, b"The rosters.", "text/html"))
        for name in ("rosters.bin", 'x"y.bin')
    )
    assert (one.file, one.file_name, two.file_name) == (two.file, "rosters.bin", "x_y.bin")
    assert path_of(one.file.sha256).read_bytes() == b"The rosters."


@pytest.mark.parametrize(
    ("size", "says"),
    [(0, "notes.txt is empty"), (50 * actions.MB + 1, r"has 50\.0 MB; at most 50 MB can be taken")],
)
def test_an_empty_or_too_large_file_is_refused_and_nothing_is_kept(size: int, says: str) -> None:
    by = gather.ready()
    upload = SimpleUploadedFile("notes.txt", b"some bytes")
    upload.size = size  # as the server counted it
    with pytest.raises(BadInput, match=says):
        gather.item(by, upload=upload)
    assert (EvidenceItem.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.owed("P25")
def test_the_database_keeps_an_item_as_it_is_and_a_withdrawn_one_withdrawn() -> None:
    by = gather.ready()
    logged, withdrawn = gather.item(by), gather.item(by)
    actions.withdraw(withdrawn, reason="Wrong.", by=by.expert, at=AT)
    rows = EvidenceItem.objects.filter
    changes: list[Any] = [
        lambda: rows(pk=logged.pk).update(summary="Something else"),
        lambda: rows(pk=logged.pk).update(releasability="releasable"),
        lambda: rows(pk=withdrawn.pk).update(state="logged", withdrawn_because=""),
        lambda: rows(pk=withdrawn.pk).update(withdrawn_because="Another reason"),
        lambda: rows(pk=logged.pk)._raw_delete("default"),
        lambda: rows(pk=withdrawn.pk)._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="is written once and stays on record"), transaction.atomic(), writing():
            change()


def test_counts_by_method_count_the_methods_own_unit_up_to_a_day_without_what_was_withdrawn() -> None:
    by = gather.ready()
    tomorrow = AT + timedelta(days=1)
    gather.item(by, count=18)
    gather.item(by, count=2)
    gather.item(by, method="document_review", count=9)
    gather.item(by, count=5, at=tomorrow, collected_on=tomorrow.date())
    actions.withdraw(gather.item(by, count=100), reason="Wrong.", by=by.expert, at=AT)
    other = gather.ready("Elsewhere")
    gather.item(other, count=1000)
    assert queries.counts_by_method(by.engagement, AT.date()) == {"document_review": 9, "interview": 20}
    assert queries.counts_by_method(by.engagement, tomorrow.date()) == {"document_review": 9, "interview": 25}
    assert queries.counts_by_method(by.engagement, AT.date() - timedelta(days=1)) == {}


GATHERED = st.lists(
    st.tuples(st.sampled_from(["interview", "document_review"]), st.integers(1, 30), st.integers(0, 4), st.booleans()),
    max_size=8,
)


def test_counts_by_method_of_any_day_are_what_a_plain_recount_gives() -> None:
    by = gather.ready()
    later = AT + timedelta(days=4)

    @settings(max_examples=20, deadline=None)
    @given(GATHERED)
    def recount(gathered: list[tuple[str, int, int, bool]]) -> None:
        point = transaction.savepoint()
        try:
            for method, count, day, gone in gathered:
                on = (AT + timedelta(days=day)).date()
                item = gather.item(by, method=method, count=count, collected_on=on, at=later)
                if gone:
                    actions.withdraw(item, reason="Wrong.", by=by.expert, at=later)
            for until in range(-1, 6):
                plain = Counter[str]()
                for method, count, day, gone in gathered:
                    if day <= until and not gone:
                        plain[method] += count
                assert queries.counts_by_method(by.engagement, (AT + timedelta(days=until)).date()) == plain
        finally:
            transaction.savepoint_rollback(point)

    recount()
