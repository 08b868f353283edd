"""Reads of claim cards."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState, FocusAreaState
from concord.evidence.queries import data_sets_visible_to
from concord.evidence.queries import visible_to as evidence_visible_to
from concord.findings.grounds import Ground, of_claims
from concord.findings.models import Claim, Finding, Piece, Recommendation
from concord.findings.queries.statements import recommendations_visible_to
from concord.findings.states import ClaimState, StatementState

P = Permission
_WITH = ("engagement__agency", "focus_area", "finding")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


def claim(ref: str) -> Claim | None:
    """Return the card with this reference, or None."""
    return Claim.objects.select_related("engagement__edition", *_WITH).filter(ref=ref).first()


def claims_visible_to(person: Person) -> QuerySet[Claim]:
    """Return the cards that a person may see."""
    return Claim.objects.select_related(*_WITH).filter(visible(person, P.CLAIM_VIEW, **_AT))


def claims_open_for(person: Person) -> QuerySet[Claim]:
    """Return the open cards from which this person may draft a finding."""
    with_tier = Claim.objects.select_related("engagement__edition", *_WITH)
    rows = with_tier.filter(visible(person, P.CLAIM_DRAFT_FINDING, **_AT))
    going_on = {"engagement__state": EngagementState.OPEN, "focus_area__state": FocusAreaState.OPEN}
    return rows.filter(state=ClaimState.OPEN, **going_on)


def claims_to_gather_on(person: Person, of: Engagement) -> dict[str, Claim]:
    """Return the cards of an engagement on which evidence can be put, newest first, by their references."""
    rows = claims_visible_to(person).filter(engagement=of, state__in=(ClaimState.OPEN, ClaimState.DRAFTED))
    return {card.ref: card for card in rows.order_by("-pk")}


def pieces_on(of: Claim) -> QuerySet[Piece]:
    """Return what stands on a card, taken away or not, in the order in which it was put there."""
    return of.pieces.select_related("evidence", "data_set").order_by("pk")


def grounds_of(person: Person, of: Claim) -> list[tuple[Ground, bool]]:
    """Return what was put on a card, each with whether this person may see what it is."""
    grounds = of_claims(of.engagement, [of])[of.pk]
    items = {each.evidence.pk for each in grounds if each.evidence}
    sets = {each.data_set.pk for each in grounds if each.data_set}
    seen = set(evidence_visible_to(person).filter(pk__in=items).values_list("pk", flat=True)) if items else set()
    sets_seen = set(data_sets_visible_to(person).filter(pk__in=sets).values_list("pk", flat=True)) if sets else set()
    return [(each, each.thing.pk in (seen if each.evidence else sets_seen)) for each in grounds]


def triangulated(engagement: Engagement) -> tuple[list[Finding], list[Claim]]:
    """Return what the matrix shows of an engagement: its findings but those set aside, in the order of their focus
    areas, and its open cards."""
    findings = Finding.objects.select_related("focus_area").filter(engagement=engagement)
    standing = findings.exclude(state=StatementState.SET_ASIDE).order_by("focus_area__number", "pk")
    cards = Claim.objects.select_related("focus_area").filter(engagement=engagement, state=ClaimState.OPEN)
    return list(standing), list(cards.order_by("focus_area__number", "pk"))


def justified(person: Person, engagement: Engagement) -> list[Recommendation]:
    """Return the recommendations of an engagement that this person may see and that are not set aside, oldest first."""
    rows = recommendations_visible_to(person).filter(engagement=engagement)
    return list(rows.exclude(state=StatementState.SET_ASIDE).order_by("pk"))
