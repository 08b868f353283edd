"""What may be brought together with other recommendations of an engagement: what both sides can work on."""

from collections.abc import Iterable

from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation


def require_here(engagement: Engagement, recommendations: Iterable[Recommendation]) -> None:
    """Raise BadInput for a recommendation of elsewhere, or one that is neither issued nor taken up."""
    for each in recommendations:
        if each.engagement_id != engagement.pk or not each.is_shared:
            raise BadInput(f"{each.ref} is no recommendation of {engagement.ref} that is issued or taken up.")
