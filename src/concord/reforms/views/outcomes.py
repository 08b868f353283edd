"""Outcome measures on the page of a recommendation."""

from datetime import date
from typing import Any

from concord.core import zones
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.findings import queries as findings
from concord.findings.models import Recommendation
from concord.reforms import actions, forms, plotting, queries, rules
from concord.reforms.models import Reform

P = Permission
OUTCOME_VERBS = [
    VerbPage(
        P.OUTCOME_REGISTER,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.register,
        explain="Baseline, target and source are fixed from now on, before anything is measured.",
        form=forms.OutcomeForm,
    ),
    VerbPage(
        P.OUTCOME_RECORD,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.record_value,
        explain="A second value of one day is a correction; the first stays on record.",
        form=forms.ValueForm,
    ),
    VerbPage(
        P.OUTCOME_WITHDRAW,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.withdraw_outcome,
        explain="For one that was registered by mistake. It stays on record, and the public reads your reason.",
        form=forms.WithdrawOutcomeForm,
    ),
]


def measured(of: Recommendation, reform: Reform | None) -> dict[str, Any]:
    """Return the outcomes of a recommendation with their drawings, the reform's days marked in them."""
    found = queries.outcomes(of)
    days = _days(reform) if reform and found else []
    return {
        "outcomes": [
            (
                series,
                plotting.plotted(
                    [(point.as_of, point.value) for point in series.points],
                    target=series.outcome.target,
                    unit=series.outcome.unit,
                    marks=days,
                    ident=f"outcome-{series.outcome.pk}",
                ),
            )
            for series in found
        ]
    }


def _days(reform: Reform) -> list[tuple[date, str]]:
    assessed = [(reform.assessed_on, "assessed")] if reform.assessed_on else []
    return [(zones.day(reform.planned_at), "taken up"), *assessed]
