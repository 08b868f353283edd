"""Reads of findings and recommendations."""

import re

from django.db.models import Q, QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.findings.models import Citation, Finding, Recommendation
from concord.findings.states import UNISSUED, StatementState

P = Permission


def finding(ref: str) -> Finding | None:
    """Return the finding with this reference, or None."""
    return Finding.objects.select_related("engagement__agency", "focus_area").filter(ref=ref).first()


def recommendation(ref: str) -> Recommendation | None:
    """Return the recommendation with this reference, with its finding, or None."""
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area")
    return rows.filter(ref=ref).first()


def condition(person: Person) -> Q:
    """Return the condition under which a person may see a finding or a recommendation: issued, or a draft of theirs.

    Engagements are looked up first, so that a list reads an index of theirs and never the whole table."""
    seen, drafts = _engagements(person, P.FINDING_VIEW), _engagements(person, P.FINDING_VIEW_DRAFT)
    within = Q(pk__isnull=False) if seen is None else Q(engagement__in=seen)
    return within if drafts is None else within & (Q(state=StatementState.ISSUED) | Q(engagement__in=drafts))


def _engagements(person: Person, permission: Permission) -> QuerySet[Engagement] | None:
    """Return the engagements in which a role permits it; None where an office role permits it everywhere."""
    theirs = visible(person, permission, agency="agency__ref", engagement="ref")
    return Engagement.objects.filter(theirs) if theirs else None


def visible_to(person: Person) -> QuerySet[Finding]:
    """Return the findings that a person may see."""
    return Finding.objects.select_related("engagement__agency", "focus_area").filter(condition(person))


def recommendations_visible_to(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations that a person may see."""
    rows = Recommendation.objects.select_related("engagement__agency", "finding__focus_area")
    return rows.filter(condition(person))


def findings_open_for(person: Person) -> QuerySet[Finding]:
    """Return the findings that this person may see and that are not issued yet."""
    return visible_to(person).filter(state__in=UNISSUED)


def recommendations_open_for(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations that this person may see and that are not issued yet."""
    return recommendations_visible_to(person).filter(state__in=UNISSUED)


def of(engagement: Engagement) -> QuerySet[Finding]:
    """Return the issued findings of an engagement, oldest first, with their citations and evidence."""
    rows = Finding.objects.filter(engagement=engagement, state=StatementState.ISSUED).order_by("pk")
    return rows.select_related("focus_area").prefetch_related("citations__evidence")


def recommendations_of(engagement: Engagement) -> QuerySet[Recommendation]:
    """Return the issued recommendations of an engagement, oldest first, with their findings."""
    rows = Recommendation.objects.filter(engagement=engagement, state=StatementState.ISSUED).order_by("pk")
    return rows.select_related("finding__focus_area")


def citations(of: Finding) -> QuerySet[Citation]:
    """Return what a finding cites, in the order in which it was cited."""
    return of.citations.select_related("evidence").order_by("pk")


def next_label(area: FocusArea) -> str:
    """Propose the label of the next finding in a focus area: "2.4" after three findings in the second."""
    return f"{area.number}.{_next(Finding.objects.filter(focus_area=area), f'{area.number}.')}"


def next_recommendation_label(finding: Finding) -> str:
    """Propose the label of the next recommendation on a finding: "2.4.1"."""
    return f"{finding.label}.{_next(finding.recommendations.all(), f'{finding.label}.')}"


def _next(rows: QuerySet[Finding] | QuerySet[Recommendation], prefix: str) -> int:
    labels = rows.values_list("label", flat=True)
    last = (re.fullmatch(rf"{re.escape(prefix)}(\d+)", label) for label in labels)
    return max((int(match[1]) for match in last if match), default=0) + 1
