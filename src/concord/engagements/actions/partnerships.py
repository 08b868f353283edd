"""With which organizations an engagement is carried out: one or several."""

from datetime import datetime

from concord.core import lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput
from concord.core.permissions import Actor, Permission
from concord.engagements import rules
from concord.engagements.checks.reason import require_reason
from concord.engagements.models import Engagement, Part, Partnership
from concord.partners.models import Provider
from concord.partners.states import ProviderState

P = Permission


@verb
def add_partner(engagement: Engagement, *, provider: Provider, part: str, by: Actor, at: datetime) -> Partnership:
    """Carry the engagement out with a provider from this day on. The same again is one partnership (law 17).

    Raises Denied, BadInput (a provider that does not take part any more, one that is a partner in another part
    already, a second that leads)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PARTNER_ADD, locked).require()
    known = Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if known.state != ProviderState.ACTIVE:
        raise BadInput(f"{known.name} is “{known.state_label}”.")
    if part not in Part.values:
        raise BadInput(f"“{part}” is not a part; expected one of: {', '.join(Part.values)}.")
    now = locked.partnerships.filter(until=None).select_related("provider")
    if mine := now.filter(provider=known).first():
        if mine.part == part:
            raise Unchanged(mine)
        raise BadInput(f"{known.name} is a partner already: {mine.get_part_display().lower()}. End that first.")
    if part == Part.LEADS and (leads := now.filter(part=part).first()):
        raise BadInput(f"{leads.provider.name} leads already: one does at a time.")
    made = Partnership.objects.create(engagement=locked, provider=known, part=part, since=zones.day(at))
    record(locked, P.PARTNER_ADD, by=by, at=at, new=part, more={"provider": known.ref})
    return made


@verb
def end_partnership(engagement: Engagement, *, provider: Provider, reason: str, by: Actor, at: datetime) -> Partnership:
    """End a partnership with the reason; it stays on record with both its days.

    Raises Denied, Incomplete (the reason), BadInput (the provider is no partner now)."""
    require_reason(reason, "A partnership ends with a reason.")
    locked = lifecycle.lock(engagement)
    rules.may(by, P.PARTNER_END, locked).require()
    held = locked.partnerships.filter(until=None, provider=provider).first()
    if held is None:
        raise BadInput(f"{provider.name} is no partner of this engagement now.")
    held.until, held.ended_because = zones.day(at), reason
    held.save(update_fields=["until", "ended_because"])
    record(locked, P.PARTNER_END, by=by, at=at, old=held.part, reason=reason, more={"provider": provider.ref})
    return held
