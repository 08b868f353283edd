"""By what an activity of a plan can be done."""

from dataclasses import dataclass

from concord.engagements.models import Engagement
from concord.engagements.rules import has_stage
from concord.programme.document import Programme


@dataclass(frozen=True)
class Means:
    """What one of them is called ("Method"), and those that there are, key → name."""

    called: str
    names: dict[str, str]


def means_of(engagement: Engagement, programme: Programme) -> Means:
    """Return the methods of the programme; in a tier that gathers no evidence its forms of delivery, where the edition
    names any."""
    forms = {form.key: form.label for form in programme.delivery_form}
    if forms and not has_stage(engagement, "evidence"):
        return Means("Form of delivery", forms)
    return Means("Method", {method.key: method.name for method in programme.method})
