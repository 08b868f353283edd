"""Freezing documents into releases: hashed, chained to the one before, with the heads of the audit trail."""

from datetime import date, datetime
from typing import Any

from concord.core.audit_trail import checkpoint
from concord.core.errors import Incomplete
from concord.core.ids import next_ref
from concord.core.models import Checkpoint
from concord.core.permissions import Actor
from concord.engagements.models import Engagement
from concord.publishing.models import Release, ReleaseKind
from concord.publishing.site import documents

__all__ = ["body_of", "checkpoint", "preview", "release"]


def body_of(release: Release) -> dict[str, Any]:
    """Return what a release says, without its place in the chain: the same again need not be released."""
    return {key: value for key, value in release.document.items() if key != "release"}


def release(
    body: dict[str, Any],
    *,
    kind: ReleaseKind,
    slug: str,
    engagement: Engagement | None,
    as_of: date,
    reason: str,
    anchor: Checkpoint,
    by: Actor,
    at: datetime,
) -> Release:
    """Freeze a document. Called inside the verb that publishes it; the document must pass its schema.

    Raises Incomplete with each place where the document is not what its schema says."""
    previous = Release.objects.filter(kind=kind, slug=slug).order_by("-id").first()
    ref = next_ref("REL", at)
    audit = {"streams": anchor.streams, "rows": anchor.rows, "head": anchor.hash}
    document = body | {"release": _head(ref.lower(), previous, as_of=as_of, reason=reason, audit=audit, at=at)}
    _require_sound(document)
    return Release.objects.create(
        ref=ref,
        kind=kind,
        slug=slug,
        engagement=engagement,
        as_of=as_of,
        document=document,
        sha256=documents.sha256_of(document),
        previous=previous,
        checkpoint=anchor,
        reason=reason,
        released_at=at,
        released_by=by.actor_key,
    )


def preview(
    body: dict[str, Any], previous: Release | None, *, ref: str, as_of: date, reason: str, at: datetime
) -> dict[str, Any]:
    """Return a document as it would be released at a moment, under a name that no release has; nothing is kept.

    Raises Incomplete as `release` does."""
    audit = {"streams": 0, "rows": 0, "head": ref}
    document = body | {"release": _head(ref, previous, as_of=as_of, reason=reason, audit=audit, at=at)}
    _require_sound(document)
    return document


def _head(
    ref: str, previous: Release | None, *, as_of: date, reason: str, audit: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """Return a document's place in the chain."""
    return {
        "ref": ref,
        "released_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "as_of": as_of.isoformat(),
        "reason": reason,
        "previous": previous.ref.lower() if previous else None,
        "previous_sha256": previous.sha256 if previous else None,
        "audit": audit,
    }


def _require_sound(document: dict[str, Any]) -> None:
    found = list(documents.problems_of(document))
    if found:
        raise Incomplete("The document cannot be released.", [str(problem) for problem in found])
