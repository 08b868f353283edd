"""What takes the place of a recommendation, read for checks and forms alike."""

from concord.findings.models import Recommendation
from concord.reforms.models import Link, LinkKind


def replaced_by(of: Recommendation) -> list[str]:
    """Return the numbers of the recommendations that take the place of one, by the links that stand."""
    rows = Link.objects.filter(other=of, kind=LinkKind.SUPERSEDES, ended_at=None)
    return list(rows.order_by("pk").values_list("one__label", flat=True))
