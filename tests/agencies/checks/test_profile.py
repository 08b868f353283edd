from datetime import date
from decimal import Decimal

from concord.agencies.checks.profile import Profile, profile_problems

TODAY = date(2026, 11, 2)


def _texts(profile: Profile) -> list[str]:
    return [problem.text for problem in profile_problems(profile, today=TODAY)]


def test_an_empty_profile_and_a_complete_one_are_in_order() -> None:
    assert _texts(Profile()) == []
    assert _texts(Profile(sworn=0, profile_as_of=TODAY, profile_source="The agency")) == []


def test_figures_need_a_day_and_a_source() -> None:
    assert _texts(Profile(sworn=40)) == ["Say of which day the figures are.", "Say where the figures come from."]


def test_a_day_without_figures_is_refused() -> None:
    assert _texts(Profile(profile_as_of=TODAY)) == ["A date or a source is given, but no figure."]


def test_a_day_in_the_future_is_refused() -> None:
    profile = Profile(sworn=40, profile_as_of=date(2026, 11, 3), profile_source="The agency")
    assert _texts(profile) == ["The figures are of 2026-11-03, which is after today, 2026-11-02."]


def test_a_figure_that_cannot_be_says_what_is_expected() -> None:
    profile = Profile(
        population=-1, area_sq_mi=Decimal(0), sworn=2_000_000, profile_as_of=TODAY, profile_source="The agency"
    )
    assert _texts(profile) == [
        "The number of people served is -1; expected 0 to 400,000,000.",
        "The area in square miles is 0; expected 0.01 to 700,000.",
        "The number of sworn staff is 2,000,000; expected 0 to 1,000,000.",
    ]
