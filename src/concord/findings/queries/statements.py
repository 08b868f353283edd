"""Reads of findings and recommendations."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import history
from concord.core.differing import Difference
from concord.core.lifecycle import Staged
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import EngagementState
from concord.evidence.models import SEALED
from concord.findings.models import (
    AgencyResponse,
    AlsoAnswers,
    Citation,
    Finding,
    Recommendation,
    Scheme,
    Statement,
    StatementComment,
)
from concord.findings.report import Report, in_order
from concord.findings.schemes import as_read, scheme_of
from concord.findings.states import FINDING_STEPS, RECOMMENDATION_STEPS, StatementState, Steps
from concord.findings.words import between, name_of

P = Permission


@dataclass(frozen=True)
class Wording:
    """What a draft said until a moment, (field in words, text) for each field that said something; and how what it said
    next differs."""

    until: datetime
    said: tuple[tuple[str, str], ...]
    differs: tuple[Difference, ...]


def finding(ref: str) -> Finding | None:
    """Return the finding with this reference, or None."""
    rows = Finding.objects.select_related("engagement__agency", "engagement__edition", "focus_area", "claim")
    return rows.filter(ref=ref).first()


def recommendation(ref: str, *beside: str) -> Recommendation | None:
    """Return the recommendation with this reference, or None, with its finding and what else is asked for beside it;
    `answers_too` says whether it answers further findings, `has_items` whether action items stand below it,
    `has_comments` whether somebody commented on it, `on_told` whether its finding rests on an item whose consent may
    have been taken back: a page asks for them only then; `last_answer` is the agency's."""
    read = ("engagement__agency", "engagement__edition", "finding__focus_area", "below", *beside)
    further = AlsoAnswers.objects.filter(recommendation=OuterRef("pk"), taken_off_at=None)
    told = Q(evidence__releasability__in=SEALED) | ~Q(evidence__consent="")
    cited = Citation.objects.filter(told, finding=OuterRef("finding"), taken_away_at=None)
    items = Recommendation.objects.filter(below=OuterRef("pk"))
    comments = StatementComment.objects.filter(recommendation=OuterRef("pk"))
    there: dict[str, Any] = {"last_answer": last_answer()}
    there |= {
        "answers_too": Exists(further),
        "has_items": Exists(items),
        "has_comments": Exists(comments),
        "on_told": Exists(cited),
    }
    return Recommendation.objects.select_related(*read).annotate(**there).filter(ref=ref).first()


def last_answer(of: str = "pk") -> Subquery:
    """Return the column of what the agency answered last to the recommendation to whose key `of` leads."""
    answers = AgencyResponse.objects.filter(recommendation=OuterRef(of)).order_by("-pk").values("answer")
    return Subquery(answers[:1])


def _issued(way: str) -> Q:
    return Q(**{f"{way}state": StatementState.ISSUED})


def _worked_on(way: str) -> Q:
    return Q(**{f"{way}state": StatementState.VALIDATED, f"{way}taken_up_at__isnull": False})


def shared(way: str = "") -> Q:
    """Return the condition that the agency may read a recommendation, to which `way` leads: it is issued, or people
    work on it and its finding is shared as well; `Recommendation.is_shared` says the same of one."""
    finding = f"{way}finding__"
    return _issued(way) | (_worked_on(way) & (_issued(finding) | _worked_on(finding)))


def condition(person: Person, known: Q) -> Q:
    """Return the condition under which a person may see a finding or a recommendation: shared, or a draft of theirs.

    Engagements are looked up first, and their keys given: with them the database knows how few rows are theirs and
    reads an index; with a subquery it may walk a table of a million from the newest row on."""
    seen, drafts = (
        visible(person, permission, agency="agency__ref", engagement="ref")
        for permission in (P.FINDING_VIEW, P.FINDING_VIEW_DRAFT)
    )
    within = _within(seen)
    return within if not drafts else within & (known | (within if drafts == seen else _within(drafts)))


def _within(engagements: Q) -> Q:
    """Return the condition of standing in one of these engagements; no condition at all where none is asked."""
    if not engagements:
        return Q(pk__isnull=False)
    return Q(engagement__in=list(Engagement.objects.filter(engagements).values_list("pk", flat=True)))


def visible_to(person: Person) -> QuerySet[Finding]:
    """Return the findings that a person may see."""
    return Finding.objects.select_related("engagement__agency", "focus_area").filter(
        condition(person, _issued("") | _worked_on(""))
    )


def recommendations_visible_to(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations that a person may see."""
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area")
    return rows.filter(condition(person, shared()))


def findings_open_for(person: Person) -> QuerySet[Finding]:
    """Return the findings with which this person can go on, with what the rules ask for."""
    rows = Finding.objects.select_related("engagement__agency", "focus_area").prefetch_related(
        "citations", "claim__pieces"
    )
    return rows.filter(_waiting_for(person, FINDING_STEPS))


def recommendations_open_for(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations with which this person can go on."""
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area").prefetch_related("also")
    return rows.filter(_waiting_for(person, RECOMMENDATION_STEPS))


def _waiting_for(person: Person, steps: Steps) -> Q:
    """Return the condition under which the next step is this person's to take, so that what others hold does not crowd
    it out of a list that shows the first few."""
    waiting = Q(pk__in=())
    for state, step in (
        (StatementState.DRAFT, steps.submit),
        (StatementState.IN_REVIEW, steps.validate),
        (StatementState.VALIDATED, steps.issue),
    ):
        theirs = visible(person, step, agency="agency__ref", engagement="ref")
        waiting |= Q(state=state, engagement__in=Engagement.objects.filter(theirs, state=EngagementState.OPEN))
    return waiting & ~Q(state=StatementState.IN_REVIEW, author=person.actor_key)


def of(engagement: Engagement) -> QuerySet[Finding]:
    """Return the issued findings of an engagement, oldest first."""
    rows = Finding.objects.filter(engagement=engagement, state=StatementState.ISSUED).order_by("pk")
    return rows.select_related("focus_area")


def recommendations_of(engagement: Engagement) -> QuerySet[Recommendation]:
    """Return the issued recommendations of an engagement, oldest first, with their findings."""
    rows = Recommendation.objects.filter(engagement=engagement, state=StatementState.ISSUED).order_by("pk")
    return rows.select_related("finding__focus_area")


def shared_of(engagement: Engagement) -> QuerySet[Recommendation]:
    """Return the recommendations of an engagement on which both sides can work, oldest first, with their findings: what
    is issued, and what was taken up once it was validated."""
    rows = Recommendation.objects.filter(shared(), engagement=engagement).order_by("pk")
    return rows.select_related("finding__focus_area")


def reported(person: Person, engagement: Engagement) -> Report:
    """Return the findings of an engagement that a person may see, but those set aside, with their recommendations."""
    within = {"engagement": engagement}
    found = visible_to(person).filter(**within).exclude(state=StatementState.SET_ASIDE)
    rows = recommendations_visible_to(person).select_related("engagement__edition", "below").filter(**within)
    return in_order(found, rows.exclude(state=StatementState.SET_ASIDE))


def citations(of: Finding) -> QuerySet[Citation]:
    """Return what a finding cites, in the order in which it was cited."""
    return of.citations.filter(taken_away_at=None).select_related("evidence").order_by("pk")


def earlier_wordings(of: Statement) -> tuple[Wording, ...]:
    """Return what it said before it was reworded, the latest first."""
    said = [*(each["said"] for each in of.earlier), of.words]
    return tuple(_wording(each, after) for each, after in zip(reversed(of.earlier), said[:0:-1], strict=True))


def _wording(earlier: dict[str, Any], after: dict[str, Any]) -> Wording:
    texts = {name: ", ".join(said) if isinstance(said, list) else said for name, said in earlier["said"].items()}
    said = tuple((name_of(name), text) for name, text in texts.items() if text)
    return Wording(datetime.fromisoformat(earlier["until"]), said, between(earlier["said"], after))


def history_for(by: Actor, of: Statement) -> QuerySet[AuditRow]:
    """Return the rows about a finding or a recommendation that somebody may read, newest first: how it came to be is
    the team's, so whoever sees no drafts reads from its issue on."""
    rows = _history_of(of)
    if permit(by, Permission.FINDING_VIEW_DRAFT, of):
        return rows
    issued = rows.filter(verb=of.steps.issue.value).order_by("pk").first()
    return rows.filter(pk__gte=issued.pk) if issued else rows.none()


def _history_of(statement: Statement) -> QuerySet[AuditRow]:
    """Return the rows about a statement; what was imported came to be, and goes again, by the verbs of its import."""
    if statement.imported_in is None:
        return history.of(statement.ref)
    loading = Q(what=statement.imported_in.ref, verb__in=(P.IMPORT_LOAD.value, P.IMPORT_UNDO.value))
    return AuditRow.objects.filter(Q(what=statement.ref) | loading).order_by("-pk")


def returned_because(thing: Staged, returning: Permission) -> str:
    """Return the reason with which a thing was last returned (or set aside) by a verb, or ""."""
    row = history.of(thing.ref).filter(verb=returning.value).first()
    return history.event(row).reason if row else ""


def next_label(area: FocusArea) -> str:
    """Propose the label of the next finding in a focus area: "2.4" after three findings in the second; "12" where
    findings are numbered through the report."""
    if scheme_of(area.engagement) == Scheme.CONTINUOUS:
        return str(_next(Finding.objects.filter(engagement=area.engagement_id), ""))
    return f"{area.number}.{_next(Finding.objects.filter(focus_area=area), f'{area.number}.')}"


def next_recommendation_label(finding: Finding) -> str:
    """Propose the label of the next recommendation on a finding: "2.4.1"; "2.9" where they are numbered by pillar."""
    if scheme_of(finding.engagement) == Scheme.PILLAR:
        pillar = f"{finding.label.partition('.')[0]}."
        rows = Recommendation.objects.filter(engagement=finding.engagement_id)
        return f"{pillar}{_next(rows, pillar)}"
    return f"{finding.label}.{_next(finding.recommendations.all(), f'{finding.label}.')}"


def next_action_item_label(recommendation: Recommendation) -> str:
    """Propose the label of the next action item below a recommendation, in every scheme one level down: "2.9.1"."""
    return f"{recommendation.label}.{_next(recommendation.action_items.all(), f'{recommendation.label}.')}"


def action_items_of(person: Person, recommendation: Recommendation) -> list[Recommendation]:
    """Return the action items below a recommendation that a person may see, by their numbers."""
    return as_read(recommendations_visible_to(person).filter(below=recommendation))


def _next(rows: QuerySet[Finding] | QuerySet[Recommendation], prefix: str) -> int:
    labels = rows.values_list("label", flat=True)
    last = (re.fullmatch(rf"{re.escape(prefix)}(\d+)", label) for label in labels)
    return max((int(match[1]) for match in last if match), default=0) + 1
