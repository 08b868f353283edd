"""The programme's figures: counted from the records with their base, and days in stages as a naive count has them."""

import statistics
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.core import audit
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.desk.queries import figures
from concord.engagements import actions as engagements
from concord.intake.models import AssistanceRequest
from concord.intake.states import OVER, REQUEST, RequestState
from concord.programme.queries import of
from tests.desk.counting import query_count
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import together
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
History = list[tuple[str, datetime]]
_INTO = {str(move.target): move.verb for move in REQUEST.moves}
_HISTORIES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(sorted(_INTO)), st.integers(min_value=0, max_value=400 * 86400)),
        min_size=1,
        max_size=5,
    ),
    max_size=6,
)


def histories(drawn: list[list[tuple[str, int]]]) -> list[History]:
    """Each history: states with the moment at which each was reached, in the order of time."""
    return [
        [(state, AT + timedelta(seconds=at)) for (state, _), at in zip(one, sorted(s for _, s in one), strict=True)]
        for one in drawn
    ]


def written(told: list[History]) -> None:
    """Write the audit rows of histories as the verbs would, with rows between them by which nothing moved."""
    for number, history in enumerate(told, start=1):
        ref = f"REQ-2031-{number:04d}"
        for state, at in history:
            for verb, new in ((_INTO[state], state), (P.REQUEST_CONTACT, "call")):
                audit.append(audit.Entry(stream=ref, what=ref, verb=verb, who="person:1", role="x", at=at, new=new))


def naive(told: list[History]) -> dict[str, tuple[int, float, float]]:
    """Count stays, one after another, in plain Python."""
    days = defaultdict(list)
    for history in told:
        for (state, came), (_, went) in pairwise(history):
            days[state].append((went - came).total_seconds() / 86400)
    return {
        state: (len(found), statistics.median(found), _ninetieth(found))
        for state, found in days.items()
        if state not in OVER
    }


def _ninetieth(found: list[float]) -> float:
    """The linear interpolation between the two nearest."""
    ordered, place = sorted(found), (len(found) - 1) * 0.9
    low = int(place)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (place - low)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_HISTORIES)
def test_days_in_stages_are_what_a_naive_count_finds(drawn: list[list[tuple[str, int]]], db: None) -> None:
    told = histories(drawn)
    with transaction.atomic():
        written(told)
        requests = [stay for stay in figures.stays() if stay.of == "Request" and stay.ended]
        found = {stay.label: (stay.ended, stay.median, stay.ninetieth) for stay in requests}
        transaction.set_rollback(True)
    expected = naive(told)
    assert {label: n for label, (n, *_) in found.items()} == {
        str(RequestState(state).label): n for state, (n, *_) in expected.items()
    }
    for state, (_, median, ninetieth) in expected.items():
        got = found[str(RequestState(state).label)]
        assert got[1:] == (pytest.approx(median, abs=1e-6), pytest.approx(ninetieth, abs=1e-6))


def test_a_request_that_is_still_there_counts_under_there_now_and_in_no_duration() -> None:
    by = asking.desk()
    asking.request(by, "submitted", of=make.agency("One"))
    asking.request(by, "acknowledged", of=make.agency("Two"))
    stays = {stay.label: stay for stay in figures.stays() if stay.of == "Request"}
    assert {label: (s.ended, s.now) for label, s in stays.items() if s.ended or s.now} == {
        "Submitted": (1, 1),
        "Acknowledged": (0, 1),
    }
    assert (stays["Acknowledged"].median, stays["Acknowledged"].oldest) == (None, AT)


def test_engagements_and_work_plans_have_their_stages_counted_too() -> None:
    by = plans.cast()
    official = make.person("approving_official")
    plan = plans.proposed(by)
    plans.concur(plan, by=by.chief, at=AT + timedelta(days=4))
    of = engagements.suspend(by.engagement, reason="A storm.", by=official, at=AT + timedelta(days=10))
    engagements.resume(of, reason="It is over.", by=make.person("programme_officer"), at=AT + timedelta(days=13))
    stays = {(s.of, s.label): (s.ended, s.median, s.now) for s in figures.stays() if s.of != "Request"}
    assert stays == {
        ("Agreement", "Draft"): (0, None, 0),
        ("Agreement", "Sent to its signatories"): (0, None, 0),
        ("Engagement", "Open"): (1, 10.0, 1),
        ("Engagement", "Suspended"): (1, 3.0, 0),
        ("Engagement", "Opened, no plan concurred with yet"): (1, 4.0, 0),
        ("Work plan", "Draft"): (1, 0.0, 0),
        ("Work plan", "Proposed"): (1, 4.0, 0),
    }


@pytest.mark.owed("A60")
def test_the_days_from_acceptance_to_the_engagement_and_of_agreements_at_their_signatories_are_counted() -> None:
    by = together.sides()
    together.drafted(by, at=AT + timedelta(days=1))
    by.engagement.refresh_from_db()
    with writing():
        AssistanceRequest.objects.filter(pk=by.engagement.request.pk).update(state_since=AT - timedelta(days=6))
    make.request(make.agency("Two"), "accepted")
    stays = {(s.of, s.label): (s.ended, s.median, s.ninetieth, s.now) for s in figures.stays()}
    assert stays["Request", "Accepted, no engagement yet"] == (1, 6.0, 6.0, 1)
    assert stays["Engagement", "Opened, no plan concurred with yet"] == (0, None, None, 1)
    assert stays["Agreement", "Draft"] == (0, None, None, 1)


@pytest.mark.owed("A60")
def test_each_figure_counts_every_request_once_and_says_out_of_how_many() -> None:
    large, small = make.agency("Large"), make.agency("Small")
    with writing():
        type(large).objects.filter(pk=large.pk).update(
            sworn=600, profile_as_of=AT.date(), profile_source="Invented for tests."
        )
    for of_agency, state in ((large, "submitted"), (large, "declined"), (small, "ready"), (None, "submitted")):
        make.request(of_agency, state)
    with writing():
        AssistanceRequest.objects.filter(state="ready").update(tier="topic_assistance", topics=["a", "b"])
        AssistanceRequest.objects.filter(state="declined").update(topics=["b"])
    programme = of(make.edition())
    found = {
        figure.key: (figure.base, {line.label: line.count for line in figure.lines})
        for figure in figures.figures(programme)
    }
    tiers = {tier.key: tier.name for tier in programme.tier}
    assert found == {
        "states": (4, {"Submitted": 2, "Eligible and ready": 1, "Declined": 1}),
        "tiers": (4, {tiers["organizational_assessment"]: 3, tiers["topic_assistance"]: 1}),
        "topics": (4, {"b": 2, "a": 1}),
        "sizes": (4, {"500 or more sworn staff": 2, "Not on record": 2}),
    }


def test_the_page_says_each_base_and_as_of_when_and_asks_as_many_queries_for_one_as_for_three() -> None:
    client = make.browser(make.person("auditor"))
    make.request(make.agency(), "submitted")
    few = query_count(client, "/app/figures/")
    make.request(make.agency("Two"), "ready")
    make.request(None, "declined")
    assert query_count(client, "/app/figures/") == few
    page = client.get("/app/figures/").content.decode()
    assert (page.count("Of 3 requests on"), "as of" in page) == (4, True)


def test_no_requests_are_no_error() -> None:
    make.edition()
    page = make.browser(make.person("auditor")).get("/app/figures/").content.decode()
    assert page.count("Of 0 requests on") == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_auditrow WHERE what LIKE 'REQ-%%'", [])
        assert cursor.fetchone() == (0,)
