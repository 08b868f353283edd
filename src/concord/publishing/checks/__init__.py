"""What is looked at in a status report before it goes on, one rule a file."""

from concord.core.checks import Problem
from concord.publishing.checks.consent import what_is_issued_is_agreed_to
from concord.publishing.checks.dates import dates_fit_the_period
from concord.publishing.checks.figures import no_figure_is_typed
from concord.publishing.checks.length import MOST_WORDS, parts_are_short
from concord.publishing.checks.names import no_other_agency_is_named
from concord.publishing.checks.personal import nothing_personal_is_in_it
from concord.publishing.checks.plain import words_are_plain
from concord.publishing.models import PARTS, StatusReport

__all__ = ["MOST_WORDS", "run"]


def run(report: StatusReport) -> list[Problem]:
    """Return what every rule has to say about a report, what stands in its way first."""
    said = {PARTS[part]: text for part, text in report.words.items()}
    said["What changed"] = "\n".join(report.change_notes.values())
    problems = [
        *parts_are_short(said),
        *no_figure_is_typed(said),
        *nothing_personal_is_in_it(said),
        *no_other_agency_is_named(said, report.engagement),
        *dates_fit_the_period(said, first=report.period_from, last=report.period_to),
        *words_are_plain(said),
        *what_is_issued_is_agreed_to(report.engagement),
    ]
    return sorted(problems, key=lambda problem: problem.level)
