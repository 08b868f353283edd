"""An engagement at work, with its people, evidence, findings and recommendations; all made by the house's own verbs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from concord.accounts.models import Person
from concord.engagements.models import Engagement, FocusArea
from concord.evidence import actions as gather
from concord.evidence import queries as evidence_of
from concord.evidence.models import EvidenceItem
from concord.findings import actions
from concord.findings.models import Claim, FactCheck, Finding, Recommendation, StatementComment
from concord.reforms import actions as reforms
from tests.factories import engagements as make
from tests.factories import evidence as gathered
from tests.factories.engagements import AT
from tests.factories.workplans import Cast

DAY = AT.date()
_S = TypeVar("_S", Finding, Recommendation)


@dataclass(frozen=True)
class Ground:
    """An engagement whose first focus area is open under a plan in force, and the people who work on it."""

    cast: Cast
    engagement: Engagement
    area: FocusArea
    lead: Person
    assessor: Person
    reviewer: Person
    officer: Person
    chief: Person
    liaison: Person


def ground(place: str = "Alder Falls", **more: Any) -> Ground:
    by = gathered.ready(place, **more)
    return Ground(
        by,
        by.engagement,
        make.area(by.engagement),
        lead=by.lead,
        assessor=by.expert,
        reviewer=make.member(by.engagement, "reviewer", name="Rey Reviewer"),
        officer=make.person("programme_officer", name="Odell Officer"),
        chief=by.chief,
        liaison=make.member(by.engagement, "liaison", name="Lin Liaison"),
    )


def evidence(on: Ground, releasability: str = "releasable", **words: Any) -> EvidenceItem:
    return gathered.item(on.cast, releasability=releasability, **words)


def all_held(on: Ground, number: int = 1) -> None:
    """Waive each activity of a focus area that is still open."""
    area = make.area(on.engagement, number)
    for one in evidence_of.standings(area):
        if not one.is_done:
            gather.waive_activity(area, activity=one.activity.key, reason="Not needed.", by=on.lead, at=AT)


def nothing_found(on: Ground, number: int = 1) -> None:
    """Leave nothing to do in a focus area: its activities waived, and no finding declared."""
    all_held(on, number)
    actions.declare_no_findings(make.area(on.engagement, number), reason="Nothing to report.", by=on.lead, at=AT)


def draft_finding(on: Ground, at: datetime = AT, **words: Any) -> Finding:
    """Draft a finding as the assessor; the next free label unless one is given."""
    known = {
        "label": f"{on.area.number}.{Finding.objects.filter(engagement=on.engagement).count() + 1}",
        "heading": "Officers are present and well liked",
        "narrative": "Officers show up, and residents notice.",
    }
    return actions.draft_finding(words.pop("area", on.area), **(known | words), by=on.assessor, at=at)


def finding(on: Ground, state: str = "issued", at: datetime = AT, **words: Any) -> Finding:
    """Bring a finding into a state: written by the assessor on one item, validated by the reviewer."""
    made = draft_finding(on, at, **words)
    made = actions.cite(made, evidence=evidence(on), why="The policies show it.", by=on.assessor, at=at)
    return advance(on, made, state, at)


def draft_recommendation(on: Ground, finding: Finding, at: datetime = AT, **words: Any) -> Recommendation:
    known = {
        "label": f"{finding.label}.{finding.recommendations.count() + 1}",
        "text": "Adopt a plan with three to five goals.",
        "justification": "The plan in force gives no measure for any goal.",
    }
    return actions.draft_recommendation(finding, **(known | words), by=on.assessor, at=at)


def draft_item(on: Ground, above: Recommendation, at: datetime = AT, **words: Any) -> Recommendation:
    """Draft an action item as the assessor, with the next number below its recommendation."""
    known = {
        "label": f"{above.label}.{above.action_items.count() + 1}",
        "text": "Set a goal for each unit.",
        "justification": "A plan is followed where each unit has its part.",
    }
    return actions.draft_action_item(above, **(known | words), by=on.assessor, at=at)


def item(on: Ground, above: Recommendation, state: str = "issued", at: datetime = AT, **words: Any) -> Recommendation:
    """Bring an action item into a state."""
    return advance(on, draft_item(on, above, at, **words), state, at)


def recommendation(
    on: Ground, state: str = "issued", *, standing_on: Finding | None = None, at: datetime = AT, **words: Any
) -> Recommendation:
    """Bring a recommendation into a state, on an issued finding."""
    return advance(on, draft_recommendation(on, standing_on or finding(on, at=at), at, **words), state, at)


def claim(on: Ground, at: datetime = AT, statement: str = "") -> Claim:
    """Make a card as the assessor, whose words are its own unless some are given."""
    said = statement or f"Short moves break off work in a sector (claim {Claim.objects.count() + 1})."
    return actions.make_claim(on.area, statement=said, by=on.assessor, at=at)


def put(on: Ground, card: Claim, source: str = "", direction: str = "supports", at: datetime = AT) -> Claim:
    """Put evidence on a card: several interviews of their own, unless something else is named."""
    named = source or evidence(on, count=4).ref
    return actions.gather(card, source=named, direction=direction, note="It shows it.", by=on.assessor, at=at)


def drafted(on: Ground, card: Claim | None = None, at: datetime = AT, **words: Any) -> Finding:
    """Draft a finding from a card; from one with one supporting piece unless one is given."""
    known = {
        "label": f"{on.area.number}.{Finding.objects.filter(engagement=on.engagement).count() + 1}",
        "heading": "Short moves break off work",
        "narrative": "Officers leave a sector before they know it.",
    }
    done = actions.draft_from_claim(card or put(on, claim(on)), **(known | words), by=on.assessor, at=at)
    assert done.finding is not None
    return done.finding


def commented(on: Ground, statement: Finding | Recommendation, *, at: datetime = AT, **words: str) -> StatementComment:
    """Comment on a draft as the reviewer."""
    said = {"text": "Say where it was seen."} | words
    return actions.comment_on(statement, **said, by=on.reviewer, at=at)


def asked(on: Ground, *statements: Finding | Recommendation, at: datetime = AT) -> FactCheck:
    """Ask the agency to check validated findings and recommendations."""
    return actions.open_fact_check(on.engagement, statements=[one.ref for one in statements], by=on.lead, at=at)


def checked(on: Ground, *statements: Finding | Recommendation, at: datetime = AT) -> FactCheck:
    """Let the agency check validated findings and recommendations, and say that the facts are right."""
    back = actions.send_back(asked(on, *statements, at=at), by=on.liaison, at=at)
    return actions.close_fact_check(back, by=on.lead, at=at)


def validated(on: Ground, at: datetime = AT, **words: Any) -> Finding:
    """Bring a finding so far that the agency can check its facts."""
    return actions.validate(finding(on, "in_review", at, **words), by=on.reviewer, at=at)


def advance(on: Ground, made: _S, state: str, at: datetime = AT) -> _S:
    """Bring a draft into a state."""
    if state == "draft":
        return made
    if state == "set_aside":
        return aside(on, made, "It is said elsewhere.", at=at)
    made = actions.submit(made, by=on.assessor, at=at)
    if state == "in_review":
        return made
    made = actions.validate(made, by=on.reviewer, at=at)
    checked(on, made, at=at)
    return made if state == "validated" else actions.issue(made, by=on.lead, at=at)


def aside(on: Ground, made: _S, reason: str = "It is said twice.", at: datetime = AT) -> _S:
    """Set a draft aside, as the assessor."""
    act = actions.set_aside if isinstance(made, Finding) else reforms.set_aside
    return cast("_S", act(made, reason=reason, by=on.assessor, at=at))
