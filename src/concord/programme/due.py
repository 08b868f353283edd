"""The tasks that an edition brings, set and ended inside its publishing."""

from datetime import date, datetime, timedelta

from concord.core import zones
from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.programme.document import FormNotice, Programme
from concord.programme.models import EditionDraft

_AHEAD = timedelta(days=120)  # two notices of 60 and 30 days precede a renewal (5 CFR 1320.8(d), 1320.10(a))


def renew_numbers(draft: EditionDraft, programme: Programme, *, by: Actor, at: datetime) -> None:
    """Set the office to renew each form's number in time; what an earlier edition set is done."""
    earlier = EditionDraft.objects.filter(edition=draft.base).first()
    for notice in programme.form_notice:
        kind = f"form_number {notice.key}"
        if earlier is not None:
            setting.finish(kind, about=earlier.ref, by=by, at=at, outcome=f"The next edition says it: {draft.ref}.")
        if notice.needs_number and not notice.exemption:
            _renew(notice, kind, draft, by=by, at=at)


def _renew(notice: FormNotice, kind: str, draft: EditionDraft, *, by: Actor, at: datetime) -> None:
    setting.add(
        what=f"Renew the number {notice.omb_number}: after {notice.expires} the form “{notice.key}” is closed",
        about=draft.ref,
        scope=OFFICE_SCOPE,
        party=Party.OFFICE,
        due_on=max(zones.day(at), date.fromisoformat(notice.expires) - _AHEAD),
        kind=kind,
        by=by,
        at=at,
    )
