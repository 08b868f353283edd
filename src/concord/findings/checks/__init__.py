"""The rules of claim cards, findings, recommendations and completed focus areas: one a file, run before the button is
pressed and again by the verb."""

from concord.core.checks import Problem
from concord.engagements.models import FocusArea
from concord.findings.checks.as_read import finding_is_as_it_was_read
from concord.findings.checks.aside import recommendations_are_set_aside
from concord.findings.checks.claim_audiences import planned_voices_are_heard
from concord.findings.checks.claim_contrary import contrary_evidence_is_weighed
from concord.findings.checks.claim_methods import claim_is_seen_in_two_ways
from concord.findings.checks.claim_shown import something_can_be_shown
from concord.findings.checks.claim_support import claim_is_supported
from concord.findings.checks.confidential import evidence_can_be_shown
from concord.findings.checks.consent import consent_reaches_so_far, recommended_as_agreed
from concord.findings.checks.contrary import contrary_evidence_is_answered
from concord.findings.checks.evidence import finding_stands_on_evidence
from concord.findings.checks.fact_checked import agency_has_checked_the_facts
from concord.findings.checks.fact_comments import comments_are_answered
from concord.findings.checks.focus_area import (
    activities_are_held_or_waived,
    earlier_areas_are_complete,
    findings_are_decided,
    findings_are_there_or_none_is_declared,
)
from concord.findings.checks.issued import finding_is_issued_first, recommendation_is_issued_first
from concord.findings.checks.justification import recommendation_is_justified
from concord.findings.checks.loading import every_cell_can_be_taken, something_is_new
from concord.findings.checks.narrative import finding_has_narrative
from concord.findings.checks.opening import recommendation_begins_with_verb
from concord.findings.checks.standing import recommendation_stands_on_finding
from concord.findings.checks.views import reviewers_have_written
from concord.findings.checks.wording import wording_is_neutral
from concord.findings.grounds import Ground, of_claims
from concord.findings.importing.planning import Preview
from concord.findings.models import Claim, FactCheck, Finding, Recommendation, Statement

_CITED = (finding_stands_on_evidence, evidence_can_be_shown, consent_reaches_so_far)
_RECOMMENDATION = (
    recommendation_stands_on_finding,
    recommendation_is_justified,
    recommendation_begins_with_verb,
    recommended_as_agreed,
    wording_is_neutral,
)
_CLAIM = (
    claim_is_supported,
    contrary_evidence_is_weighed,
    claim_is_seen_in_two_ways,
    planned_voices_are_heard,
    something_can_be_shown,
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
        return _of_finding(statement)
    if isinstance(statement, Recommendation):
        return [problem for rule in _RECOMMENDATION for problem in rule(statement)]
    raise TypeError(f"{type(statement).__name__} has no checks.")


def _of_finding(finding: Finding) -> list[Problem]:
    cited = list(finding.citations.filter(taken_away_at=None).select_related("evidence__fieldwork").order_by("pk"))
    return [
        *finding_has_narrative(finding),
        *(problem for rule in _CITED for problem in rule(finding, cited)),
        *contrary_evidence_is_answered(finding),
        *wording_is_neutral(finding),
    ]


def since_issued(recommendation: Recommendation) -> list[Problem]:
    """Return what can still come up when a recommendation is issued: its finding loses a consent."""
    return recommended_as_agreed(recommendation)


def before_validating(statement: Statement) -> list[Problem]:
    """Return the same, and that the reviewers have written where the tier asks for several."""
    return [*reviewers_have_written(statement), *run(statement)]


def before_issue(statement: Statement) -> list[Problem]:
    """Return the same, that the agency has checked the facts, and that a recommendation follows its finding as it was
    read, and an action item its recommendation."""
    problems = [*agency_has_checked_the_facts(statement), *run(statement)]
    if not isinstance(statement, Recommendation):
        return problems
    first = (*finding_is_issued_first(statement), *recommendation_is_issued_first(statement))
    return [*first, *finding_is_as_it_was_read(statement), *problems]


def before_closing(fact_check: FactCheck) -> list[Problem]:
    """Return what stands in the way of closing a fact check."""
    return comments_are_answered(fact_check)


def before_loading(preview: Preview) -> list[Problem]:
    """Return what stands in the way of loading an imported report."""
    return [*every_cell_can_be_taken(preview), *something_is_new(preview)]


def before_setting_aside(statement: Statement) -> list[Problem]:
    """Return what stands in the way of setting a draft aside."""
    return recommendations_are_set_aside(statement)


def of_claim(claim: Claim, grounds: list[Ground] | None = None) -> list[Problem]:
    """Return what is missing before a finding may be drafted from a card, and what to think of before; `grounds` are
    the card's, where they are known."""
    if grounds is None:
        grounds = of_claims(claim.engagement, [claim])[claim.pk]
    return [problem for rule in _CLAIM for problem in rule(claim, grounds)]


def of_focus_area(area: FocusArea) -> list[Problem]:
    """Return what stands in the way of completing a focus area."""
    return [problem for rule in _FOCUS_AREA for problem in rule(area)]
