"""Who assists: providers, the roster of experts, and who may serve which agency."""

from datetime import UTC
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, TextChoices, Value
from django.urls import reverse

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import OFFICE_SCOPE, Permission
from concord.core.roles import BY_KEY
from concord.partners.states import CONFLICT, DECIDED, EXPERT, PROVIDER, ConflictState

P = Permission
S = Sensitivity
AUDIT_STREAM = "partners"


class ProviderKind(TextChoices):
    """What kind of organization a provider is."""

    ASSOCIATION = "association", "Law enforcement professional group"
    INSTITUTE = "institute", "Institute or research organization"
    UNIVERSITY = "university", "University or college"
    COMPANY = "company", "Company"
    AGENCY = "agency", "Law enforcement agency"
    OTHER = "other", "Other organization"


class Roster:
    """The providers and the roster as a whole, for what is done before there is a thing."""

    scopes = (OFFICE_SCOPE,)


class Provider(Staged):
    """An organization that provides technical assistance, or a professional group that the programme works with."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "name", "kind", "website"), S.PUBLIC),
        **dict.fromkeys(("contact_name", "contact_email", "contact_phone"), S.PERSONAL),
    }
    lifecycle = PROVIDER
    objects = GuardedManager()

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=ProviderKind.choices)
    website = models.URLField(blank=True)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    contact_phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            PROVIDER.constraint(),
            models.CheckConstraint(condition=Q(kind__in=ProviderKind.values), name="provider_kind_is_known"),
        ]
        indexes: ClassVar = [searching.index("providers_searched", "name")]

    @property
    def title(self) -> str:
        """Its name."""
        return self.name

    @property
    def scopes(self) -> tuple[str, ...]:
        """The office's to manage."""
        return (OFFICE_SCOPE,)

    @property
    def audit_stream(self) -> str:
        """One chain for providers and the roster."""
        return AUDIT_STREAM

    def get_absolute_url(self) -> str:
        """Return the provider's page."""
        return reverse("provider", args=[self.ref])


class Expert(Staged):
    """Somebody on the roster: what they know from the field, and where they have worked.

    `credentials` are short texts; `topics` keys of the programme's topics, of any edition; `languages` names of
    languages; `kinds` and `sizes` values of agencies.directory.Kind and of sizes.SizeBand."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "person", "provider"), S.INTERNAL),
        **dict.fromkeys(("credentials", "topics", "languages", "kinds", "sizes"), S.INTERNAL),
    }
    lifecycle = EXPERT
    objects = GuardedManager()

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    provider = models.ForeignKey(Provider, null=True, on_delete=models.PROTECT, related_name="experts")
    credentials = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    sizes = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [EXPERT.constraint()]

    @property
    def title(self) -> str:
        """The name."""
        return self.person.name

    @property
    def scopes(self) -> tuple[str, ...]:
        """The person alone, and as everywhere the office."""
        return (self.person.actor_key,)

    @property
    def audit_stream(self) -> str:
        """One chain for providers and the roster."""
        return AUDIT_STREAM

    def get_absolute_url(self) -> str:
        """Return the expert's page."""
        return reverse("expert", args=[self.ref])


class Availability(Guarded):
    """Days on which an expert is available, both included. A later note replaces the windows of the one before."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "expert", "starts_on", "ends_on", "noted_at", "noted_by", "replaced_at", "replaced_by"), S.INTERNAL
    )
    objects = GuardedManager()

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="availability")
    starts_on = models.DateField()
    ends_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=60)
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.CharField(max_length=60, null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="availability_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_by=None)
                | Q(replaced_at__isnull=False, replaced_by__isnull=False),
                name="availability_replacement_is_paired",
            ),
            ExclusionConstraint(
                name="availability_windows_stand_apart",
                expressions=[
                    (
                        Func(
                            "expert", "expert", Value("[]"), function="int8range", output_field=BigIntegerRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(replaced_at=None),
            ),
        ]


class ConflictDeclaration(Staged):
    """Where it stands between one person and one agency: asked, declared, decided. There is one for each pair; what
    was declared and decided in the course of time is kept in `Declared` and `Ruling`."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "ref", "state", "state_since", "person", "agency", "conditions"), S.INTERNAL
    )
    lifecycle = CONFLICT
    onward: ClassVar = frozenset({P.CONFLICT_DECLARE, P.CONFLICT_CLEAR, P.CONFLICT_MANAGE, P.CONFLICT_RECUSE})
    objects = GuardedManager()

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflict_declarations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conflict_declarations")
    conditions = models.TextField(blank=True)  # under which the person serves now

    class Meta:
        constraints: ClassVar = [
            CONFLICT.constraint(),
            models.UniqueConstraint(fields=["person", "agency"], name="one_declaration_for_person_and_agency"),
            models.CheckConstraint(
                condition=(Q(state=ConflictState.MANAGED) & ~Q(conditions=""))
                | (~Q(state=ConflictState.MANAGED) & Q(conditions="")),
                name="conditions_stand_while_managed",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "state_since"], name="declarations_by_state")]

    @property
    def title(self) -> str:
        """Who, and which agency."""
        return f"{self.person.name} and {self.agency.title}"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The person alone, and as everywhere the office: neither the agency nor a colleague."""
        return (self.person.actor_key,)

    def get_absolute_url(self) -> str:
        """Return the declaration's page."""
        return reverse("conflict", args=[self.ref])


class Declared(Guarded):
    """What a person declared once; never changed. `detail` is sealed for its `place` (core.keys), or "" where there is
    nothing."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "declaration", "declared_at", "has_conflict"), S.INTERNAL),
        "detail": S.CONFIDENTIAL,
    }
    objects = GuardedManager()

    declaration = models.ForeignKey(ConflictDeclaration, on_delete=models.PROTECT, related_name="declared")
    declared_at = models.DateTimeField()
    has_conflict = models.BooleanField()
    detail = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(has_conflict=False, detail="") | (Q(has_conflict=True) & ~Q(detail="")),
                name="a_conflict_has_its_detail",
            )
        ]

    @property
    def place(self) -> str:
        """To what the detail is bound: table, row and column; the row by whose it is and when it was declared."""
        return f"partners_declared/{self.declaration.ref}/{self.declared_at.astimezone(UTC).isoformat()}/detail"


class Ruling(Guarded):
    """What the office decided about a declaration, and why. `ended` lists the roles that a recusal ended:
    {"role", "scope"}."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "declaration", "decision", "conditions", "reason", "ended", "decided_at", "decided_by"), S.INTERNAL
    )
    objects = GuardedManager()

    declaration = models.ForeignKey(ConflictDeclaration, on_delete=models.PROTECT, related_name="rulings")
    decision = models.CharField(max_length=8, choices=ConflictState.choices)
    conditions = models.TextField(blank=True)
    reason = models.TextField()
    ended = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision__in=[str(state) for state in DECIDED]), name="ruling_is_a_decision"
            ),
            models.CheckConstraint(
                condition=(Q(decision=ConflictState.MANAGED) & ~Q(conditions=""))
                | (~Q(decision=ConflictState.MANAGED) & Q(conditions="")),
                name="ruling_has_conditions_when_managed",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_its_reason"),
        ]

    @property
    def decision_label(self) -> str:
        """The decision in words."""
        return ConflictState(self.decision).label

    @property
    def ended_roles(self) -> list[str]:
        """The roles that the decision ended, in words: "Assessor, ENG-2026-0001"."""
        return [f"{BY_KEY[each['role']].title}, {each['scope'].partition(':')[2]}" for each in self.ended]
