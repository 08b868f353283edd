"""Bands of agency size by sworn staff, in which experts say where they have worked. Pure."""

from django.db.models import TextChoices


class SizeBand(TextChoices):
    """How many sworn staff an agency has."""

    UNDER_25 = "under_25", "Fewer than 25 sworn staff"
    FROM_25 = "25_to_99", "25 to 99 sworn staff"
    FROM_100 = "100_to_499", "100 to 499 sworn staff"
    FROM_500 = "500_or_more", "500 or more sworn staff"


_BEGINS = ((500, SizeBand.FROM_500), (100, SizeBand.FROM_100), (25, SizeBand.FROM_25), (0, SizeBand.UNDER_25))


def band_of(sworn: int | None) -> SizeBand | None:
    """Return the band of a number of sworn staff, or None where the number is not on record."""
    return None if sworn is None else next(band for least, band in _BEGINS if sworn >= least)
