"""People and the roles they hold. A membership names its scope as a stable text, so that this app knows of nothing
below it: "office", "agency:<ref>", "engagement:<ref>"."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.core.guard import Guarded, GuardedManager, GuardedQuerySet, Sensitivity
from concord.core.permissions import OFFICE_SCOPE
from concord.core.roles import BY_KEY, Oneself, Public, Role

S = Sensitivity


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its letters' case; writes only inside a verb."""

    def get_queryset(self) -> GuardedQuerySet["Person"]:
        """Return the guarded queryset of every other model."""
        return GuardedQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, Guarded):
    """Somebody who can sign in."""

    sensitivity: ClassVar = {
        "id": S.INTERNAL,
        "email": S.PERSONAL,
        "name": S.PERSONAL,
        "password": S.CONFIDENTIAL,
        "last_login": S.PERSONAL,
        "is_active": S.INTERNAL,
        "joined_at": S.INTERNAL,
    }
    # The framework itself saves these alone: the time of a sign-in, and a stronger hash of the same password.
    unguarded_fields: ClassVar = frozenset({"last_login", "password"})

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        """Show the name; allauth's pages do."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the person's page."""
        return reverse("person", args=[self.audit_ref])

    @property
    def actor_key(self) -> str:
        """The key that the audit trail keeps."""
        return f"person:{self.pk}"

    @property
    def audit_ref(self) -> str:
        """The same key names the person in rows about them."""
        return self.actor_key

    @property
    def audit_stream(self) -> str:
        """All changes of people and roles form one chain."""
        return "accounts"

    @property
    def scopes(self) -> tuple[str, ...]:
        """People are the office's to manage."""
        return (OFFICE_SCOPE,)

    def held(self) -> "list[Membership]":
        """Return the memberships in force; asked of the database once for each loaded person."""
        if not hasattr(self, "_held"):
            if "memberships" in getattr(self, "_prefetched_objects_cache", {}):
                self._held = [m for m in self.memberships.all() if m.until is None]
            else:
                self._held = list(self.memberships.filter(until=None))
        return self._held

    def holds(self, held: "list[Membership]") -> None:
        """Know the memberships in force, which were loaded with the person."""
        self._held = held

    def roles_on(self, scopes: Iterable[str]) -> frozenset[type[Role]]:
        """Return the roles held on the office or on any of these scopes; everybody is also the public, and themselves
        on what is theirs alone, whose scope is their own key."""
        wanted = {OFFICE_SCOPE, *scopes}
        own = {Oneself} if self.actor_key in wanted else set()
        return frozenset({Public, *own, *(BY_KEY[m.role] for m in self.held() if m.scope in wanted)})

    def all_roles(self) -> frozenset[type[Role]]:
        """Return every role held, on whatever scope; empty for somebody who holds none."""
        return frozenset(BY_KEY[m.role] for m in self.held())

    @property
    def needs_second_factor(self) -> bool:
        """Whether any role held asks for a second factor at sign-in."""
        return any(role.second_factor for role in self.all_roles())


class Identity(TextChoices):
    """By what somebody showed who they are, at the moment at which they signed."""

    PASSWORD = "password", "gave the password again"
    CODE = "mfa", "gave the second factor again"
    PAPER = "paper", "signed on paper, which is on file"
    DEMONSTRATION = "demonstration", "confirmed it in a demonstration, where people have no password"
    SIGNED_IN = "signed_in", "had signed in"  # before it was asked again at the moment itself


class AccessToken(Guarded):
    """By which a program acts as a person, within `scopes` (accounts.tokens), up to its last day or until it is ended.
    The token itself is shown once and not kept."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "person", "name", "scopes", "made_at", "last_day", "ended_at"), S.INTERNAL),
        "digest": S.CONFIDENTIAL,
    }
    objects = GuardedManager()

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    scopes = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    ended_at = models.DateTimeField(null=True)


class Membership(Guarded):
    """A role held by a person on a scope, from a moment until it is ended. Where it was given with a last day it
    opens no session and serves no token after it, and is ended within the hour."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "person", "role", "scope", "since", "last_day", "until", "ended_by"), S.INTERNAL
    )
    objects = GuardedManager()

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=80)
    since = models.DateTimeField()
    last_day = models.DateField(null=True)
    until = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "scope"], condition=Q(until=None), name="role_held_once_on_a_scope"
            ),
            models.CheckConstraint(
                condition=Q(until=None, ended_by=None) | Q(until__isnull=False, ended_by__isnull=False),
                name="membership_end_is_paired",
            ),
            models.CheckConstraint(condition=Q(role__in=sorted(BY_KEY)), name="membership_role_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["scope", "role"], name="membership_by_scope")]

    @staticmethod
    def serving(today: date) -> Q:
        """Return the condition that a role gives what it gives: it is not ended, and its last day is not over."""
        return Q(until=None) & (Q(last_day=None) | Q(last_day__gte=today))

    @property
    def role_class(self) -> type[Role]:
        """The declared role."""
        return BY_KEY[self.role]

    @property
    def place(self) -> str:
        """Where the role counts, as people read it: a reference, or the office."""
        return self.scope.partition(":")[2] or "the programme office"
