"""Pages of findings, by what they are about, and their verbs."""

from concord.findings.views import (
    claims,
    comments,
    fact_checks,
    grounds,
    imports,
    quotes,
    renumbering,
    reports,
    statements,
)
from concord.findings.views.statements import RECOMMENDATION_VERBS, setting_aside, writing

VERBS = [*statements.VERBS, *claims.VERBS, *fact_checks.VERBS, *renumbering.VERBS, *imports.VERBS, *comments.VERBS]

__all__ = (
    "RECOMMENDATION_VERBS",
    "VERBS",
    "claims",
    "comments",
    "fact_checks",
    "grounds",
    "imports",
    "quotes",
    "renumbering",
    "reports",
    "setting_aside",
    "statements",
    "writing",
)
