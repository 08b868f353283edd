"""Pages of findings, by what they are about, and their verbs."""

from concord.findings.views import claims, grounds, statements
from concord.findings.views.statements import RECOMMENDATION_VERBS, writing

VERBS = [*statements.VERBS, *claims.VERBS]

__all__ = ("RECOMMENDATION_VERBS", "VERBS", "claims", "grounds", "statements", "writing")
