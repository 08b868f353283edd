import re

from concord.core.checks import Problem, error
from concord.engagements.models import SLUG_SHAPE, Engagement


def slug_is_free(slug: str) -> list[Problem]:
    """The public address has its shape, and no other engagement has it; it never changes, so it is checked now."""
    if not re.fullmatch(SLUG_SHAPE, slug):
        return [error(f"The address is “{slug}”; expected small letters, digits and single hyphens between them.")]
    if Engagement.objects.filter(slug=slug).exists():
        return [error(f"Another engagement has the address “{slug}”; add the state, such as “{slug}-oh”.")]
    return []
