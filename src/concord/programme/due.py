"""The tasks that an edition brings, set and ended inside its publishing."""

from datetime import date, datetime, timedelta

from concord.core import zones
from concord.core.permissions import OFFICE_SCOPE, Actor, Party
from concord.core.tasks import setting
from concord.programme.document import FormNotice, Programme
from concord.programme.models import EditionDraft

_NUMBERS = "form_numbers"
_AHEAD = timedelta(days=120)  # two notices of 60 and 30 days precede a renewal (5 CFR 1320.8(d), 1320.10(a))


def renew_numbers(draft: EditionDraft, programme: Programme, *, by: Actor, at: datetime) -> None:
    """Set the office to renew each form's number in time; what earlier editions set is done."""
    for ref in EditionDraft.objects.exclude(edition=None).values_list("ref", flat=True):
        setting.finish(_NUMBERS, about=ref, by=by, at=at, outcome=f"The next edition says it: {draft.ref}.")
    numbered = [one for one in programme.form_notice if one.needs_number and not one.exemption]
    if numbered:
        _renew(min(numbered, key=lambda notice: notice.expires), draft, by=by, at=at)


def _renew(notice: FormNotice, draft: EditionDraft, *, by: Actor, at: datetime) -> None:
    """Set it of the form whose number ends first: the edition that renews it sets the next one's."""
    setting.add(
        what=f"Renew the number {notice.omb_number}: after {notice.expires} the form “{notice.key}” is closed",
        about=draft.ref,
        scope=OFFICE_SCOPE,
        party=Party.OFFICE,
        due_on=max(zones.day(at), date.fromisoformat(notice.expires) - _AHEAD),
        kind=_NUMBERS,
        by=by,
        at=at,
    )
