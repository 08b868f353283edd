"""What people are told, how they want to be told it, and the private link of their calendar.

People are named by their actor keys, since accounts stand below."""

from typing import ClassVar

from django.core import signing
from django.db import models
from django.db.models import Q, TextChoices

from concord.core.guard import Guarded, GuardedManager, Sensitivity

S = Sensitivity
_CALENDARS = signing.Signer(salt="concord.calendar")  # no time in it: a link works until it is ended


class How(TextChoices):
    """How notices reach somebody beyond the list in Concord."""

    AT_ONCE = "at_once", "By e-mail at once"
    DAILY = "daily", "By one e-mail a day"
    IN_APP = "in_app", "In Concord only"


class Notice(Guarded):
    """One thing that somebody is told. `key` says what happened, so that nobody is told the same twice; `href` is the
    page where it is to be seen, which asks again whether they may."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "to", "about", "href", "key", "told_at", "read_at", "mailed_at"), S.INTERNAL),
        "text": S.INTERNAL,  # for the list in Concord; never in a mail
    }
    unguarded_fields: ClassVar = frozenset({"read_at"})  # reading decides nothing, so it is no verb
    objects = GuardedManager()

    to = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    text = models.CharField(max_length=400)
    href = models.CharField(max_length=200)
    key = models.CharField(max_length=160)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["to", "key"], name="told_once")]
        indexes: ClassVar = [
            models.Index(fields=["to", "-id"], name="notices_of_somebody"),
            models.Index(fields=["to"], condition=Q(mailed_at=None), name="notices_not_mailed"),
        ]


class NoticeChoice(Guarded):
    """How one person wants to be told; whoever has chosen nothing is told at once."""

    sensitivity: ClassVar = dict.fromkeys(("id", "who", "how"), S.INTERNAL)
    objects = GuardedManager()

    who = models.CharField(max_length=60, unique=True)
    how = models.CharField(max_length=8, choices=How.choices)


class CalendarLink(Guarded):
    """A private link to one person's calendar, until they end it. Its secret is computed, so none is stored."""

    sensitivity: ClassVar = dict.fromkeys(("id", "who", "made_at", "ended_at"), S.INTERNAL)
    objects = GuardedManager()

    who = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["who"], condition=Q(ended_at=None), name="one_calendar_link_each")
        ]

    @property
    def token(self) -> str:
        """The secret part of the link."""
        return _CALENDARS.sign(str(self.pk))

    @classmethod
    def of_token(cls, token: str) -> "CalendarLink | None":
        """Return the link of a token while it works, or None."""
        try:
            number = int(_CALENDARS.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return cls.objects.filter(pk=number, ended_at=None).first()
