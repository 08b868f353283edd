from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.partners.matching import Facts, Match, Need, Reason, Standing, Window, match
from concord.partners.sizes import SizeBand, band_of

JANUARY = (date(2027, 1, 1), date(2027, 1, 31))
TOPICS = {"wellness": "Officer safety and wellness", "compstat": "21st Century COMPSTAT", "force": "Review of force"}
NEED = Need(
    topics=(("wellness", TOPICS["wellness"]), ("compstat", TOPICS["compstat"])),
    kind=("tribal", "Tribal agency"),
    size=("under_25", "Fewer than 25 sworn staff"),
    languages=("Spanish",),
    window=JANUARY,
    of_agency=True,
)
FULL = Facts(
    "EXP-2027-0001",
    "Eva Expert",
    topics=frozenset({"wellness", "compstat"}),
    kinds=frozenset({"tribal"}),
    sizes=frozenset({"under_25"}),
    languages=frozenset({"spanish"}),
    windows=(JANUARY,),
    standing=Standing.NONE,
)


def said(need: Need, expert: Facts) -> list[tuple[bool, str]]:
    (found,) = match(need, [expert])
    return [(reason.met, reason.text) for reason in found.reasons]


def available(*windows: Window) -> Reason:
    (found,) = match(Need(window=JANUARY), [Facts("EXP-1", "A", windows=windows)])
    return found.reasons[0]


@pytest.mark.owed("B15")
def test_each_thing_that_is_asked_for_is_a_reason_in_a_sentence() -> None:
    assert said(NEED, FULL) == [
        (True, "Knows the topic: Officer safety and wellness."),
        (True, "Knows the topic: 21st Century COMPSTAT."),
        (True, "Has worked with a tribal agency."),
        (True, "Has worked with agencies of fewer than 25 sworn staff."),
        (True, "Speaks Spanish."),
        (True, "Available on all the days."),
        (True, "Has declared that there is no conflict of interest."),
    ]
    assert said(NEED, Facts("EXP-2", "Nobody in particular")) == [
        (False, "The topic is not on record: Officer safety and wellness."),
        (False, "The topic is not on record: 21st Century COMPSTAT."),
        (False, "No work with a tribal agency on record."),
        (False, "No work with agencies of fewer than 25 sworn staff on record."),
        (False, "Spanish is not on record."),
        (False, "Available: no days are on record."),
        (True, "No conflict of interest is on file; a declaration is still to be asked for."),
    ]


def test_what_is_not_asked_for_gives_no_reason() -> None:
    assert said(Need(), FULL) == []


@pytest.mark.parametrize(
    ("standing", "met"),
    [("", 1), ("asked", 1), ("none", 1), ("cleared", 1), ("managed", 1), ("declared", 0), ("recused", 0)],
)
def test_only_what_is_on_file_stands_against_somebody(standing: str, met: int) -> None:
    (found,) = match(Need(of_agency=True), [Facts("EXP-1", "A", standing=Standing(standing))])
    assert (len(found.met), len(found.reasons)) == (met, 1)


def test_days_are_covered_by_several_windows_together_or_in_part() -> None:
    day = timedelta(days=1)
    assert available(JANUARY).text == "Available on all the days."
    halves = (date(2026, 12, 1), date(2027, 1, 15)), (date(2027, 1, 16), date(2027, 3, 1))
    assert available(*reversed(halves)) == Reason(met=True, text="Available on all the days.")
    gap = (halves[0], (date(2027, 1, 17), date(2027, 3, 1)))
    assert available(*gap) == Reason(
        met=False,
        text="Available on some of the days: 1 January 2027 to 15 January 2027; 17 January 2027 to 31 January 2027.",
    )
    before = (date(2026, 1, 1), JANUARY[0] - day)
    assert available(before) == Reason(met=False, text="Available: on none of the days.")


def test_whoever_meets_most_stands_first_then_by_name_and_reference() -> None:
    need = Need(topics=(("wellness", "Wellness"),))
    met, unmet = frozenset({"wellness"}), frozenset[str]()
    zoe, ben = Facts("EXP-1", "Zoe", met), Facts("EXP-3", "Ben", met)
    rows = [Facts("EXP-4", "ada", unmet), zoe, ben, Facts("EXP-2", "ben", met)]
    assert [found.expert.ref for found in match(need, rows)] == ["EXP-2", "EXP-3", "EXP-1", "EXP-4"]


keys = st.frozensets(st.sampled_from(sorted(TOPICS)))
days = st.dates(date(2026, 12, 1), date(2027, 2, 28))
windows = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
languages = st.lists(st.sampled_from(["Spanish", "Vietnamese", "Hmong"]), unique=True)
needs = st.builds(
    Need,
    topics=keys.map(lambda chosen: tuple((key, TOPICS[key]) for key in sorted(chosen))),
    kind=st.none() | st.just(("local", "Local agency")),
    size=st.none() | st.just(("under_25", "Fewer than 25 sworn staff")),
    languages=languages.map(tuple),
    window=st.none() | windows,
    of_agency=st.booleans(),
)
rosters = st.lists(
    st.builds(
        Facts,
        ref=st.uuids().map(str),
        name=st.sampled_from(["Ada", "ada", "Ben", "Cleo"]),
        topics=keys,
        kinds=st.frozensets(st.sampled_from(["local", "tribal"])),
        sizes=st.frozensets(st.sampled_from(["under_25", "25_to_99"])),
        languages=languages.map(lambda spoken: frozenset(each.lower() for each in spoken)),
        windows=st.lists(windows, max_size=4).map(tuple),
        standing=st.sampled_from(Standing),
    ),
    max_size=6,
    unique_by=lambda facts: facts.ref,
)


def asked_for(need: Need) -> int:
    singles = (need.kind, need.size, need.window, need.of_agency)
    return len(need.topics) + len(need.languages) + sum(bool(each) for each in singles)


@given(needs, rosters, st.randoms(use_true_random=False))
def test_matching_does_not_depend_on_the_order_and_leaves_out_nobody(need: Need, roster: list[Facts], rng) -> None:
    shuffled = list(roster)
    rng.shuffle(shuffled)
    found = match(need, roster)
    assert found == match(need, shuffled)
    assert {each.expert.ref for each in found} == {facts.ref for facts in roster}


@given(needs, rosters)
def test_no_reason_is_ever_hidden_and_nothing_but_the_reasons_orders(need: Need, roster: list[Facts]) -> None:
    found = match(need, roster)
    for each in found:
        assert len(each.reasons) == asked_for(need)
        assert sorted([*each.met, *each.unmet], key=str) == sorted(each.reasons, key=str)
        assert {reason.text for reason in each.reasons if not reason.text.endswith(".")} == set()
    order: list[tuple[int, str]] = [(-len(each.met), each.expert.name.casefold()) for each in found]
    assert order == sorted(order)


@given(windows, st.lists(windows, max_size=5))
def test_all_the_days_means_every_single_day(wanted: Window, known: list[Window]) -> None:
    (found,) = match(Need(window=wanted), [Facts("EXP-1", "A", windows=tuple(known))])
    every = [wanted[0] + timedelta(days=n) for n in range((wanted[1] - wanted[0]).days + 1)]
    assert found.reasons[0].met == all(any(a <= day <= b for a, b in known) for day in every)


@given(needs, rosters)
def test_somebody_who_knows_more_never_stands_lower(need: Need, roster: list[Facts]) -> None:
    def place(found: list[Match], ref: str) -> int:
        return [each.expert.ref for each in found].index(ref)

    for facts in roster:
        more = Facts(
            facts.ref, facts.name, frozenset(TOPICS), frozenset({"local"}), frozenset({"under_25"}),
            facts.languages | {"Spanish"}, facts.windows, facts.standing,
        )  # fmt: skip
        others = [each for each in roster if each is not facts]
        assert place(match(need, [*others, more]), facts.ref) <= place(match(need, roster), facts.ref)


def test_a_size_is_a_band_of_sworn_staff() -> None:
    assert [band_of(sworn) for sworn in (None, 0, 24, 25, 99, 100, 499, 500, 34_000)] == [
        None, SizeBand.UNDER_25, SizeBand.UNDER_25, SizeBand.FROM_25, SizeBand.FROM_25, SizeBand.FROM_100,
        SizeBand.FROM_100, SizeBand.FROM_500, SizeBand.FROM_500,
    ]  # fmt: skip
