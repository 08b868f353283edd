"""What the edition of a request says about its intake: parts of the record, other offices, reasons, letters, days.

A request keeps the edition under which it was made. One from before these words were kept has none; then the newest
edition's words serve."""

from concord.intake.models import AssistanceRequest
from concord.programme.document import Component, IntakePart, Letter, Programme, Reason, Service
from concord.programme.models import Edition
from concord.programme.queries import letter as letter_of
from concord.programme.queries import of as programme_of
from concord.programme.queries import reasons as reasons_of


def _with(of: AssistanceRequest, name: str) -> Programme:
    own = programme_of(of.edition)
    newest = None if getattr(own, name) else Edition.objects.order_by("-number").first()
    return programme_of(newest) if newest else own


def tiers(of: AssistanceRequest) -> dict[str, str]:
    """Return the names of the tiers by their keys."""
    return {tier.key: tier.name for tier in programme_of(of.edition).tier}


def parts(of: AssistanceRequest) -> tuple[IntakePart, ...]:
    """Return the parts of the intake record, in their order."""
    return _with(of, "intake_part").intake_part


def components(of: AssistanceRequest) -> tuple[Component, ...]:
    """Return the other offices that can be asked about the agency."""
    return _with(of, "component").component


def reasons(of: AssistanceRequest, kind: str) -> tuple[Reason, ...]:
    """Return the reason codes of one kind: defer, refer, decline or waive."""
    return reasons_of(_with(of, "reason"), kind)


def letter(of: AssistanceRequest, key: str) -> Letter:
    """Return a letter's template. Raises BadInput."""
    return letter_of(_with(of, "letter"), key)


def service(of: AssistanceRequest, key: str) -> Service | None:
    """Return a service standard, or None where the edition sets none of this name."""
    return next((each for each in _with(of, "service").service if each.key == key), None)
