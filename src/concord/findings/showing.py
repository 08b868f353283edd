"""How much of a piece of evidence a reader may see in a justification: the one rule of it, and nothing else decides.

It takes the narrower of two limits: how far the item may travel, and what those who took part agreed to. Both are asked
anew each time something is rendered, so that an item that is restricted or withdrawn later loses its details then.
"""

from django.db.models import TextChoices

from concord.evidence import consent
from concord.evidence.models import Consent, Releasability
from concord.findings.grounds import Ground


class Level(TextChoices):
    """How much is shown: value, and what a reader is told of it."""

    WHOLE = "whole", "May be shown"
    NAMED = "named", "Used without saying from whom"
    GATHERED = "gathered", "Deliberative: how it was gathered is told, not what it says"
    NUMBERED = "numbered", "Confidential: its number and method are told"
    UNPUBLISHED = "unpublished", "Not for publication, as those who took part asked"
    GONE = "gone", "Counts no more"


def level_of(ground: Ground) -> Level:
    """Return how much of a ground may be shown to whoever may read the finding."""
    if not ground.stands:
        return Level.GONE
    if ground.evidence is None:
        return Level.GATHERED  # a registered data set: its entry is the team's and the agency's
    agreed = consent.of(ground.evidence)
    if ground.evidence.is_sealed:
        return Level.NUMBERED
    if agreed == Consent.WITHHELD:
        return Level.UNPUBLISHED
    if ground.evidence.releasability != Releasability.RELEASABLE:
        return Level.GATHERED
    return Level.WHOLE if consent.agreed_to(ground.evidence, consent.Use.QUOTE) else Level.NAMED


def tells_of_whom(ground: Ground) -> bool:
    """Whether it may be told whom it was heard from, and on which day: with a group and a day beside it, words that may
    be quoted without a name have one."""
    return ground.evidence is None or consent.agreed_to(ground.evidence, consent.Use.ROLE).allowed
