"""What each rule says, and to whom it says nothing."""

import pytest

from concord.core.checks import Problem, error, warning
from concord.core.guard import writing
from concord.findings import actions, checks
from concord.findings.checks.opening import recommendation_begins_with_verb
from concord.findings.checks.wording import wording_is_neutral
from concord.findings.models import Finding, Recommendation
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def test_a_whole_finding_and_recommendation_have_no_problem() -> None:
    on = make.ground()
    recommendation = make.recommendation(on)
    assert checks.run(recommendation.finding) == []
    assert checks.before_issue(recommendation) == []


def test_a_finding_says_in_full_what_was_found() -> None:
    on = make.ground()
    finding = make.draft_finding(on, heading=" ", narrative="")
    assert checks.run(finding) == [
        error("The finding has no heading."),
        error("The finding has no narrative: say what was found."),
        error("The finding cites no evidence: at least one item must stand behind it."),
    ]


def test_a_finding_on_confidential_evidence_alone_warns() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    said = [warning("All the evidence cited is confidential. Readers see how it was gathered, and not what it is.")]
    finding = actions.cite(finding, evidence=make.evidence(on, "confidential"), why="So.", by=on.assessor, at=AT)
    assert checks.run(finding) == said
    actions.cite(finding, evidence=make.evidence(on, "deliberative"), why="So.", by=on.assessor, at=AT)
    assert checks.run(finding) == []


@pytest.mark.owed("A3")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Officers follow the policy.", []),
        ("Violations of policy were few; one violation stood out.", ["violation"]),
        ("Internal investigations take long.", ["investigation"]),
        ("The Monitor and the defendant agreed.", ["monitor", "defendant"]),
        ("Two units were non-compliant, one noncompliant.", ["non-compliant", "noncompliant"]),
        ("Body cameras have monitors, and complaints are monitored.", ["monitor"]),
    ],
)
def test_words_that_sound_adversarial_are_named_once_each(text: str, words: list[str]) -> None:
    for statement in (Finding(narrative=text), Recommendation(text="Adopt it.", justification=text)):
        found = wording_is_neutral(statement)
        assert [problem.level for problem in found] == ["warning"] * len(words)
        assert [problem.text.split("”")[0] for problem in found] == [f"“{word}" for word in words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Adopt a plan.", []),
        ("“Review” the plan.", []),
        ("", []),
        ("The agency should adopt a plan.", ["The"]),
        ("Officers adopt a plan.", ["Officers"]),
    ],
)
def test_a_recommendation_begins_with_what_to_do(text: str, found: list[str]) -> None:
    problems = recommendation_begins_with_verb(Recommendation(text=text))
    assert problems == [
        Problem("warning", f"The text begins with “{word}”. Begin with what to do, such as “Adopt” or “Train”.")
        for word in found
    ]


def test_nothing_is_said_of_a_text_that_is_not_in_the_public_record() -> None:
    on = make.ground()
    with writing():
        finding = Finding.objects.create(
            ref="FND-2012-0001",
            state="issued",
            state_since=AT,
            engagement=on.engagement,
            label="11",
            key="11",
            author="concord:import-sites",
            text_available=False,
        )
        recommendation = Recommendation.objects.create(
            ref="REC-2012-0001",
            state="issued",
            state_since=AT,
            engagement=on.engagement,
            finding=finding,
            label="11.1",
            key="11.1",
            author="concord:import-sites",
            text_available=False,
            printed={"label": "11.1.", "phase": 2, "anomaly": "full stop"},
        )
    assert (checks.run(finding), checks.run(recommendation)) == ([], [])
