"""The verbs of providers."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.partners import rules
from concord.partners.models import Provider, Roster

P = Permission


@verb
def add_provider(
    *,
    name: str,
    kind: str,
    contact_name: str,
    contact_email: str,
    contact_phone: str = "",
    website: str = "",
    by: Actor,
    at: datetime,
) -> Provider:
    """Add an organization. Raises Denied, BadInput (there is one of that name)."""
    rules.may(by, P.PROVIDER_ADD, Roster()).require()
    _require_free(name)
    return Provider.begin(
        P.PROVIDER_ADD,
        by=by,
        at=at,
        ref=next_ref("PRV", at),
        name=name.strip(),
        kind=kind,
        website=website,
        contact_name=contact_name,
        contact_email=contact_email,
        contact_phone=contact_phone,
    )


@verb
def describe_provider(
    provider: Provider,
    *,
    name: str,
    kind: str,
    contact_name: str,
    contact_email: str,
    contact_phone: str = "",
    website: str = "",
    by: Actor,
    at: datetime,
) -> Provider:
    """Bring a provider's entry up to date. Raises Denied, BadInput (another has that name)."""
    held = lifecycle.lock(provider)
    rules.may(by, P.PROVIDER_DESCRIBE, held).require()
    _require_free(name, but=held)
    said = {"name": name.strip(), "kind": kind, "website": website, "contact_name": contact_name}
    said |= {"contact_email": contact_email, "contact_phone": contact_phone}
    changed = [field for field, value in said.items() if getattr(held, field) != value]
    if not changed:
        raise Unchanged(held)
    for field in changed:
        setattr(held, field, said[field])
    held.save(update_fields=changed)
    record(held, P.PROVIDER_DESCRIBE, by=by, at=at, new=", ".join(changed))
    return held


@verb
def end_provider(provider: Provider, *, reason: str, by: Actor, at: datetime) -> Provider:
    """Record that a provider no longer takes part; its experts stay on the roster."""
    return lifecycle.move(provider, P.PROVIDER_END, by=by, at=at, may=rules.may, reason=reason)


@verb
def resume_provider(provider: Provider, *, reason: str, by: Actor, at: datetime) -> Provider:
    """Record that a provider takes part again."""
    return lifecycle.move(provider, P.PROVIDER_RESUME, by=by, at=at, may=rules.may, reason=reason)


def _require_free(name: str, *, but: Provider | None = None) -> None:
    hold("providers")  # of two who enter one at once, the second sees the first
    same = Provider.objects.filter(name__iexact=name.strip()).first()
    if same is not None and same != but:
        raise BadInput(f"{same.ref} has the name “{same.name}” already.")
