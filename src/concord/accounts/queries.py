"""Reads about people."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from concord.accounts.models import AccessToken, Membership, Person
from concord.accounts.tokens import digest
from concord.core.permissions import Party


def person(email: str) -> Person | None:
    """Return the person with this address, or None."""
    return Person.objects.filter(email__iexact=email).first()


def by_key(ref: str) -> Person | None:
    """Return the person of an actor key ("person:17"), or None."""
    kind, _, number = ref.partition(":")
    return Person.objects.filter(pk=int(number)).first() if kind == "person" and number.isdecimal() else None


def names(actor_keys: Iterable[str]) -> dict[str, str]:
    """Return the name behind each actor key, in one query; Concord's own and visitors' keys speak for themselves."""
    keys = set(actor_keys)
    numbers = [int(k.partition(":")[2]) for k in keys if k.startswith("person:")]
    known = {p.actor_key: p.name for p in Person.objects.filter(pk__in=numbers)} if numbers else {}
    return {key: known.get(key, _unnamed(key)) for key in keys}


def _unnamed(key: str) -> str:
    kind, _, rest = key.partition(":")
    known = {
        "concord": f"Concord ({rest})",
        "requester": f"The requester of {rest}",
        "asked_to_authorize": f"The chief executive asked about {rest}",
        "visitor": "A visitor",
    }
    return known.get(kind, key)


def members(scope: str) -> QuerySet[Membership]:
    """Return the memberships in force on a scope, with their people."""
    return Membership.objects.filter(scope=scope, until=None).select_related("person").order_by("role", "person__name")


def roles_to_end(today: date) -> QuerySet[Membership]:
    """Return the roles whose last day is over and that nobody has ended, with their people."""
    over = Membership.objects.filter(until=None, last_day__lt=today)
    return over.select_related("person").order_by("pk")


def people() -> QuerySet[Person]:
    """Return everybody, with memberships."""
    return Person.objects.prefetch_related("memberships").order_by("name", "pk")


def by_side(people: Iterable[Person]) -> list[tuple[Party, list[Person]]]:
    """Return the people who hold a role, by the side of their first one: the agency, the office, the team. Whoever has
    not had one yet (somebody who was asked to declare first) stands apart."""
    sides: dict[Party, list[Person]] = {party: [] for party in Party}
    for one in people:
        if one.held():
            sides[one.held()[0].role_class.party].append(one)
        elif not one.memberships.all():
            sides[Party.PERSON].append(one)
    return [(party, found) for party, found in sides.items() if found]


def holder(role: str, scope: str) -> Person | None:
    """Return whoever holds a role on a scope now (the earliest where several do), or None."""
    found = members(scope).filter(role=role).order_by("since").first()
    return found.person if found else None


def holders(roles: Collection[str], scopes: Collection[str]) -> dict[tuple[str, str], Person]:
    """Return who holds each of these roles on each of these scopes now, as `holder` does, by (role, scope); one
    query."""
    held = Membership.objects.filter(role__in=roles, scope__in=scopes, until=None).select_related("person")
    return {(each.role, each.scope): each.person for each in held.order_by("-since", "-pk")}


def working_token(secret: str, today: date) -> AccessToken | None:
    """Return the access token, with its person and the roles that they hold on this day, while it works and the person
    is active; else None."""
    rows = AccessToken.objects.select_related("person").filter(digest=digest(secret), ended_at=None)
    token = rows.filter(last_day__gte=today, person__is_active=True).first()
    if token is not None:
        token.person.holds(list(token.person.memberships.filter(Membership.serving(today))))
    return token


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    """Return a person's access tokens that were not ended, the newest first."""
    return AccessToken.objects.filter(person=person, ended_at=None).order_by("-pk")
