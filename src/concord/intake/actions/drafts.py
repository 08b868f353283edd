"""What somebody types before it is submitted, kept page by page, outside the audit trail (law 3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from concord.core import files
from concord.core.actions import unrecorded
from concord.core.errors import BadInput
from concord.core.models import OutboxMail, StoredFile
from concord.intake import telling
from concord.intake.models import AssistanceRequest, RequestDraft
from concord.programme.document import Programme

MOST_FILES = 10  # of one draft


@unrecorded(RequestDraft)
def begin(
    *, key: UUID, at: datetime, answers: Mapping[str, Any] | None = None, follows: AssistanceRequest | None = None
) -> RequestDraft:
    """Begin a draft under a key that becomes the submission's."""
    return RequestDraft.objects.create(
        key=key, answers=dict(answers or {}), follows=follows, started_at=at, saved_at=at
    )


@unrecorded(RequestDraft)
def save(draft: RequestDraft, *, step: str, typed: Mapping[str, Sequence[Any]], at: datetime) -> RequestDraft:
    """Keep what was typed on one page, fit or not. Two pages at one time lose nothing of each other."""
    locked = _open(draft)
    locked.answers[step] = {name: list(values) for name, values in typed.items()}
    return _saved(locked, at)


@unrecorded(RequestDraft, StoredFile)
def keep_file(draft: RequestDraft, *, chunks: Iterable[bytes], name: str, what: str, at: datetime) -> RequestDraft:
    """Keep a file with the draft; the same bytes once. Raises BadInput where there are too many."""
    locked = _open(draft)
    stored = files.store(chunks, at=at)
    kept = [file for file in _files(locked) if file["sha256"] != stored.sha256]
    if len(kept) >= MOST_FILES:
        raise BadInput(f"{MOST_FILES} files can be added. Put several into one, or send the rest later.")
    locked.answers["files"] = {"kept": [*kept, {"sha256": stored.sha256, "name": name, "what": what}]}
    return _saved(locked, at)


@unrecorded(RequestDraft)
def drop_file(draft: RequestDraft, *, sha256: str, at: datetime) -> RequestDraft:
    """Take a file out of the draft; one that is not in it changes nothing."""
    locked = _open(draft)
    locked.answers["files"] = {"kept": [file for file in _files(locked) if file["sha256"] != sha256]}
    return _saved(locked, at)


@unrecorded(RequestDraft, OutboxMail)
def mail_link(draft: RequestDraft, *, email: str, programme: Programme, at: datetime) -> RequestDraft:
    """Mail the draft's private link to an address, and keep the address for the form."""
    locked = _open(draft)
    locked.email = email
    telling.keep_draft(locked, programme, at)
    return _saved(locked, at)


@unrecorded(RequestDraft)
def forget(*, before: datetime, at: datetime) -> int:
    """Empty the drafts that nobody has saved since a moment, and return how many; what was submitted is no draft."""
    old = RequestDraft.objects.filter(request=None, saved_at__lt=before).exclude(answers={}, email="")
    return old.update(answers={}, email="", saved_at=at)


def _files(draft: RequestDraft) -> list[dict[str, str]]:
    return list(draft.answers.get("files", {}).get("kept", []))


def _open(draft: RequestDraft) -> RequestDraft:
    """Return the draft locked. Raises BadInput once it has been submitted."""
    locked = RequestDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.request_id is not None:
        raise BadInput("This request has been submitted. Reply on its own page, or add a file there.")
    return locked


def _saved(draft: RequestDraft, at: datetime) -> RequestDraft:
    draft.saved_at = at
    draft.save(update_fields=["answers", "email", "saved_at"])
    return draft
