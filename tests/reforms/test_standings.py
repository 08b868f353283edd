"""What the records add up to on a day, against a plain recount; and that a figure of a past day never changes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.core import zones
from concord.core.errors import Refused
from concord.core.guard import writing
from concord.core.permissions import Party
from concord.core.remembering import remembering
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms import actions, queries
from concord.reforms.models import Reform
from concord.reforms.queries import ChangeKind, Counts
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY, Ground

pytestmark = pytest.mark.django_db

STATUSES = ("not_started", "in_progress", "complete", "partially_complete")
DAYS = 12  # of a story, after the last recommendation was issued
START = 4
END = DAY + timedelta(days=START + DAYS)


@dataclass
class Told:
    """A plain account of what was said: day and status, by recommendation and voice."""

    issued: list[date] = field(default_factory=list)
    said: list[tuple[date, int, str, str]] = field(default_factory=list)

    def counts(self, as_of: date) -> Counts:
        found: dict[str, Counter[str]] = {"reported": Counter(), "assessed": Counter()}
        for voice, counter in found.items():
            last = {which: status for day, which, who, status in self.said if who == voice and day <= as_of}
            counter.update(last.values())
        base = sum(day <= as_of for day in self.issued)
        return Counts(as_of, base, dict(found["reported"]), dict(found["assessed"]))


def judge(on: Ground, reform: Reform, status: str, at: datetime) -> Reform:
    """Say a status in the team's voice, by the verb that gives it now."""
    words = {"as_of": at.date(), "by": on.assessor, "at": at}
    if status == "complete":
        return actions.complete(reform, note="Met.", **words)
    if status == "partially_complete":
        return actions.stop(reform, reason="No funds.", **words)
    if reform.assessed_status in ("complete", "partially_complete"):
        return actions.reopen(reform, reason="It did not last.", **words)
    return actions.assess(reform, status=status, note="Seen.", **words)


def play(on: Ground, reforms: list[Reform], story: list[tuple[int, int, str, str]], told: Told) -> None:
    """Play a story by the house's verbs, in the order of its days; what is refused was not said."""
    for number, (day, which, voice, status) in enumerate(sorted(story, key=lambda event: event[0])):
        at = AT + timedelta(days=START + day, minutes=number)
        reform = Reform.objects.get(pk=reforms[which].pk)
        try:
            if voice == "reported":
                done = make.report(on, reform, status, as_of=at.date(), at=at)
            else:
                done = judge(on, reform, status, at)
        except Refused:
            continue
        said = done.reported_status if voice == "reported" else done.assessed_status
        told.said.append((at.date(), which, voice, str(said)))


@pytest.fixture
def stage() -> tuple[Ground, list[Reform], Told]:
    """Three reforms whose recommendations were issued on three days, and one recommendation not taken up."""
    on = ground.ground()
    days = [AT + timedelta(days=number) for number in range(3)]
    reforms = [make.planned(on, at=at) for at in days]
    ground.recommendation(on, at=AT + timedelta(days=3))
    ground.recommendation(on, "validated")
    return on, reforms, Told(issued=[at.date() for at in days] + [DAY + timedelta(days=3)])


Stage = tuple[Ground, list[Reform], Told]
STORIES = st.lists(
    st.tuples(st.integers(0, DAYS), st.integers(0, 2), st.sampled_from(["reported", "assessed"]),
              st.sampled_from(STATUSES)),
    max_size=14,
)  # fmt: skip


def each_story(stage: Stage, holds: Callable[[Ground, Told], None]) -> None:
    """Play many stories on one stage, each undone before the next, and see that something holds after each."""
    on, reforms, told = stage

    @settings(max_examples=30, deadline=None)
    @given(STORIES)
    def after(story: list[tuple[int, int, str, str]]) -> None:
        point = transaction.savepoint()
        try:
            account = Told(issued=told.issued)
            play(on, reforms, story, account)
            holds(on, account)
        finally:
            transaction.savepoint_rollback(point)

    after()


def test_counts_of_any_day_are_what_a_plain_recount_gives(stage: Stage) -> None:
    def holds(on: Ground, told: Told) -> None:
        for day in range(-1, START + DAYS + 1):
            as_of = DAY + timedelta(days=day)
            assert queries.counts(on.engagement, as_of) == told.counts(as_of)

    each_story(stage, holds)


def test_counts_standings_and_the_rows_themselves_agree(stage: Stage) -> None:
    def holds(on: Ground, told: Told) -> None:
        found = queries.counts(on.engagement, END)
        standings = queries.standings(on.engagement, END)
        assert found.base == len(standings)
        assert Counter(s.reported.status for s in standings if s.reported) == found.reported
        assert Counter(s.assessed.status for s in standings if s.assessed) == found.assessed
        for standing in standings:
            reform = standing.reform
            if reform is None:
                continue
            assert (reform.held_by, reform.state_since) == (standing.held_by, standing.held_since)
            assert reform.reported_status == (standing.reported.status if standing.reported else None)
            assert reform.assessed_on == (standing.assessed.as_of if standing.assessed else None)

    each_story(stage, holds)


def test_the_changes_of_two_periods_are_the_changes_of_both_together(stage: Stage) -> None:
    def holds(on: Ground, told: Told) -> None:
        for day in range(-1, START + DAYS):
            middle = DAY + timedelta(days=day)
            parts = queries.changes(on.engagement, None, middle) + queries.changes(on.engagement, middle, END)
            assert parts == queries.changes(on.engagement, None, END)

    each_story(stage, holds)


def changes_of(
    engagement: Engagement, since: date | None, until: date
) -> list[tuple[str, str, str | None, str | None]]:
    found = queries.changes(engagement, since, until)
    return [(change.kind.value, change.recommendation.label, change.old, change.new) for change in found]


def test_each_kind_of_change_is_told_apart(stage: Stage) -> None:
    on, reforms, told = stage
    play(
        on,
        reforms,
        [
            (0, 0, "reported", "in_progress"),
            (1, 0, "assessed", "in_progress"),
            (2, 0, "reported", "complete"),
            (3, 0, "assessed", "complete"),
            (4, 0, "reported", "in_progress"),
            (5, 0, "assessed", "in_progress"),
            (6, 0, "assessed", "in_progress"),  # repeats the status: in the history, and no change
            (7, 1, "assessed", "partially_complete"),
        ],
        told,
    )
    before = DAY + timedelta(days=START - 1)
    assert changes_of(on.engagement, None, before) == [
        ("new", label, None, None) for label in ("1.1.1", "1.2.1", "1.3.1", "1.4.1")
    ]
    assert changes_of(on.engagement, before, END) == [
        ("reported", "1.1.1", None, "in_progress"),
        ("moved", "1.1.1", None, "in_progress"),
        ("reported", "1.1.1", "in_progress", "complete"),
        ("completed", "1.1.1", "in_progress", "complete"),
        ("reported", "1.1.1", "complete", "in_progress"),
        ("reopened", "1.1.1", "complete", "in_progress"),
        ("stopped", "1.2.1", None, "partially_complete"),
    ]
    first = queries.standings(on.engagement, END)[0]
    assert len(first.history) == 7
    assert {kind.value for kind in ChangeKind} == {"new", "reported", "moved", "completed", "reopened", "stopped"}


def test_a_figure_of_a_past_day_does_not_change_when_somebody_speaks_of_that_day_later(stage: Stage) -> None:
    on, reforms, _ = stage
    past = DAY + timedelta(days=START)
    before = queries.counts(on.engagement, past)
    make.report(on, reforms[0], "complete", as_of=past, at=AT + timedelta(days=START + 3))
    assert queries.counts(on.engagement, past) == before
    assert queries.counts(on.engagement, past + timedelta(days=3)).reported == {"complete": 1}
    ((kind, *_),) = changes_of(on.engagement, past, past + timedelta(days=3))
    assert kind == "reported"


def test_a_day_ends_when_it_is_over_at_the_office() -> None:
    on = ground.ground()
    reform = make.planned(on)
    midnight = zones.ends(DAY)
    assert midnight.isoformat() == "2026-11-04T05:00:00+00:00"  # it is midnight in New York
    reform = make.report(on, reform, "in_progress", at=midnight - timedelta(microseconds=1))
    make.report(on, reform, "complete", at=midnight)
    assert queries.counts(on.engagement, DAY).reported == {"in_progress": 1}
    assert queries.counts(on.engagement, DAY + timedelta(days=1)).reported == {"complete": 1}


@pytest.mark.owed("P12")
def test_holders_say_who_has_how_many_and_since_when(stage: Stage) -> None:
    on, reforms, told = stage
    found = queries.holders(on.engagement, END)
    assert [(h.held_by, h.items, h.oldest_since) for h in found] == [
        (Party.AGENCY, 3, AT),
        (Party.TEAM, 1, AT + timedelta(days=3)),  # issued and not taken up yet
    ]
    play(on, reforms, [(0, 0, "reported", "complete"), (1, 1, "assessed", "partially_complete")], told)
    found = queries.holders(on.engagement, END)
    assert [(h.held_by, h.items, h.oldest_since) for h in found] == [
        (Party.TEAM, 2, AT + timedelta(days=3)),
        (Party.AGENCY, 1, AT + timedelta(days=2)),
    ]
    earlier = queries.holders(on.engagement, DAY)
    assert [(h.held_by, h.items, h.oldest_since) for h in earlier] == [(Party.AGENCY, 1, AT)]


@pytest.mark.owed("P12")
def test_whoever_has_a_packet_has_the_ball_of_each_reform_in_it(stage: Stage) -> None:
    """Also of one of a past day; one that is not accepted with the others goes back to the agency."""
    on, reforms, _ = stage
    first, second, ended = reforms
    judge(on, ended, "partially_complete", AT + timedelta(days=START))
    day = iter(range(START + 1, START + DAYS))
    moments: list[datetime] = []

    def at() -> datetime:
        moments.append(AT + timedelta(days=next(day)))
        return moments[-1]

    packet = make.packet(on, reform=first, second=second, at=at())
    packet = actions.include(packet, reform=ended, by=on.liaison, at=at())
    packet = actions.submit(make.shown(on, packet), by=on.liaison, at=at())
    measures = {one.recommendation_id: one for one in queries.measures_of(packet)}
    missing = {measures[second.recommendation_id]: "Post it."}
    packet = actions.send_back(packet, remarks=missing, by=on.assessor, at=at())
    packet = actions.submit(packet, by=on.liaison, at=at())
    actions.accept(packet, basis="The plan was read.", remarks=missing, by=on.assessor, at=at())
    _, _, handed_in, returned, again, accepted = moments

    def held(moment: datetime) -> list[tuple[Party, datetime | None]]:
        return [(one.held_by, one.held_since) for one in queries.standings(on.engagement, moment.date())[:3]]

    over = (Party.NOBODY, AT + timedelta(days=START))
    assert held(handed_in) == [(Party.TEAM, handed_in)] * 2 + [over]
    assert held(returned) == [(Party.AGENCY, returned)] * 2 + [over]
    assert held(accepted) == [(Party.TEAM, again), (Party.AGENCY, accepted), over]
    rows = [Reform.objects.get(pk=one.pk) for one in reforms]
    assert [(one.held_by, one.state_since) for one in rows] == held(accepted)


def test_standings_name_the_measures_in_force_on_the_day() -> None:
    on = ground.ground()
    reform = make.planned(on)
    later = AT + timedelta(days=5)
    newer = make.measure(on, reform.recommendation, label="1", text="And posted.", reason="Readers asked.", at=later)
    make.measure(on, reform.recommendation, "returned", label="1", text="And read.", reason="Once more.", at=later)
    make.measure(on, reform.recommendation, "proposed", text="Audited.", kind="sustainment", at=later)
    (then,) = queries.standings(on.engagement, DAY)
    (now,) = queries.standings(on.engagement, later.date())
    assert [m.version for m in then.measures] == [1]
    assert now.measures == (newer,)


def test_counts_are_one_query_and_standings_four_however_many_there_are(stage: Stage) -> None:
    on, _, _ = stage
    with remembering():
        zones.ends(END)  # asks once which zone is the office's
        with CaptureQueriesContext(connection) as asked:
            queries.counts(on.engagement, END)
        assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            queries.standings(on.engagement, END)
        assert len(asked) == 4


def test_a_public_record_is_counted_and_held_by_nobody() -> None:
    on = ground.ground()
    recommendation = ground.recommendation(on)
    with writing():
        Engagement.objects.filter(pk=on.engagement.pk).update(origin="public record", request=None, edition=None)
        Recommendation.objects.filter(pk=recommendation.pk).update(author="concord:import", issued_at=None)
    engagement = Engagement.objects.get(pk=on.engagement.pk)
    assert queries.counts(engagement, DAY).base == 1
    assert queries.holders(engagement, DAY) == ()
    assert queries.changes(engagement, None, DAY) == ()
    assert queries.labels(engagement) == ()
