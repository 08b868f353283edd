"""What one person may take away of an engagement besides what was published: the same that its pages show them, as
values that a program reads. Of people it says nothing but what they wrote into these texts."""

import json
from typing import Any

from concord.accounts.models import Person
from concord.engagements.models import Engagement
from concord.findings.models import FactCheck, FactComment
from concord.findings.queries import fact_checks_visible_to
from concord.publishing.models import ReportComment, StatusReport
from concord.publishing.queries.things import closing, seen_of
from concord.publishing.states import ReportState
from concord.workplans import queries as workplans
from concord.workplans.models import WorkPlan


def seen_besides(engagement: Engagement, person: Person) -> dict[str, Any]:
    """Return, by the name of a file: versions of the work plan, reports on their way and what was said of each report's
    facts, fact checks with what was given to check, and the letter at the end. What is empty is not there."""
    plans = workplans.visible_to(person).filter(engagement=engagement).order_by("version")
    reports = seen_of(engagement, person).order_by("number", "version").prefetch_related("comments")
    checks = fact_checks_visible_to(person).filter(engagement=engagement).order_by("pk")
    closed = closing(engagement)
    found = {
        "work-plans": [_plan(one) for one in plans],
        "status-reports": [_report(one) for one in reports],
        "fact-checks": [_fact_check(one) for one in checks],
        "letter": {"subject": closed.subject, "text": closed.letter} if closed else None,
    }
    return {name: value for name, value in found.items() if value}


def _plan(plan: WorkPlan) -> dict[str, Any]:
    return {
        "ref": plan.ref,
        "version": plan.version,
        "state": plan.state_label,
        "since": plan.state_since.isoformat(),
        "returned_because": plan.returned_because,
        "sha256": plan.content_hash,
        "content": json.loads(plan.document),
    }


def _report(report: StatusReport) -> dict[str, Any]:
    """Return a report; once it is published, its document is among the releases."""
    return {
        "ref": report.ref,
        "label": report.label,
        "state": report.state_label,
        "since": report.state_since.isoformat(),
        "document": None if report.state == ReportState.PUBLISHED else report.document,
        "comments": [_comment(one) for one in report.comments.all()],
    }


def _comment(one: ReportComment) -> dict[str, Any]:
    said = {"number": one.number, "about": one.get_part_display(), "text": one.text, "at": one.made_at.isoformat()}
    return said | {"outcome": one.get_outcome_display() or None, "answer": one.answer or None}


def _fact_check(check: FactCheck) -> dict[str, Any]:
    comments = check.comments.select_related("of__finding", "of__recommendation").order_by("number")
    texts = check.texts.select_related("finding", "recommendation").order_by("pk")
    return {
        "ref": check.ref,
        "state": check.state_label,
        "until": check.due_on.isoformat(),
        "texts": [{"of": one.statement.ref, "words": one.words, "sha256": one.words_hash} for one in texts],
        "comments": [_fact_comment(one) for one in comments],
    }


def _fact_comment(one: FactComment) -> dict[str, Any]:
    said = {"number": one.number, "of": one.of.statement.ref, "place": one.place, "quote": one.quote, "text": one.text}
    verdict = {"verdict": one.get_verdict_display() or None, "answer": one.answer or None}
    return said | {"at": one.said_at.isoformat()} | verdict
