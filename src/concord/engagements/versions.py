"""Versions of an agreement that another one, or the end of its request, sets aside."""

from datetime import datetime

from concord.engagements.models import Agreement
from concord.engagements.states import AgreementState


def supersede(older: Agreement, *, at: datetime) -> None:
    """Set aside a version in the verb of the one that takes its place, or of what it is about; that verb's audit row
    tells of it."""
    older.state, older.state_since = AgreementState.SUPERSEDED, at
    older.save(update_fields=["state", "state_since"])
