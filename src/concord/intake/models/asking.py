"""A request for assistance as it was asked, and the chief executive's authorization."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse

from concord.agencies.directory import Kind, place_of
from concord.agencies.models import Agency
from concord.core import searching
from concord.core.guard import Guarded, GuardedManager, Sensitivity
from concord.core.lifecycle import Staged
from concord.core.models import StoredFile
from concord.core.permissions import Permission
from concord.intake.states import REQUEST
from concord.programme.models import Edition

P = Permission
S = Sensitivity


class Capacity(TextChoices):
    """In what capacity somebody asks."""

    CHIEF = "chief", "I am the agency's chief executive"
    DELEGATE = "delegate", "I ask with the chief executive's express authorization"


class Channel(TextChoices):
    """How a request came."""

    ONLINE = "online", "On line"
    LETTER = "letter", "Letter"
    CALL = "call", "Call"
    MAIL = "mail", "E-mail"


class MatterKind(TextChoices):
    """What may be pending. Each kind is declared on its own."""

    STATE = "state", "A state investigation"
    LOCAL = "local", "A local investigation"
    FEDERAL = "federal", "A federal investigation"
    LITIGATION = "litigation", "Litigation under way"
    POTENTIAL = "potential", "Litigation that may come"
    UNSPECIFIED = "unspecified", "Declared without saying what kind"  # as the form asked before it asked for kinds


class StakeholderKind(TextChoices):
    """Who else has a part in it."""

    LABOUR = "labour", "Body that represents staff"
    COMMUNITY = "community", "Community group"
    PROSECUTOR = "prosecutor", "Prosecutor"
    SCHOOL = "school", "School"
    GOVERNMENT = "government", "Government of the place"
    OTHER = "other", "Other"


class AssistanceRequest(Staged):
    """What an agency asked for, as it was asked."""

    sensitivity: ClassVar = {
        **dict.fromkeys(
            ("id", "ref", "state", "state_since", "agency", "agency_name", "agency_state", "agency_kind"), S.INTERNAL
        ),
        "capacity": S.INTERNAL,
        **dict.fromkeys(("chief_name", "contact_name", "contact_email", "contact_phone"), S.PERSONAL),
        **dict.fromkeys(("primary_enforcement", "patrol", "tier", "topics", "need", "edition"), S.INTERNAL),
        **dict.fromkeys(("prior_assistance", "other_funding", "channel", "received_on", "follows"), S.INTERNAL),
        **dict.fromkeys(("submitted_at", "submission_key", "link_since"), S.INTERNAL),
    }
    lifecycle = REQUEST
    onward: ClassVar = frozenset(
        {
            P.REQUEST_RECORD_AUTHORIZATION,
            P.REQUEST_ACKNOWLEDGE,
            P.REQUEST_DEFINE,
            P.REQUEST_FIND_ELIGIBLE,
            P.REQUEST_FIND_READY,
            P.REQUEST_ACCEPT,
            P.REQUEST_TAKE_UP,
        }
    )
    objects = GuardedManager()

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="requests")
    agency_name = models.CharField(max_length=200)
    agency_state = models.CharField(max_length=2)
    agency_kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)  # as they say, where it is by hand
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    chief_name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField(blank=True)  # a letter may give none
    contact_phone = models.CharField(max_length=40, blank=True)
    primary_enforcement = models.BooleanField(null=True)  # None: a letter or call did not say
    patrol = models.BooleanField(null=True)
    tier = models.CharField(max_length=60, blank=True)  # a key of the edition; "": they did not say
    topics = models.JSONField(default=list)  # keys of the topics of the edition under which it was made
    need = models.TextField()
    prior_assistance = models.TextField(blank=True)
    other_funding = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    received_on = models.DateField(null=True)  # the day on which a letter, call or mail came
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    submission_key = models.UUIDField(unique=True)
    link_since = models.DateTimeField(null=True)  # the private links of before lead nowhere: the address was corrected

    class Meta:
        constraints: ClassVar = [
            REQUEST.constraint(),
            models.CheckConstraint(
                condition=~Q(channel=Channel.ONLINE)
                | (Q(primary_enforcement__isnull=False, patrol__isnull=False) & ~Q(tier="") & ~Q(contact_email="")),
                name="what_came_on_line_answers_every_question",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.ONLINE, received_on=None)
                | Q(~Q(channel=Channel.ONLINE), received_on__isnull=False),
                name="what_did_not_come_on_line_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            searching.index("requests_searched", "agency_name", "need"),
            models.Index(fields=["state", "state_since", "id"], name="requests_by_state"),  # all that the board counts
        ]

    @property
    def title(self) -> str:
        """The agency that asks."""
        return self.agency_name

    @property
    def agency_and_place(self) -> str:
        """The agency that asks, with where it is: names repeat across states."""
        return f"{self.agency_name}, {place_of(self.agency_state)}"

    @property
    def pending_matters(self) -> bool:
        """Whether the requester declared that something is pending."""
        return bool(self.matters.all())

    @property
    def scopes(self) -> tuple[str, ...]:
        """The request's own link, and its agency once it is known."""
        own = f"request:{self.ref}"
        return (own, f"agency:{self.agency.ref}") if self.agency else (own,)

    @property
    def beside(self) -> tuple[Agency, ...]:
        """The other agencies of a request for several, as far as the directory has them."""
        return tuple(one.agency for one in self.members.select_related("agency").order_by("pk") if one.agency)

    def get_absolute_url(self) -> str:
        """Return the request's page on the desk."""
        return reverse("request", args=[self.ref])


class RequestDraft(Guarded):
    """A request that somebody has begun and not submitted: typed answers, kept for whoever holds its private link.

    It is saved outside the audit trail, page by page; `request` is set when it was submitted."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "key", "started_at", "saved_at", "request", "follows"), S.INTERNAL),
        **dict.fromkeys(("answers", "email"), S.CONFIDENTIAL),
    }
    objects = GuardedManager()

    key = models.UUIDField(unique=True)  # becomes the submission's key, so that it is submitted once
    answers = models.JSONField(default=dict)  # step → the values as typed
    email = models.EmailField(blank=True)  # where the private link was mailed
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    request = models.OneToOneField(AssistanceRequest, null=True, on_delete=models.PROTECT, related_name="draft")
    follows = models.ForeignKey(AssistanceRequest, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def ref(self) -> str:
        """What a mail calls it; the link alone opens it."""
        return f"DRAFT-{self.key.hex[:8].upper()}"


class PendingMatter(Guarded):
    """One kind of pending matter that the requester declared, in their words."""

    sensitivity: ClassVar = {"id": S.INTERNAL, **dict.fromkeys(("request", "kind", "detail"), S.CONFIDENTIAL)}
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=12, choices=MatterKind.choices)
    detail = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "kind"], name="matter_declared_once")]


class Stakeholder(Guarded):
    """Somebody whom the requester named as having a part in it: a body, not a private person."""

    sensitivity: ClassVar = dict.fromkeys(("id", "request", "kind", "name"), S.INTERNAL)
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="stakeholders")
    kind = models.CharField(max_length=10, choices=StakeholderKind.choices)
    name = models.CharField(max_length=200)


class MemberAgency(Guarded):
    """Another agency of a request for several; the request's own agency leads."""

    sensitivity: ClassVar = dict.fromkeys(("id", "request", "agency", "name", "state"), S.INTERNAL)
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "name", "state"], name="member_agency_named_once")
        ]

    @property
    def name_and_place(self) -> str:
        """What it is called, with where it is."""
        return f"{self.name}, {place_of(self.state)}"


class RequestFile(Guarded):
    """A file that came with a request or was added to it."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "request", "file", "name", "what", "added_at", "added_by"), S.CONFIDENTIAL
    )
    objects = GuardedManager()

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)


class Given(TextChoices):
    """How an authorization was given."""

    LINK = "link", "By the one-time link"
    PAPER = "paper", "On paper, which is on file"


class Authorization(Guarded):
    """The chief executive's express authorization of a delegate's request: asked for, and given or not yet."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "request", "asked_at", "reminded", "given_at", "given_by", "how", "file"), S.INTERNAL),
        **dict.fromkeys(("chief_email", "name"), S.PERSONAL),
    }
    objects = GuardedManager()

    request = models.OneToOneField(AssistanceRequest, on_delete=models.PROTECT, related_name="authorization")
    chief_email = models.EmailField(blank=True)  # where the one-time link was mailed
    asked_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)  # how often Concord has, since somebody asked
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=60, null=True)  # actor key of who recorded it
    name = models.CharField(max_length=120, blank=True)  # as the chief executive typed or signed it
    how = models.CharField(max_length=5, choices=Given.choices, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="authorization_is_given_whole",
                condition=Q(given_at=None, given_by=None, how="", name="", file=None)
                | Q(given_at__isnull=False, given_by__isnull=False, how=Given.LINK, file=None) & ~Q(name="")
                | Q(given_at__isnull=False, given_by__isnull=False, how=Given.PAPER, file__isnull=False) & ~Q(name=""),
            )
        ]
