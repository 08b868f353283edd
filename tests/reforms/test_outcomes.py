"""Row P16: outcomes beside outputs. Registered before, each value kept with its source, never summed."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from concord.core.errors import BadInput, Incomplete
from concord.findings.models import Recommendation
from concord.reforms import actions, plotting, queries
from concord.reforms.models import Reform
from concord.reforms.queries.rechecks import after
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=200)


def registered(on: Ground, of: Recommendation, *, at: datetime = AT, **words: Any) -> Recommendation:
    known = {
        "name": "Complaints",
        "unit": "complaints a year",
        "baseline": Decimal(40),
        "baseline_as_of": DAY,
        "target": Decimal(20),
        "source": "The agency's register.",
    }
    return actions.register(of, **(known | words), by=on.assessor, at=at)


@pytest.mark.owed("P16")
def test_a_series_begins_with_its_baseline_and_a_correction_keeps_the_earlier_value_on_record() -> None:
    on = ground.ground()
    one = registered(on, ground.recommendation(on))
    outcome = one.outcomes.get()
    half = (AT + timedelta(days=180)).date()
    for value in (Decimal(35), Decimal(30)):
        given = {"value": value, "as_of": half, "source": "Register, June."}
        actions.record_value(one, outcome=outcome.pk, **given, by=on.liaison, at=LATER)
    (series,) = queries.outcomes(one)
    assert [(point.as_of, point.value, point.is_baseline) for point in series.points] == [
        (DAY, Decimal(40), True),
        (half, Decimal(30), False),
    ]
    assert outcome.recorded.count() == 2
    shown = people_of.browser(on.chief).get(one.get_absolute_url()).content.decode()
    assert [text in shown for text in ("Complaints", "target 20, baseline 40", "<svg")] == [True] * 3


def test_an_outcome_is_registered_once_and_should_move() -> None:
    on = ground.ground()
    one = registered(on, ground.recommendation(on))
    registered(on, one)
    with pytest.raises(BadInput, match="“Complaints” is registered already, and what is registered stays"):
        registered(on, one, target=Decimal(10))
    with pytest.raises(BadInput, match="The target is the baseline, 40"):
        registered(on, one, name="Other", target=Decimal(40))
    with pytest.raises(Incomplete, match="unit; source"):
        registered(on, one, name="Other", unit=" ", source="")
    outcome = one.outcomes.get()
    early = {"value": Decimal(1), "as_of": DAY - timedelta(days=1), "source": "S."}
    with pytest.raises(BadInput, match="is before the baseline's"):
        actions.record_value(one, outcome=outcome.pk, **early, by=on.liaison, at=AT)


def test_a_drawing_has_each_value_the_target_and_the_days_of_the_reform() -> None:
    series = [(DAY, Decimal(40)), (DAY + timedelta(days=100), Decimal(30))]
    svg = plotting.plotted(series, target=Decimal(20), unit="a year", marks=[(DAY, "taken up")])
    assert (svg.count("<circle"), "taken up" in svg, svg.count('stroke-dasharray="6 4"')) == (2, True, 1)
    assert plotting.plotted(series[:1], target=Decimal(20), unit="a year") == ""


def test_an_outcome_through_its_pages() -> None:
    on = ground.ground()
    one = ground.recommendation(on)
    typed = {"sent": "yes", "name": "Calls", "unit": "a month", "baseline": "10", "target": "5", "source": "The log."}
    typed["baseline_as_of"] = DAY.isoformat()
    assert people_of.browser(on.assessor).post(reverse("outcome.register", args=[one.ref]), typed).status_code == 302
    typed = {"sent": "yes", "outcome": str(one.outcomes.get().pk), "value": "8", "as_of": DAY.isoformat()}
    page = reverse("outcome.record", args=[one.ref])
    assert people_of.browser(on.liaison).post(page, {**typed, "source": "The log."}).status_code == 302


@pytest.mark.owed("P13")
def test_what_is_complete_is_looked_at_again_by_the_editions_schedule() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    assert queries.to_look_at_again(on.engagement, after(DAY, 5)) == ()
    (due,) = queries.to_look_at_again(on.engagement, after(DAY, 6))
    assert (due.reform, due.recheck.key, due.on) == (reform, "half_year", after(DAY, 6))
    moment = AT + timedelta(days=200)
    actions.sustain(reform, as_of=moment.date(), note="The audit shows it.", by=on.assessor, at=moment)
    assert queries.to_look_at_again(on.engagement, after(DAY, 11)) == ()
    (due,) = queries.to_look_at_again(on.engagement, after(DAY, 30))
    assert due.recheck.key == "two_years"
    actions.reopen(reform, reason="It did not last.", as_of=moment.date(), by=on.assessor, at=moment)
    assert queries.to_look_at_again(on.engagement, after(DAY, 60)) == ()


@pytest.mark.owed("A5", "B4", "B9")
def test_trust_and_the_officers_morale_are_measured_before_and_after_and_each_by_itself() -> None:
    on = ground.ground()
    one = ground.recommendation(on, tags=["officer safety", "officer morale", "public respect"])
    goals = {"Residents who trust the police": (41, 55), "Officers who would recommend the work": (38, 50)}
    for name, (before, target) in goals.items():
        registered(on, one, name=name, unit="per cent of those asked", baseline=Decimal(before), target=Decimal(target))
    trust, morale = (series.outcome for series in queries.outcomes(one))
    words = {"source": "The survey of June.", "by": on.liaison, "at": LATER}
    for outcome, value in ((trust, 47), (morale, 36)):
        actions.record_value(one, outcome=outcome.pk, value=Decimal(value), as_of=LATER.date(), **words)
    found = {one.outcome.name: [point.value for point in one.points] for one in queries.outcomes(one)}
    assert found == {
        "Residents who trust the police": [41, 47],
        "Officers who would recommend the work": [38, 36],
    }
    shown = people_of.browser(on.chief).get(one.get_absolute_url()).content.decode()
    assert (shown.count('<svg class="series"'), "Outcomes are never summed into a score." in shown) == (2, True)
    board = people_of.browser(on.chief).get(f"/app/engagements/{on.engagement.ref}/reform-board/?tag=officer+morale")
    assert [card.recommendation for card in board.context["board"].cards] == [one]


@pytest.mark.owed("P16")
def test_one_that_is_registered_after_the_work_began_says_so_and_by_how_many_days() -> None:
    on = ground.ground()
    one = make.reform(on).recommendation
    registered(on, one)
    registered(on, one, name="Calls", at=AT + timedelta(days=1))
    registered(on, one, name="Trust", at=AT + timedelta(days=30))
    assert [series.days_late for series in queries.outcomes(one)] == [0, 1, 30]
    assert [series.days_late for series in queries.outcomes_on(on.engagement, LATER.date())] == [0, 1, 30]
    shown = people_of.browser(on.chief).get(one.get_absolute_url()).content.decode()
    assert [f"Registered {words} after the work began." in shown for words in ("0 days", "1 day", "30 days")] == [
        False,
        True,
        True,
    ]


@pytest.mark.owed("P16")
def test_none_is_registered_on_what_is_complete_and_who_tries_learns_what_to_do_instead() -> None:
    on = ground.ground()
    reform = make.reform(on, "complete")
    with pytest.raises(BadInput, match=r"is complete.*in the status report.*or reopen the reform first"):
        registered(on, reform.recommendation)
    make.report(on, reform, "complete")
    with pytest.raises(BadInput, match="is complete"):
        registered(on, reform.recommendation)
    again = Reform.objects.get(pk=reform.pk)
    actions.reopen(again, reason="It did not last.", as_of=DAY, by=on.assessor, at=AT)
    assert registered(on, reform.recommendation).outcomes.count() == 1
