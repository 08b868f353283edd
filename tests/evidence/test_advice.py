"""Advice, what was done about it, and whose voices are missing."""

import json
from datetime import timedelta

import pytest

from concord.core.errors import BadInput, Incomplete
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.evidence import actions, queries
from concord.evidence.states import ADVICE
from tests.factories import engagements as make
from tests.factories import fieldwork as field
from tests.factories import gathering, keeping, moves
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
SAID = {"outcome": "partly", "answer": "One of two sessions is in the evening."}


@pytest.mark.parametrize("state", ADVICE.states)
def test_who_may_answer_in_each_state(state: str) -> None:
    by = field.ready()
    given = gathering.advice(by)
    if state == "answered":
        given = actions.answer_advice(given, **SAID, by=by.lead, at=AT)
    able = moves.tried(plans.everyone(by), lambda who: actions.answer_advice(given, **SAID, by=who, at=AT))
    assert able == moves.expected(ADVICE, state, P.ADVICE_ANSWER)


@pytest.mark.owed("A23")
def test_advisers_log_their_advice_and_see_what_was_done_about_it() -> None:
    by = field.ready()
    area = make.area(by.engagement)
    able = moves.tried(plans.everyone(by), lambda who: actions.log_advice(
        area, voice="schools", title="Ask pupils", text="They see most.", given_on=AT.date(), by=who, at=AT
    ))  # fmt: skip
    assert able == {"assessment_lead", "assessor", "analyst", "stakeholder_adviser"}
    adviser = make.member(by.engagement, "stakeholder_adviser")
    given = actions.answer_advice(gathering.advice(by, who=adviser), **SAID, by=by.lead, at=AT)
    page = make.browser(adviser).get(given.get_absolute_url()).content.decode()
    assert ("One of two sessions is in the evening." in page, "Taken up in part" in page) == (True, True)


def test_an_adviser_sees_no_advice_of_another_one() -> None:
    by = field.ready()
    one, other = (make.member(by.engagement, "stakeholder_adviser", name=name) for name in ("Uma One", "Otto Other"))
    mine, theirs = (gathering.advice(by, who=who, title=f"Of {who.name}") for who in (one, other))
    browser = make.browser(one)
    assert [browser.get(given.get_absolute_url()).status_code for given in (mine, theirs)] == [200, 404]
    lists = [make.browser(who).get(f"{by.engagement.get_absolute_url()}advice/") for who in (one, by.lead)]
    assert [[f"Of {who.name}" in page.content.decode() for who in (one, other)] for page in lists] == [
        [True, False], [True, True],
    ]  # fmt: skip
    sheet = browser.get(f"{by.engagement.get_absolute_url()}advice/?format=csv").getvalue().decode()
    assert [given.ref in sheet for given in (mine, theirs)] == [True, False]
    found = [set(queries.advice_visible_to(who)) for who in (one, by.lead, make.person("programme_officer"))]
    assert found == [{mine}, {mine, theirs}, {mine, theirs}]


def test_advice_has_a_known_voice_words_and_a_day_that_has_come() -> None:
    by = field.ready()
    with pytest.raises(BadInput, match="“martians” is no voice of the edition"):
        gathering.advice(by, voice="martians")
    with pytest.raises(BadInput, match="on a day to come"):
        gathering.advice(by, given_on=AT.date() + timedelta(days=1))
    with pytest.raises(Incomplete, match="the advice"):
        gathering.advice(by, text=" ")
    with pytest.raises(Incomplete, match="what was done about it"):
        actions.answer_advice(gathering.advice(by), outcome="not", answer=" ", by=by.lead, at=AT)
    assert gathering.advice(by) == gathering.advice(by)


@pytest.mark.owed("A23")
def test_the_view_of_voices_says_who_is_missing() -> None:
    by = field.ready()
    before = queries.voices(by.engagement)
    assert (len(before), all(one.is_missing for one in before)) == (10, True)
    field.held(by, voice="officers", came=field.came(("Patrol officers", "sergeant", 3)))
    field.booked(by, voice="schools")
    gathering.advice(by)
    heard = {one.voice.key: one for one in queries.voices(by.engagement)}
    assert (heard["officers"].held, heard["officers"].people, heard["schools"].booked) == (1, 3, 1)
    missing = [key for key, one in heard.items() if one.is_missing]
    assert set(heard) - set(missing) == {"officers", "community-groups"}
    audiences = {one.name: one.is_missing for one in queries.audiences_heard(by.engagement)}
    assert audiences == {"Patrol officers": False, "Residents": True}
    page = make.browser(by.lead).get(f"/app/engagements/{by.engagement.ref}/advice/").content.decode()
    assert "Named in the plan, and nothing held with them yet: Residents." in page


@pytest.mark.parametrize("kind", ["advice", "data set"])
def test_why_advice_or_a_data_set_is_withheld_is_said_and_changed_later_and_recorded(kind: str) -> None:
    by = field.ready()
    kept = {"advice": gathering.advice, "data set": gathering.data_set}[kind](by)
    change = {"advice": actions.set_advice_basis, "data set": actions.set_data_set_basis}[kind]
    one, other = (each.key for each in queries.bases(by.engagement)[:2])
    able = moves.tried(plans.everyone(by), lambda who: change(kept, basis=one, by=who, at=AT))
    assert able == {"assessment_lead", "assessor", "analyst"}
    with pytest.raises(BadInput, match="no basis “whim”"):
        change(kept, basis="whim", by=by.lead, at=AT)
    page, since = f"{kept.get_absolute_url()}set-basis/", kept.state_since
    rows = make.rows_of(by.engagement.ref)
    for basis in (one, other, other):
        assert make.browser(by.lead).post(page, {"basis": basis}).status_code == 302
    kept.refresh_from_db()
    assert (kept.basis, kept.state_since, make.rows_of(by.engagement.ref)) == (other, since, rows + 2)
    assert json.loads(AuditRow.objects.latest("pk").body)["more"] == {"from": one, "to": other}
    assert (
        queries.basis_in_words(by.engagement, other)
        in make.browser(by.lead).get(kept.get_absolute_url()).content.decode()
    )


def test_why_advice_is_withheld_can_be_said_when_all_is_over() -> None:
    by = field.ready()
    given = gathering.advice(by)
    keeping.over(by.engagement)
    basis = queries.bases(by.engagement)[0].key
    assert actions.set_advice_basis(given, basis=basis, by=by.lead, at=AT).basis == basis
