"""Desk pages of status reports."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagement_rules
from concord.engagements.models import Engagement
from concord.publishing import actions, forms, queries, rules
from concord.publishing.models import StatusReport

P = Permission


def _verb(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.report,
        see=P.REPORT_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
    )


# Compiling begins on the engagement; a returned report is compiled again on its own page.
COMPILE = VerbPage(
    P.REPORT_COMPILE,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.compile_report,
    explain="You write the words. Every figure is computed from the records as of the period's last day.",
    form=forms.ReportForm,
    name="report.new",
)
REPORT_VERBS = [
    _verb(
        P.REPORT_COMPILE,
        actions.compile_again,
        "You write the words again. Every figure is computed anew from the records.",
        forms.WordsForm,
    ),
    _verb(
        P.REPORT_APPROVE,
        actions.approve,
        "You see below exactly what will be public. Somebody else publishes it.",
    ),
    _verb(P.REPORT_RETURN, actions.return_, "It goes back to whoever compiled it.", ReasonForm),
    _verb(
        P.REPORT_PUBLISH,
        actions.publish,
        "What is published stays, at the same address. A correction will be a new release beside it.",
    ),
]
VERBS = [COMPILE, *REPORT_VERBS]
SHEET = tables.Sheet(
    "Status reports",
    (
        tables.Column("Reference", lambda report: report.ref),
        tables.Column("Report", lambda report: f"{report.name} {report.number}"),
        tables.Column("From", lambda report: report.period_from),
        tables.Column("To", lambda report: report.period_to),
        tables.Column("State", lambda report: report.state_label),
        tables.Column("Since (UTC)", lambda report: report.state_since),
    ),
)


@on(P.REPORT_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagement_rules.may)
def reports(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List an engagement's status reports and releases."""
    rows = queries.of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "buttons": buttons([COMPILE], request.user, thing),
        "releases": queries.releases_of(thing)[:20],
    }
    return render(request, "publishing/reports.html", context | page_of(rows, request))


@on(P.REPORT_VIEW, load=queries.report, see=P.REPORT_VIEW, may=rules.may)
def report(request: PersonRequest, thing: StatusReport) -> HttpResponse:
    """Show one report exactly as it will be public."""
    context = {
        "thing": thing,
        "buttons": buttons(REPORT_VERBS, request.user, thing),
        "document": thing.document,
        "table": _table(thing),
    }
    return render(request, "publishing/report.html", context)


def _table(report: StatusReport) -> list[dict[str, object]]:
    """Return one row a status, both voices side by side."""
    figures = report.document["figures"]
    if figures is None:
        return []
    counted = {voice: {r["status"]: r["count"] for r in figures[voice]} for voice in ("assessed", "reported")}
    return [
        {
            "label": status["label"],
            "assessed": counted["assessed"].get(status["key"], 0),
            "reported": counted["reported"].get(status["key"], 0),
        }
        for status in report.document["statuses"]
    ]
