"""Reads of requests for documents: who can provide them, what waits, what falls due."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from concord.accounts.models import Membership, Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.core.roles import ROLES
from concord.core.telling.news import News
from concord.engagements.models import Engagement
from concord.engagements.queries import methods
from concord.engagements.states import EngagementState
from concord.evidence.models import DocumentRequest
from concord.evidence.states import WAITING

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "focus_area", "provider")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_REVIEW, _KEY = "review", "document_review"


def document_request(ref: str) -> DocumentRequest | None:
    """Return the request with this reference, or None."""
    return DocumentRequest.objects.select_related(*_WITH).filter(ref=ref).first()


def document_requests_of(engagement: Engagement) -> QuerySet[DocumentRequest]:
    """Return the requests of an engagement, with what came for each."""
    found = DocumentRequest.objects.select_related(*_WITH).prefetch_related("received__item__file")
    return found.filter(engagement=engagement)


def document_requests_visible_to(person: Person) -> QuerySet[DocumentRequest]:
    """Return the requests that a person may see."""
    return DocumentRequest.objects.select_related(*_WITH).filter(visible(person, P.DOCUMENTS_VIEW, **_AT))


def document_requests_open_for(person: Person) -> QuerySet[DocumentRequest]:
    """Return the requests that this person may see and that wait for the agency."""
    seen = document_requests_visible_to(person)
    return seen.filter(state__in=WAITING, engagement__state=EngagementState.OPEN)


def providers(engagement: Engagement) -> list[Person]:
    """Return the people of the agency's side who can provide documents, by name."""
    roles = [role.key for role in ROLES if P.DOCUMENTS_PROVIDE in role.permissions]
    held = Membership.objects.filter(scope__in=engagement.scopes, until=None, role__in=roles).select_related("person")
    return sorted({member.person for member in held}, key=lambda person: (person.name, person.pk))


def review_method(engagement: Engagement) -> str:
    """Return the key of the method by which documents are reviewed, also where an edition from before methods had
    forms knows it by its key; "" where the edition names none."""
    known = methods(engagement)
    return next((method.key for method in known if method.form == _REVIEW or method.key == _KEY), "")


def to_remind(on: date, *, within: int) -> Iterator[tuple[str, News]]:
    """Yield whom to remind of a request that falls due within so many days, and whom to tell of an overdue one: who is
    to provide it, or all who can where that person has left; of an overdue one also who asked for it. Each piece of
    news has a key, so that it is told once."""
    waiting = DocumentRequest.objects.select_related(*_WITH).filter(
        state__in=WAITING, engagement__state=EngagementState.OPEN, due_on__lte=on + timedelta(days=within)
    )
    for asked in waiting.order_by("pk"):
        is_over = asked.due_on < on
        words = f"{'Overdue since' if is_over else 'Due on'} {asked.due_on:%-d %B %Y}: {asked.title}"
        key = f"{asked.ref}:{'overdue' if is_over else 'due'}:{asked.due_on}"
        news = News(asked.ref, words, asked.get_absolute_url(), key)
        for who in [*_reminded(asked), *([asked.asked_by] if is_over else [])]:
            yield who, news


def _reminded(asked: DocumentRequest) -> list[str]:
    """Return who is to provide it; where they can no more, all who can, so that it waits for somebody."""
    able = [person.actor_key for person in providers(asked.engagement)]
    return [asked.provider.actor_key] if asked.provider.actor_key in able else able
