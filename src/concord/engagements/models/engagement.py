"""An engagement ("site" in public) and its focus areas."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.agencies.models import Agency
from concord.core import searching
from concord.core.guard import GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.permissions import Party, Permission
from concord.engagements.states import ENGAGEMENT, FOCUS_AREA, OWN_STATES, EngagementState, FocusAreaState
from concord.intake.models import AssistanceRequest
from concord.programme.models import Edition

P = Permission
S = Sensitivity
SLUG_SHAPE = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Origin(TextChoices):
    """Where an engagement comes from: this office, somebody else's published records, or an example."""

    PROGRAMME = "programme", "This programme"
    PUBLIC_RECORD = "public record", "Public record"
    FICTIONAL = "fictional", "Fictional"


class EndedBy(TextChoices):
    """Who ended an engagement before its close-out; a public record may not say."""

    AGENCY = "agency", "Ended by the agency"
    PROGRAMME = "programme", "Ended by the programme"
    BOTH = "both", "Ended by the agency and the programme together"
    ELIGIBILITY = "eligibility", "Ended: no longer eligible"


class Precision(TextChoices):
    """How much of a date is known. A public record may give only a month, a year or words."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    TEXT = "text", "Words"


def _dated(name: str) -> models.CheckConstraint:
    """A date as text and how precise it is: both, or neither."""
    known = Q(**{f"{name}_precision__in": Precision.values}) & ~Q(**{name: ""})
    return models.CheckConstraint(
        condition=Q(**{name: "", f"{name}_precision": ""}) | known, name=f"engagement_{name}_has_its_precision"
    )


class Engagement(Staged):
    """One undertaking with one agency, from its opening to its end."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "slug", "title", "agency", "tier", "edition"), S.PUBLIC),
        **dict.fromkeys(("origin", "programme", "era", "provider", "outcome", "cadence_months"), S.PUBLIC),
        **dict.fromkeys(("started", "started_precision", "ended", "ended_precision", "ended_by"), S.PUBLIC),
        **dict.fromkeys(("request", "added_topics"), S.INTERNAL),
    }
    lifecycle = ENGAGEMENT
    onward: ClassVar = frozenset({P.ENGAGEMENT_RESUME})
    objects = GuardedManager()

    slug = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="engagements")
    request = models.OneToOneField(AssistanceRequest, null=True, on_delete=models.PROTECT, related_name="engagement")
    tier = models.CharField(max_length=60, blank=True)  # a key of the edition; "" where a public record has none
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=13, choices=Origin.choices)
    programme = models.CharField(max_length=80, blank=True)  # as a public record names it
    era = models.CharField(max_length=60, blank=True)  # the same: "CRI-TA 2011-17"
    provider = models.CharField(max_length=200, blank=True)
    started = models.CharField(max_length=80, blank=True)  # "2012-02", as precise as it is known
    started_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    ended = models.CharField(max_length=80, blank=True)
    ended_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    ended_by = models.CharField(max_length=11, choices=EndedBy.choices, blank=True)
    outcome = models.TextField(blank=True)
    cadence_months = models.PositiveSmallIntegerField(null=True)  # between status reports; None where nobody promised
    added_topics = models.JSONField(default=list)  # keys of the edition, by a change of scope that was concurred with

    class Meta:
        constraints: ClassVar = [
            ENGAGEMENT.constraint(),
            models.CheckConstraint(condition=Q(slug__regex=SLUG_SHAPE), name="engagement_slug_has_its_shape"),
            models.CheckConstraint(
                name="engagement_origin_fits",
                condition=Q(origin=Origin.PUBLIC_RECORD, request=None, edition=None)
                | Q(
                    origin__in=(Origin.PROGRAMME, Origin.FICTIONAL),
                    request__isnull=False,
                    edition__isnull=False,
                    cadence_months__isnull=False,
                    cadence_months__gt=0,
                    state__in=[str(state) for state in OWN_STATES],
                ),
            ),
            models.CheckConstraint(
                name="engagement_says_who_ended_it",
                condition=~Q(state=EngagementState.ENDED) & Q(ended_by="")
                | Q(state=EngagementState.ENDED, ended_by__in=EndedBy.values)
                | Q(state=EngagementState.ENDED, ended_by="", origin=Origin.PUBLIC_RECORD),
            ),
            _dated("started"),
            _dated("ended"),
        ]
        indexes: ClassVar = [
            searching.index("engagements_searched", "title", "outcome"),
            models.Index(fields=["state", "state_since"], name="engagements_by_state"),
        ]

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement and on its agency."""
        return (f"engagement:{self.ref}", f"agency:{self.agency.ref}")

    @property
    def beside(self) -> tuple[Agency, ...]:
        """The agencies that asked together with its own, as far as the directory has them."""
        return self.request.beside if self.request else ()

    @property
    def agreed_topics(self) -> tuple[str, ...]:
        """The topics that the agency asked for, and those that agreed changes of scope added; () where it asked for
        none by name, so that any can be its topic."""
        asked = self.request.topics if self.request else ()
        return (*asked, *self.added_topics) if asked else ()

    @property
    def state_label(self) -> str:
        """The state in words; of one that ended early, who ended it."""
        return EndedBy(self.ended_by).label if self.ended_by else super().state_label

    @property
    def held_by(self) -> Party:
        """Who has to act next; nobody here, where the engagement is known from public records alone."""
        return Party.NOBODY if self.is_public_record else super().held_by

    @property
    def is_public_record(self) -> bool:
        """Whether it is known from public records alone."""
        return self.origin == Origin.PUBLIC_RECORD

    def get_absolute_url(self) -> str:
        """Return the engagement's page on the desk."""
        return reverse("engagement", args=[self.ref])


class Within:
    """What a thing of an engagement has from it: where roles count for it, and its chain."""

    engagement: Any  # a foreign key of each model

    @property
    def scopes(self) -> tuple[str, ...]:
        """Roles are held on the engagement and on its agency."""
        scopes: tuple[str, ...] = self.engagement.scopes
        return scopes

    @property
    def audit_stream(self) -> str:
        """The engagement's chain."""
        return str(self.engagement.ref)


class FocusArea(Within, Staged):
    """One topic of an engagement. They are worked on in the order of their numbers."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "ref", "state", "state_since", "engagement", "number"), S.PUBLIC),
        **dict.fromkeys(("title", "objective", "opened_at", "overlap_reason"), S.PUBLIC),
        "dropped_because": S.INTERNAL,
    }
    lifecycle = FOCUS_AREA
    onward: ClassVar = frozenset({P.FOCUS_AREA_OPEN, P.FOCUS_AREA_COMPLETE})
    objects = GuardedManager()

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="focus_areas")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    objective = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    overlap_reason = models.TextField(blank=True)  # why it opened before every earlier one was complete
    dropped_because = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            FOCUS_AREA.constraint(),
            models.UniqueConstraint(fields=["engagement", "number"], name="focus_area_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="focus_area_number_from_one"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | Q(overlap_reason=""), name="overlap_reason_only_once_open"
            ),
            models.CheckConstraint(
                condition=Q(state=FocusAreaState.DROPPED, opened_at=None) & ~Q(dropped_because="")
                | ~Q(state=FocusAreaState.DROPPED) & Q(dropped_because=""),
                name="focus_area_is_dropped_with_a_reason",
            ),
        ]
        indexes: ClassVar = [
            searching.index("focus_areas_searched", "title", "objective"),
            models.Index(fields=["state", "state_since"], name="focus_areas_by_state"),
        ]

    def get_absolute_url(self) -> str:
        """Return the focus area's page on the desk."""
        return reverse("focus-area", args=[self.ref])
