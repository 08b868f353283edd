"""Tables of the core: the audit trail, counters, stored files, the outbox, wrapped keys, receipts of jobs."""

from typing import ClassVar

from django.db import models
from django.db.models import GeneratedField, JSONField, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from concord.core.guard import Guarded, GuardedManager, Sensitivity

S = Sensitivity


def _of_body(key: str) -> GeneratedField:
    """A column that the database computes from the hashed body, so that it cannot say anything else."""
    return GeneratedField(
        expression=KeyTextTransform(key, Cast("body", JSONField())), output_field=TextField(), db_persist=True
    )


class AuditRow(models.Model):
    """One row of the audit trail. Written by the database function concord_audit_append alone; never changed."""

    sensitivity: ClassVar = dict.fromkeys(
        ("id", "stream", "seq", "body", "prev", "hash", "what", "verb", "who", "role", "at"), S.INTERNAL
    )

    id = models.BigAutoField(primary_key=True)
    stream = models.TextField()
    seq = models.BigIntegerField()
    body = models.TextField()
    prev = models.BinaryField()
    hash = models.BinaryField()
    what = _of_body("what")
    verb = _of_body("verb")
    who = _of_body("who")
    role = _of_body("role")
    at = _of_body("at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_row_once_in_its_stream")]
        indexes: ClassVar = [
            models.Index(fields=["what", "id"], name="audit_by_what"),
            models.Index(fields=["who", "id"], name="audit_by_who"),
        ]


class AuditHead(models.Model):
    """Where each stream ends: its count and the hash of its last row."""

    sensitivity: ClassVar = dict.fromkeys(("stream", "count", "hash"), S.PUBLIC)

    stream = models.TextField(primary_key=True)
    count = models.BigIntegerField()
    hash = models.BinaryField()


class Checkpoint(Guarded):
    """All heads at one moment, chained to the checkpoint before; published with each release."""

    sensitivity: ClassVar = dict.fromkeys(("id", "at", "heads", "streams", "rows", "prev", "hash"), S.PUBLIC)
    objects = GuardedManager()

    at = models.DateTimeField()
    heads = models.JSONField()
    streams = models.IntegerField()
    rows = models.BigIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)


class Counter(models.Model):
    """The last number given out for a prefix in a year, so that references have no gaps."""

    sensitivity: ClassVar = dict.fromkeys(("id", "prefix", "year", "last"), S.INTERNAL)

    prefix = models.CharField(max_length=8)
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_a_year")]


class StoredFile(Guarded):
    """A file's bytes, stored once by their SHA-256. Who may read them is asked of the thing that holds it."""

    sensitivity: ClassVar = dict.fromkeys(("sha256", "size", "stored_at"), S.INTERNAL)
    objects = GuardedManager()

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()


class OutboxMail(Guarded):
    """A mail that a verb wanted sent; a job sends it. Links only, nothing confidential.

    `about` is the request or the engagement in whose course it was written, where there is one: when the server has
    refused such a mail MOST_TRIES times, the office sends it again. Any other is tried for as long as it waits."""

    MOST_TRIES: ClassVar = 60

    sensitivity: ClassVar = {
        "id": S.INTERNAL,
        "to": S.PERSONAL,
        "subject": S.INTERNAL,
        "body": S.PERSONAL,
        "queued_at": S.INTERNAL,
        "leave": S.PERSONAL,
        **dict.fromkeys(("about", "sent_at", "tries"), S.INTERNAL),
        "last_error": S.PERSONAL,  # what the server said, which may name the address
    }
    # delivery decides nothing, so it is no verb
    unguarded_fields: ClassVar = frozenset({"sent_at", "tries", "last_error"})
    objects = GuardedManager()

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    leave = models.URLField(blank=True, max_length=300)  # where who asked for it ends it
    about = models.CharField(max_length=60, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # that were refused, since it was queued or sent again
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about", "-id"], condition=~Q(about=""), name="mails_about_a_thing"),
            models.Index(fields=["about"], condition=Q(sent_at=None), name="mails_not_sent"),
        ]

    @property
    def has_failed(self) -> bool:
        """Whether it was refused so often that it is not tried again by itself."""
        return self.about != "" and self.sent_at is None and self.tries >= self.MOST_TRIES

    @property
    def state_label(self) -> str:
        """How far it has come, in words."""
        if self.sent_at is not None:
            return "Sent"
        if self.has_failed:
            return "Not sent"
        return "Refused, tried again every minute" if self.tries else "Waiting to be sent"


class DataKey(models.Model):
    """A key that encrypts fields, itself wrapped by the installation's master key (which is in no database)."""

    sensitivity: ClassVar = dict.fromkeys(("id", "wrapped", "made_at", "lost_at"), S.CONFIDENTIAL)

    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)  # when it was given up, since its master key was lost


class SealedThing(Guarded):
    """Something of which values are kept sealed (core.sealing): its reference, and which half of its key is its own."""

    sensitivity: ClassVar = {"id": S.INTERNAL, "about": S.INTERNAL, "half": S.CONFIDENTIAL, "made_at": S.INTERNAL}
    objects = GuardedManager()

    about = models.CharField(max_length=60, unique=True)
    half = models.CharField(max_length=32, unique=True)  # the name of a file that is in no backup
    made_at = models.DateTimeField()


class SealedValue(Guarded):
    """One value of such a thing: nonce and AES-256-GCM ciphertext, and the data key whose bytes are the other half."""

    sensitivity: ClassVar = {
        **dict.fromkeys(("id", "thing", "name", "key"), S.INTERNAL),
        "value": S.CONFIDENTIAL,
    }
    objects = GuardedManager()

    thing = models.ForeignKey(SealedThing, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=40)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    value = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["thing", "name"], name="sealed_once_under_a_name")]


class JobReceipt(models.Model):
    """A job's effect, by its key: written in the same transaction as the effect, so that it happens once."""

    sensitivity: ClassVar = dict.fromkeys(("key", "at"), S.INTERNAL)

    key = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()
