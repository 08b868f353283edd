"""The directory of law-enforcement agencies, and who led each of them when."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Q, Value
from django.urls import reverse

from concord.agencies.directory import ELIGIBLE_KINDS, ORI_SHAPE, PLACES, Kind, place_of
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.permissions import OFFICE_SCOPE

S = Sensitivity

AUDIT_STREAM = "agencies"
PROFILE_FIGURES = ("population", "area_sq_mi", "sworn", "civilian")


class Directory:
    """The directory as a whole, for what is done to it and not to one agency."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "directory"
    audit_stream = AUDIT_STREAM


class Agency(Guarded):
    """One law-enforcement agency. What the directory says of it comes from an import, or was entered by hand; its
    profile (people, area, staff) is a set of figures with one date and one source."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "ori", "name", "state", "kind", "fbi_type", "county"), S.PUBLIC),
        **dict.fromkeys(("latitude", "longitude", "source", "manual"), S.PUBLIC),
        **dict.fromkeys((*PROFILE_FIGURES, "profile_as_of", "profile_source"), S.PUBLIC),
        **dict.fromkeys(("row_digest", "search_text", "search"), S.INTERNAL),
    }
    objects = GuardedManager()

    ref = models.CharField(max_length=20, unique=True)
    ori = models.CharField(max_length=9, null=True, unique=True)
    name = models.CharField(max_length=200, blank=True)  # the FBI's list has an agency without a name
    state = models.CharField(max_length=2)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fbi_type = models.CharField(max_length=40, blank=True)  # as given; empty for an entry by hand
    county = models.CharField(max_length=100, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=7, null=True)
    longitude = models.DecimalField(max_digits=10, decimal_places=7, null=True)
    source = models.CharField(max_length=200)
    manual = models.BooleanField()
    population = models.PositiveIntegerField(null=True)
    area_sq_mi = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sworn = models.PositiveIntegerField(null=True)
    civilian = models.PositiveIntegerField(null=True)
    profile_as_of = models.DateField(null=True)
    profile_source = models.CharField(max_length=200, null=True)
    row_digest = models.CharField(max_length=64, blank=True)  # of the imported row; empty for an entry by hand
    search_text = models.TextField()
    search = GeneratedField(
        expression=SearchVector("search_text", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="agency_ori_has_its_shape", condition=Q(ori=None) | Q(ori__regex=ORI_SHAPE)),
            models.CheckConstraint(name="agency_state_is_known", condition=Q(state__in=sorted(PLACES))),
            models.CheckConstraint(name="agency_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="agency_place_is_on_earth",
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,  # said outright: a comparison with null would let half a place pass
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
            models.CheckConstraint(name="agency_area_is_positive", condition=Q(area_sq_mi=None) | Q(area_sq_mi__gt=0)),
            models.CheckConstraint(
                name="agency_profile_has_date_and_source",
                condition=Q(**dict.fromkeys((*PROFILE_FIGURES, "profile_as_of", "profile_source")))
                | (
                    Q(profile_as_of__isnull=False, profile_source__isnull=False, profile_source__gt="")
                    & ~Q(**dict.fromkeys(PROFILE_FIGURES))
                ),
            ),
            models.CheckConstraint(
                name="agency_is_by_hand_or_imported",
                condition=Q(manual=True, row_digest="", fbi_type="")
                | (Q(manual=False, ori__isnull=False) & ~Q(row_digest="") & ~Q(fbi_type="")),
            ),
        ]
        # Without fastupdate: after a load, searches would otherwise read a list of what is not yet in the index.
        indexes: ClassVar = [GinIndex(fields=["search"], name="agency_search", fastupdate=False)]

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on an agency by its reference."""
        return (f"agency:{self.ref}",)

    @property
    def audit_ref(self) -> str:
        """The reference names the agency in the history."""
        return self.ref

    @property
    def audit_stream(self) -> str:
        """All changes of the directory form one chain."""
        return AUDIT_STREAM

    def get_absolute_url(self) -> str:
        """Return the agency's page."""
        return reverse("agency", args=[self.ref])

    @property
    def title(self) -> str:
        """The name with the state, since names repeat across states; the reference where no name is on record."""
        return f"{self.name or f'Agency {self.ref}, name not on record'}, {place_of(self.state)}"

    @property
    def state_name(self) -> str:
        """The state or territory in full."""
        return PLACES[self.state]

    @property
    def eligible(self) -> bool:
        """Whether agencies of its kind may ask for assistance; everything else is for intake to find out."""
        return self.kind in ELIGIBLE_KINDS

    def type_advice(self) -> str:
        """Return what stands in the way by its kind, and what to do; empty for the kinds that may ask."""
        if self.kind == Kind.FEDERAL:
            return (
                "This is a federal agency. Assistance is for state, local, county, tribal, campus and territorial "
                "agencies; the programme office can say where else to turn."
            )
        if self.kind == Kind.UNKNOWN:
            listed = f"The FBI's list calls it “{self.fbi_type}”, which" if self.fbi_type else "The directory"
            return (
                f"{listed} does not say what kind of agency this is. Ask the agency whether it is a state, local, "
                "county, tribal, campus or territorial one, and record the answer in its profile."
            )
        return ""


class TenureKind(models.TextChoices):
    """How a chief executive holds the post."""

    PERMANENT = "permanent", "Permanent"
    INTERIM = "interim", "Interim or acting"


class ChiefTenure(Guarded):
    """One chief executive's time in the post, from a day to a day, both included. A vacancy is the gap between two."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "agency", "person_name", "title", "kind", "since", "until", "source"), S.PUBLIC
    )
    objects = GuardedManager()

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="chiefs")
    person_name = models.CharField(max_length=120)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=TenureKind.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="tenure_kind_is_known", condition=Q(kind__in=TenureKind.values)),
            models.CheckConstraint(
                name="tenure_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            ExclusionConstraint(
                name="one_chief_executive_at_a_time",
                expressions=[
                    (
                        Func(
                            "agency", "agency", Value("[]"), function="int8range", output_field=BigIntegerRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("since", "until", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def kind_label(self) -> str:
        """How the post is held, in words."""
        return TenureKind(self.kind).label
