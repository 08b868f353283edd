"""The page on which findings and recommendations are numbered anew."""

from collections.abc import Mapping
from typing import Any

from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements import queries as engagements
from concord.engagements.models import Engagement
from concord.findings import actions, forms, rules, schemes
from concord.findings.models import Scheme

P = Permission


def _previews(engagement: Engagement) -> Mapping[str, Any]:
    """Return what each scheme would change."""
    found = ((scheme, schemes.preview(engagement, scheme)) for scheme in Scheme)
    return {"previews": [(scheme, [row for row in rows if row.changes], len(rows)) for scheme, rows in found]}


RENUMBER = VerbPage(
    P.FINDING_RENUMBER,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.renumber,
    explain="The numbers that readers see change as shown below; public keys and addresses stay as they are.",
    form=forms.RenumberForm,
    show=_previews,
    template="findings/renumber.html",
)
VERBS = [RENUMBER]
