"""The kinds of things that have a page and a history: how each is found, who may see it, which are open for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.core.permissions import May, Permission
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.evidence import queries as evidence
from concord.evidence import rules as evidence_rules
from concord.findings import queries as findings
from concord.findings import rules as findings_rules
from concord.intake import queries as intake
from concord.intake import rules as intake_rules
from concord.publishing import queries as publishing
from concord.publishing import rules as publishing_rules
from concord.reforms import queries as reforms
from concord.reforms import rules as reforms_rules
from concord.workplans import queries as workplans
from concord.workplans import rules as workplans_rules

P = Permission


@dataclass(frozen=True)
class Kind:
    """One kind: the prefix of its references, its loader, the permission to see it, its rules, its open things."""

    prefix: str
    load: Callable[[str], Any]
    see: Permission
    may: May
    open_for: Callable[[Person], QuerySet[Any]]


@dataclass(frozen=True)
class Found:
    """A thing and its kind."""

    kind: Kind
    thing: Any


KINDS = (
    Kind("REQ", intake.request, P.REQUEST_VIEW, intake_rules.may, intake.open_for),
    Kind("ENG", engagements.engagement, P.ENGAGEMENT_VIEW, engagements_rules.may, engagements.open_for),
    Kind("FA", engagements.focus_area, P.ENGAGEMENT_VIEW, engagements_rules.may, engagements.focus_areas_open_for),
    Kind("PLN", workplans.work_plan, P.PLAN_VIEW, workplans_rules.may, workplans.open_for),
    Kind("EVD", evidence.item, P.EVIDENCE_VIEW, evidence_rules.may, evidence.open_for),
    Kind("FND", findings.finding, P.FINDING_VIEW, findings_rules.may, findings.findings_open_for),
    Kind("REC", findings.recommendation, P.FINDING_VIEW, findings_rules.may, findings.recommendations_open_for),
    Kind("MSR", reforms.measure, P.REFORM_VIEW, reforms_rules.may, reforms.measures_open_for),
    Kind("RFM", reforms.reform, P.REFORM_VIEW, reforms_rules.may, reforms.open_for),
    Kind("RPT", publishing.report, P.REPORT_VIEW, publishing_rules.may, publishing.open_for),
)


def find(ref: str) -> Found | None:
    """Return the thing of a reference with its kind, or None."""
    for kind in KINDS:
        if ref.startswith(f"{kind.prefix}-"):
            thing = kind.load(ref)
            return None if thing is None else Found(kind, thing)
    return None
