"""The letter that thanks an agency when its site is closed; every figure in it is computed."""

from datetime import date

from django.conf import settings

from concord.core import zones
from concord.engagements.models import Engagement
from concord.programme import letters
from concord.programme.queries import letter as template_of
from concord.publishing.compile.site import programme_of
from concord.publishing.site.dates import long_date
from concord.reforms.queries import counts


def completion_letter(engagement: Engagement, *, sustainment: str) -> letters.Filled:
    """Return the letter as of the engagement's last day, in the words of its edition."""
    programme = programme_of(engagement)
    office = programme.office
    last = date.fromisoformat(engagement.ended)
    found = engagement.findings.filter(issued_at__lt=zones.ends(last)).count()
    standing = counts(engagement, last)
    done = [label for label in programme.status if label.core_state == "complete"]
    complete = sum(standing.assessed.get(label.key, 0) for label in done)
    values = {
        "agency": engagement.agency.name or engagement.title,
        "reference": engagement.ref,
        "office": office.name,
        "email": office.email,
        "phone": office.phone,
        "started": long_date(engagement.started),
        "ended": long_date(engagement.ended),
        "findings": _counted(found, "finding"),
        "recommendations": _counted(standing.base, "recommendation"),
        "standing": f"The team has assessed {complete} of {standing.base} as complete.",
        "sustainment": sustainment,
        "link": f"{settings.CONCORD_BASE_URL}/sites/{engagement.slug}/",
    }
    return letters.fill(template_of(programme, "completion"), values)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
