"""Figures that the public record printed, made again by the verbs of the house, each with its base and its day; and
what the record got wrong, said by the checks of printed figures. A scenario begins where our engagements do, so the
record's days are moved by one span (`Days`), and what was counted is dated by the record's own day again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from concord.analysis.figures.check import check
from concord.analysis.figures.partial_dates import Precision
from concord.analysis.figures.tables import PublishedFigure
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.findings.models import Finding, Recommendation
from concord.programme.queries import status_sets
from concord.publishing.imports.read import read_folder
from concord.reforms import actions, queries
from concord.reforms.models import Packet, Reform
from concord.reforms.queries import ChangeKind, Counts, Wanted
from concord.reforms.states import CoreState, PacketState
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db
SITES = read_folder(Path(__file__).resolve().parents[2] / "examples" / "sites")


WRITTEN = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
Figure = tuple[str, int | None, dict[str, int | None]]
"""The day as the record writes it, the base, and the count of each status."""
LABELS = {
    "complete": "complete",
    "partially_complete": "partially complete",
    "in_progress": "in progress",
    "not_started": "not started",
}


@dataclass(frozen=True)
class Days:
    """The record's days, of which the scenario begins on the `first`."""

    first: date

    def moment(self, day: date) -> datetime:
        """When in the scenario it is that day of the record."""
        return AT + (day - self.first)

    def of_record(self, day: date) -> date:
        """Which day of the record it is on a day of the scenario."""
        return self.first + (day - AT.date())

    def counted(self, counts: Counts, of: PublishedFigure, labels: Mapping[str, str] = LABELS) -> Figure:
        """Return what was counted as a figure of the record is written."""
        found = {label: counts.assessed.get(key, 0) for key, label in labels.items()}
        return self.of_record(counts.as_of).strftime(WRITTEN[of.as_of.precision]), counts.base, dict(found)


def taken_up(on: Ground, finding: Finding, n: int, moment: datetime) -> list[Recommendation]:
    """Issue so many recommendations and take each up."""
    return [make.planned(on, _issued(on, finding, moment), at=moment).recommendation for _ in range(n)]


def _issued(on: Ground, finding: Finding, moment: datetime) -> Recommendation:
    return ground.recommendation(on, standing_on=finding, at=moment)


def assessed(
    on: Ground, rows: list[Recommendation], status: str, moment: datetime, *, why: str = "As printed."
) -> None:
    """Assess each as the record did."""
    words = {"as_of": moment.date(), "by": on.assessor, "at": moment}
    for row in rows:
        if status == "complete":
            actions.complete(row.reform, note="As printed.", **words)
        elif status == "partially_complete":
            actions.stop(row.reform, reason=why, **words)
        else:
            actions.assess(row.reform, status=status, note="As printed.", **words)


def printed(site: str, name: str) -> PublishedFigure:
    """Return what the public record printed."""
    return next(figure for figure in SITES.site(site).figures if figure.id == name)


def numbers(figure: PublishedFigure) -> Figure:
    """Return the day, without the words beside it, the base and the counts of a printed figure."""
    day = figure.as_of.printed.removesuffix(f" ({figure.as_of.words})")
    return day, figure.base, {row.label.casefold(): row.count for row in figure.rows}


def remarks(figure: PublishedFigure) -> list[str]:
    return [remark.text for remark in check(figure)]


@pytest.mark.owed("P3")
def test_dearborn_heights_grew_by_22_recommendations_and_completed_none() -> None:
    """Table 1 of the site's page: 10 in progress and 4 not started of 14; the next version 22 and 14 of 36."""
    on = ground.ground()
    finding = ground.finding(on)
    first = taken_up(on, finding, 14, AT)
    assessed(on, first[:10], "in_progress", AT)
    assessed(on, first[10:], "not_started", AT)
    then = queries.counts(on.engagement, AT.date())
    assert (then.base, dict(then.assessed)) == (14, {"in_progress": 10, "not_started": 4})
    nothing = {"complete": 0, "partially complete": 0}
    first_table = printed("dearborn-heights", "2023-10-26")
    assert numbers(first_table) == ("2023-10-26", 14, {**nothing, "in progress": 10, "not started": 4})
    days = Days(date(2023, 10, 26))
    assert days.counted(then, first_table) == numbers(first_table)
    later = days.moment(date(2024, 3, 29))
    more = taken_up(on, finding, 22, later)
    assessed(on, more[:12], "in_progress", later)
    assessed(on, more[12:], "not_started", later)
    now = queries.counts(on.engagement, later.date())
    assert (now.base, dict(now.assessed), now.not_assessed) == (36, {"in_progress": 22, "not_started": 14}, 0)
    second_table = printed("dearborn-heights", "2024-03-29")
    assert numbers(second_table) == ("2024-03-29", 36, {**nothing, "in progress": 22, "not started": 14})
    assert days.counted(now, second_table) == numbers(second_table)
    assert remarks(first_table) == remarks(second_table) == []
    kinds = [change.kind for change in queries.changes(on.engagement, AT.date(), later.date())]
    assert (kinds.count(ChangeKind.NEW), kinds.count(ChangeKind.COMPLETED)) == (22, 0)
    again = queries.counts(on.engagement, AT.date())
    assert (again.base, again.assessed) == (then.base, then.assessed)


ALTERNATIVE = "The police did something else instead."


@pytest.mark.owed("P4", "P22")
def test_philadelphia_has_one_sum_and_says_what_stands_in_the_way() -> None:
    """21 complete, 1 partially complete, 60 in progress, 9 not started of 91; later 61 complete and 22 under way, with
    2 in bargaining, 5 under review and 1 done in another way."""
    on = ground.ground()
    rows = taken_up(on, ground.finding(on), 91, AT)
    for status, (start, end) in {
        "complete": (0, 21),
        "partially_complete": (21, 22),
        "in_progress": (22, 82),
        "not_started": (82, 91),
    }.items():
        assessed(on, rows[start:end], status, AT, why=ALTERNATIVE if status == "partially_complete" else "As printed.")
    counted = queries.counts(on.engagement, AT.date())
    assert counted.base == sum(counted.assessed.values()) == 91
    assert dict(counted.assessed) == {"complete": 21, "in_progress": 60, "not_started": 9, "partially_complete": 1}
    told = {"complete": 21, "partially complete": 1, "in progress": 60, "not started": 9}
    first_table = printed("philadelphia", "2015-12-22-assessor")
    assert numbers(first_table) == ("2015-12-22", 91, told)
    days = Days(date(2015, 12, 22))
    assert days.counted(counted, first_table) == numbers(first_table)

    later = days.moment(date(2017, 7, 31))  # the report gives no day; of its figures one is of July 2017
    assessed(on, rows[22:62], "complete", later)
    assessed(on, rows[82:91], "in_progress", later)
    for row in rows[62:64]:
        make.blocked(on, row.reform, at=later)
    for row in rows[64:69]:
        make.report(on, row.reform, "complete", as_of=later.date(), at=later)
    now = queries.counts(on.engagement, later.date())
    assert dict(now.assessed) == {"complete": 61, "in_progress": 29, "partially_complete": 1}
    found = what_stands_in_the_way(on, now, days)
    assert numbers(printed("philadelphia", "interim-final")) == ("interim final (2016-17)", now.base, found)
    assert list(found.values()) == [61, 22, 2, 5, 1]
    assert queries.counts(on.engagement, AT.date()) == counted


def what_stands_in_the_way(on: Ground, now: Counts, days: Days) -> dict[str, int]:
    """The later table in the words of the report, counted from the records."""
    bargaining = [one for one in queries.blockers(on.engagement) if one.kind == "bargaining"]
    assert [one.outside for one in bargaining] == [True, True]
    standing = queries.standings(on.engagement, now.as_of)
    under_review = [one for one in standing if one.reported and one.held_by == Party.TEAM]
    ended = [one.assessed for one in standing if one.assessed and one.assessed.core_state == CoreState.STOPPED]
    return {
        "complete": now.assessed["complete"],
        "demonstrable progress": now.assessed["in_progress"] - len(bargaining) - len(under_review),
        f"awaiting union negotiation ({days.of_record(now.as_of):%B %Y})".casefold(): len(bargaining),
        "under review": len(under_review),
        "not completed, alternative action taken": [said.note for said in ended].count(ALTERNATIVE),
    }


@pytest.mark.owed("P4")
def test_what_the_record_of_philadelphia_got_wrong_is_said() -> None:
    assert remarks(printed("philadelphia", "2015-12-22-assessor")) == []
    assert remarks(printed("philadelphia", "2015-12-22-press")) == ["20 + 1 + 60 + 9 = 90, but the printed base is 91"]
    assert remarks(printed("philadelphia", "2015-12-22-share")) == [
        "progress: 90% is printed without a count; of 91 it can be 82"
    ]
    assert remarks(printed("philadelphia", "interim-final-share")) == [
        "complete or progressing: 91% is printed without a count; of 91 it can be 83"
    ]


OBJECTIVES = {"use of force": 58, "bias": 54, "community policing": 60, "accountability": 68, "recruitment": 32}
COMPLIANT = "substantially_compliant"


def handed_to_the_state(on: Ground) -> Ground:
    """From now on the state reviews too, in San Francisco's words."""
    words = next(one for one in status_sets() if one.key == "san_francisco")
    return make.two_review(on, status=[vars(label) for label in words.labels])


def handed_in(on: Ground, rows: Sequence[Recommendation], moment: datetime) -> Packet:
    """Hand in one packet about them all."""
    packet = actions.assemble(_reform(rows[0]), title="A batch", by=on.liaison, at=moment)
    for row in rows[1:]:
        packet = actions.include(packet, reform=_reform(row), by=on.liaison, at=moment)
    return actions.submit(make.shown(on, packet, at=moment), by=on.liaison, at=moment)


def found_compliant(
    on: Ground, rows: Sequence[Recommendation], moment: datetime, *, packet: Packet | None = None
) -> None:
    """Both reviewers read a packet, one after the other; then the team says of each that it is met."""
    packet = packet or handed_in(on, rows, moment)
    if packet.state == PacketState.SUBMITTED:
        packet = actions.pass_on(packet, by=on.assessor, at=moment)
    actions.accept(packet, basis="It was read.", by=on.reviewer, at=moment)
    for row in rows:
        actions.complete(_reform(row), note="Met by its measures.", as_of=moment.date(), by=on.assessor, at=moment)


def _taken_up(on: Ground, finding: Finding, tag: str) -> Recommendation:
    return make.planned(on, ground.recommendation(on, standing_on=finding, tags=[tag])).recommendation


def _reform(row: Recommendation) -> Reform:
    return Reform.objects.get(recommendation=row)


def queue(of: Engagement, name: str) -> queries.InReview:
    """What waits for which reviewer as the day of a figure ends."""
    return queries.in_review(of, STATE_REVIEWS.moment(SERIES[name]).date())


def waiting_for(found: queries.InReview) -> dict[str, int]:
    return {one.state.value: one.recommendations for one in found.queues}


def assert_as_printed_at_the_end(on: Ground, last: datetime) -> None:
    """263 compliant and 9 in progress, of which 6 are of bias and 3 of accountability."""
    end = queries.counts(on.engagement, last.date())
    assert (dict(end.assessed), end.not_assessed) == ({COMPLIANT: 263, "in_progress": 9}, 0)
    board = queries.board(on.engagement, Wanted(assessed=COMPLIANT))
    by_tag = Counter(tag for card in board.cards for tag in card.recommendation.tags)
    assert (by_tag["bias"], by_tag["accountability"], by_tag["use of force"]) == (48, 65, 58)
    for number, tag in ((1, "use of force"), (2, "bias"), (4, "accountability")):
        compliant = printed("san-francisco", f"latest-objective-{number}").rows[0].count
        assert (compliant, printed("san-francisco", f"latest-objective-{number}").base) == (
            by_tag[tag],
            OBJECTIVES[tag],
        )


STATE_REVIEWS = Days(date(2018, 2, 5))
"""The day of the agreement by which the state began to review."""
SERIES = {
    "2019-05-16": date(2019, 5, 16),
    "2020-03-04-submitted": date(2020, 3, 4),
    "2021-07": date(2021, 7, 14),
    "2025-final": date(2025, 1, 31),
}
"""Each figure of the series → the day on which it is counted."""


def met(on: Ground, name: str) -> tuple[str, int | None, int | None]:
    """The day, the base and how many were compliant, as counted on the day of a figure."""
    counted = queries.counts(on.engagement, STATE_REVIEWS.moment(SERIES[name]).date())
    day, base, found = STATE_REVIEWS.counted(counted, printed("san-francisco", name), {COMPLIANT: COMPLIANT})
    return day, base, found[COMPLIANT]


def held(on: Ground, name: str) -> dict[Party, int]:
    """How many each side held on the day of a figure."""
    day = STATE_REVIEWS.moment(SERIES[name]).date()
    return {one.held_by: one.items for one in queries.holders(on.engagement, day)}


def assert_as_printed_when_109_were_submitted(on: Ground) -> None:
    day, base, compliant = met(on, "2020-03-04-submitted")
    reviewed = queue(on.engagement, "2020-03-04-submitted")
    assert (base, reviewed.base, compliant, waiting_for(reviewed)) == (272, 272, 48, {"submitted": 61})
    submitted = (compliant or 0) + waiting_for(reviewed)["submitted"]
    left = reviewed.base - submitted
    assert held(on, "2020-03-04-submitted") == {Party.TEAM: 61, Party.AGENCY: left}
    told = {"submitted": submitted, "not yet submitted": left}
    assert numbers(printed("san-francisco", "2020-03-04-submitted")) == (day, base, told)
    told = {"substantially compliant": compliant}
    assert numbers(printed("san-francisco", "2020-03-04-compliant")) == (day, submitted, told)


def assert_as_printed_in_july_2021(on: Ground) -> None:
    """The 19 that remain are printed nowhere: they are what is left of the base, and what the agency holds."""
    day, base, compliant = met(on, "2021-07")
    reviewed = queue(on.engagement, "2021-07")
    waits = waiting_for(reviewed)
    assert (STATE_REVIEWS.of_record(reviewed.as_of), reviewed.base) == (SERIES["2021-07"], base)
    assert (base, compliant, waits) == (272, 193, {"submitted": 1, "second_review": 59})
    left = reviewed.base - (compliant or 0) - waits["second_review"] - waits["submitted"]
    assert held(on, "2021-07") == {Party.TEAM: sum(waits.values()), Party.AGENCY: left}
    told = {"substantially compliant": compliant, "awaiting cal doj validation": waits["second_review"]}
    told |= {"awaiting hillard heintze review": waits["submitted"]}
    table = printed("san-francisco", "2021-07")
    assert numbers(table) == (day, base, told)
    assert remarks(table) == [f"193 + 59 + 1 = 253 of 272; {left} are not in the table"]
    assert left == 19


def assert_the_series_is_as_printed(on: Ground) -> None:
    series = [("2019-05-16", 272, 11), ("2020-03-04", 272, 48), ("2021-07", 272, 193), ("2025", 272, 263)]
    assert [met(on, name) for name in SERIES] == series
    for name in ("2019-05-16", "2025-final"):
        day, base, told = numbers(printed("san-francisco", name))
        assert (day, base, told["substantially compliant"]) == met(on, name)


@pytest.mark.owed("P5", "P11", "P12")
def test_san_francisco_counts_what_is_met_and_what_waits_for_which_reviewer() -> None:
    """11, 48, 193 and 263 of 272; in July 2021, 59 with the state, 1 with the consultant, and 19 remain (derived)."""
    on = ground.ground()
    finding = ground.finding(on)
    of_tag = {tag: [_taken_up(on, finding, tag) for _ in range(items)] for tag, items in OBJECTIVES.items()}
    still_open = [*of_tag["bias"][-6:], *of_tag["accountability"][-3:]]
    rows = [row for some in of_tag.values() for row in some if row not in still_open]
    on = handed_to_the_state(on)
    first, second, third, last = map(STATE_REVIEWS.moment, SERIES.values())
    found_compliant(on, rows[:11], first)
    found_compliant(on, rows[11:48], second)
    waiting = handed_in(on, rows[48:109], second)
    assert_as_printed_when_109_were_submitted(on)
    found_compliant(on, rows[48:109], third, packet=waiting)
    found_compliant(on, rows[109:193], third)
    with_state = actions.pass_on(handed_in(on, rows[193:252], third), by=on.assessor, at=third)
    with_consultant = handed_in(on, rows[252:253], third)
    assert_as_printed_in_july_2021(on)
    found_compliant(on, rows[193:252], last, packet=with_state)
    found_compliant(on, rows[252:253], last, packet=with_consultant)
    found_compliant(on, rows[253:], last)
    assessed(on, still_open, "in_progress", last)
    assert_the_series_is_as_printed(on)
    assert_as_printed_at_the_end(on, last)


@pytest.mark.owed("P12")
def test_what_the_record_of_san_francisco_left_out_or_got_wrong_is_said() -> None:
    assert remarks(printed("san-francisco", "2021-07")) == ["193 + 59 + 1 = 253 of 272; 19 are not in the table"]
    assert remarks(printed("san-francisco", "2020-03-04-compliant")) == ["48 of 109; 61 are not in the table"]
    assert remarks(printed("san-francisco", "2025-final")) == []
    assert remarks(printed("san-francisco", "2017-08-31")) == [
        "complete, in approval, or under review: 45% is printed without a count; of 272 it can be 122 to 125"
    ]
