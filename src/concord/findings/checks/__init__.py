"""The rules of findings, recommendations and completed focus areas: one a file, run before the button is pressed and
again by the verb."""

from concord.core.checks import Problem
from concord.engagements.models import FocusArea
from concord.findings.checks.as_read import finding_is_as_it_was_read
from concord.findings.checks.aside import recommendations_are_set_aside
from concord.findings.checks.confidential import evidence_can_be_shown
from concord.findings.checks.consent import consent_reaches_so_far
from concord.findings.checks.evidence import finding_stands_on_evidence
from concord.findings.checks.focus_area import (
    activities_are_held_or_waived,
    earlier_areas_are_complete,
    findings_are_decided,
    findings_are_there_or_none_is_declared,
)
from concord.findings.checks.issued import finding_is_issued_first
from concord.findings.checks.justification import recommendation_is_justified
from concord.findings.checks.narrative import finding_has_narrative
from concord.findings.checks.opening import recommendation_begins_with_verb
from concord.findings.checks.standing import recommendation_stands_on_finding
from concord.findings.checks.wording import wording_is_neutral
from concord.findings.models import Finding, Recommendation, Statement

_FINDING = (
    finding_has_narrative,
    finding_stands_on_evidence,
    evidence_can_be_shown,
    consent_reaches_so_far,
    wording_is_neutral,
)
_RECOMMENDATION = (
    recommendation_stands_on_finding,
    recommendation_is_justified,
    recommendation_begins_with_verb,
    wording_is_neutral,
)
_FOCUS_AREA = (
    findings_are_decided,
    findings_are_there_or_none_is_declared,
    activities_are_held_or_waived,
    earlier_areas_are_complete,
)


def run(statement: Statement) -> list[Problem]:
    """Return what every rule has to say about a finding or a recommendation; nothing where a public record has no
    text to speak about."""
    if not statement.text_available:
        return []
    if isinstance(statement, Finding):
        return [problem for rule in _FINDING for problem in rule(statement)]
    if isinstance(statement, Recommendation):
        return [problem for rule in _RECOMMENDATION for problem in rule(statement)]
    raise TypeError(f"{type(statement).__name__} has no checks.")


def before_issue(statement: Statement) -> list[Problem]:
    """Return the same, and that a recommendation follows its finding as it was read."""
    if not isinstance(statement, Recommendation):
        return run(statement)
    return [*finding_is_issued_first(statement), *finding_is_as_it_was_read(statement), *run(statement)]


def before_setting_aside(statement: Statement) -> list[Problem]:
    """Return what stands in the way of setting a draft aside."""
    return recommendations_are_set_aside(statement)


def of_focus_area(area: FocusArea) -> list[Problem]:
    """Return what stands in the way of completing a focus area."""
    return [problem for rule in _FOCUS_AREA for problem in rule(area)]
