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
    if StoredFile.objects.select_for_update().filter(pk=stored.sha256).first() is None:  # waited for who let go of it
        raise BadInput("The same file was being removed at this moment. Add it again.")
    kept = [file for file in _files(locked) if file["sha256"] != stored.sha256]
    if len(kept) >= MOST_FILES:
        raise BadInput(f"{MOST_FILES} files can be added. Put several into one, or send the rest later.")
    locked.answers["files"] = {"kept": [*kept, {"sha256": stored.sha256, "name": name, "what": what}]}
    return _saved(locked, at)


@unrecorded(RequestDraft, StoredFile)
def drop_file(draft: RequestDraft, *, sha256: str, at: datetime) -> RequestDraft:
    """Take a file out of the draft, and off the disk; one that is not in it changes nothing."""
    locked = _open(draft)
    had = _files(locked)
    kept = [file for file in had if file["sha256"] != sha256]
    locked.answers["files"] = {"kept": kept}
    saved = _saved(locked, at)
    if len(kept) < len(had):
        _let_go(saved, sha256)
    return saved


@unrecorded(RequestDraft, OutboxMail)
def mail_link(draft: RequestDraft, *, email: str, programme: Programme, at: datetime) -> RequestDraft:
    """Mail the draft's private link to an address, and keep the address for the form."""
    locked = _open(draft)
    locked.email = email
    telling.keep_draft(locked, programme, at)
    return _saved(locked, at)


@unrecorded(RequestDraft, StoredFile)
def forget(*, before: datetime, at: datetime) -> int:
    """Empty the drafts that nobody has saved since a moment, with their files, and return how many; what was submitted
    is no draft."""
    old = RequestDraft.objects.filter(request=None, saved_at__lt=before).exclude(answers={}, email="")
    theirs = list(old.select_for_update())
    RequestDraft.objects.filter(pk__in=[draft.pk for draft in theirs]).update(answers={}, email="", saved_at=at)
    for draft in theirs:
        for file in _files(draft):
            _let_go(draft, file["sha256"])
    return len(theirs)


def _let_go(draft: RequestDraft, sha256: str) -> None:
    """Erase a file that came with a draft and that no draft has any more, nor anything else: nobody would find it."""
    came = StoredFile.objects.select_for_update().filter(pk=sha256, stored_at__gte=draft.started_at).first()
    wanted = RequestDraft.objects.filter(answers__files__kept__contains=[{"sha256": sha256}])
    if came is not None and not wanted.exists():  # whoever adds the same bytes at this moment waits, and is told
        files.remove(sha256, "a draft that let go of it")


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
