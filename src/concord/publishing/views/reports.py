"""Desk pages of status reports."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from concord.analysis.text.reading import grade, words
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagement_rules
from concord.engagements.models import Engagement
from concord.publishing import actions, archiving, checks, forms, previewing, queries, rules
from concord.publishing.checks.closing import site_can_be_closed
from concord.publishing.models import PARTS, Release, StatusReport, Withholding
from concord.publishing.site import STATIC_CSP, papers
from concord.publishing.site.archive import PAPERS

P = Permission


def _checked(report: StatusReport) -> dict[str, Any]:
    """What the checks say, before the button is pressed."""
    return {"problems": checks.run(report)}


def _verb(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
    *,
    show: Callable[[Any], dict[str, Any]] = lambda _report: {},
) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.report,
        see=P.REPORT_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=show,
        template="publishing/verb.html",
    )


# Compiling begins on the engagement; a report on its way is compiled again on its own page.
COMPILE = VerbPage(
    P.REPORT_COMPILE,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.compile_report,
    explain="You write the words. Every figure is computed from the records as of the period's last day.",
    form=forms.ReportForm,
    name="report.new",
    template="publishing/verb.html",
)
EXPLAIN = VerbPage(
    P.REPORT_EXPLAIN,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.explain,
    explain="The site's page says that the report is late, who has it, and these words, within a minute.",
    form=forms.ExplainForm,
)
CLOSE = VerbPage(
    P.SITE_CLOSE_OUT,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.close_site,
    explain="The site moves to the closed ones, with what was still open. The agency gets a letter of thanks.",
    form=forms.CloseForm,
    show=lambda engagement: {"problems": site_can_be_closed(engagement)},
)
REPORT_VERBS = [
    _verb(
        P.REPORT_COMPILE,
        actions.compile_again,
        "You write the words again. Every figure is computed anew from the records.",
        forms.WordsForm,
    ),
    _verb(
        P.REPORT_SUBMIT, actions.submit, "Somebody else of the team reads it, then the agency checks it.", show=_checked
    ),
    _verb(
        P.REPORT_REVIEW,
        actions.review,
        "The agency sees it and checks its facts; from today it has some days for that.",
        show=_checked,
    ),
    _verb(P.REPORT_HAND_BACK, actions.hand_back, "It goes back to whoever compiled it.", ReasonForm),
    _verb(
        P.REPORT_COMMENT,
        actions.comment,
        "Say which fact is wrong. Each comment has a number, and the team answers each before the report goes on.",
        forms.CommentForm,
    ),
    _verb(
        P.REPORT_CHECK,
        actions.check,
        "You have said what there is to say about its facts. The team answers each comment and sends it for approval.",
    ),
    _verb(
        P.REPORT_ANSWER,
        actions.answer,
        "Say what was changed, or why the text is kept. Change the words first, by compiling the report again.",
        forms.AnswerForm,
    ),
    _verb(P.REPORT_PROPOSE, actions.propose, "The programme office decides whether it is published.", show=_checked),
    _verb(
        P.REPORT_APPROVE,
        actions.approve,
        "The preview shows exactly what will be public. Somebody else sets the hour.",
        show=_checked,
    ),
    _verb(
        P.REPORT_RETURN,
        actions.return_,
        "It goes back to the team. Review, fact check and approval begin again.",
        ReasonForm,
    ),
    _verb(
        P.REPORT_SCHEDULE,
        actions.schedule,
        "The agency is told the hour and sees the same preview. At that hour Concord publishes it. What is published "
        "stays, at the same address; a correction is a new release beside it.",
        forms.ScheduleForm,
    ),
    _verb(
        P.REPORT_CORRECT,
        actions.correct,
        "A correction goes the same way as the report: review, fact check, approval, and the hour. Both stay public.",
        forms.CorrectForm,
    ),
]
ASK_WITHHOLD = VerbPage(
    P.RELEASE_ASK_WITHHOLD,
    load=queries.release,
    see=P.REPORT_VIEW,
    may=rules.may,
    action=actions.ask_to_withhold,
    explain="For privacy, safety or a court's order alone. A mistake is corrected by a new release instead.",
    form=forms.WithholdForm,
)
WITHHOLDING_VERBS = [
    VerbPage(
        P.RELEASE_WITHHOLD,
        load=queries.withholding,
        see=P.REPORT_VIEW_DRAFT,
        may=rules.may,
        action=actions.withhold,
        explain="Its content is gone for good from the site and from the releases. Its address says when and why, with "
        "the hash of what stood there. This cannot be taken back.",
    ),
    VerbPage(
        P.RELEASE_KEEP,
        load=queries.withholding,
        see=P.REPORT_VIEW_DRAFT,
        may=rules.may,
        action=actions.keep,
        explain="The release stays public.",
        form=ReasonForm,
    ),
]


@dataclass(frozen=True)
class CopyPage(VerbPage):
    """A copy of the recommendation that a link names (?of=REL-2026-0007:1.1), which is shown above the form."""

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        of = request.POST.get("of", request.GET.get("of", "")).replace("\0", "")  # which PostgreSQL does not take
        form: Any = partial(self.form, of=of)
        show = partial(_told_elsewhere, of=of)
        return VerbPage._view(replace(self, form=form, show=show), request, thing)  # noqa: SLF001 - of the same class


def _told_elsewhere(engagement: Engagement, of: str) -> dict[str, Any]:
    return {"row": queries.released(engagement, of)}


COPY = CopyPage(
    P.RECOMMENDATION_COPY,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.copy_released,
    explain="It becomes a draft here and keeps its origin. Its justification is not copied: write why it is right for "
    "this agency, and reword what is not.",
    form=forms.CopyForm,
    template="publishing/copy.html",
)
VERBS = [COMPILE, EXPLAIN, CLOSE, COPY, ASK_WITHHOLD, *WITHHOLDING_VERBS, *REPORT_VERBS]
SHEET = tables.Sheet(
    "Status reports",
    (
        tables.Column("Reference", lambda report: report.ref),
        tables.Column("Report", lambda report: report.label),
        tables.Column("From", lambda report: report.period_from),
        tables.Column("To", lambda report: report.period_to),
        tables.Column("State", lambda report: report.state_label),
        tables.Column("Since (UTC)", lambda report: report.state_since),
    ),
)


@on(P.REPORT_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagement_rules.may)
def reports(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List an engagement's status reports and releases, and say when the next report is due."""
    rows = queries.seen_of(thing, request.user)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "buttons": buttons([COMPILE, EXPLAIN, CLOSE], request.user, thing),
        "releases": queries.releases_of(thing)[:20],
        "due": queries.due(thing),
        "today": clock.today(),
    }
    return render(request, "publishing/reports.html", context | page_of(rows, request))


@on(P.REPORT_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagement_rules.may)
def published(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Give everything published of an engagement, and what else this person sees of it, as one archive that Concord can
    load again."""
    releases, kept = queries.published_of(thing), settings.CONCORD_PUBLIC_SITE / "papers"
    paths = [papers.path_of(kept, release.sha256, kind) for release in releases for kind in PAPERS]
    found = {path.name: path.read_bytes() for path in paths if path.exists()}
    documents, seen = [release.document for release in releases], queries.seen_besides(thing, request.user)
    body = archiving.pack(documents, found, name=thing.title, at=clock.now(), seen=seen)
    headers = {"Content-Disposition": f'attachment; filename="{thing.slug}.zip"'}
    return unkept(HttpResponse(body, content_type="application/zip", headers=headers))


@on(P.REPORT_VIEW, load=queries.release, see=P.REPORT_VIEW, may=rules.may)
def release(request: PersonRequest, thing: Release) -> HttpResponse:
    """Show one release: what it is of, its hash, and whether it was withheld."""
    sees = bool(rules.may(request.user, P.REPORT_VIEW_DRAFT, thing))
    wishes = thing.withholdings.order_by("pk") if sees else ()
    context = {"thing": thing, "wishes": wishes, "buttons": buttons([ASK_WITHHOLD], request.user, thing)}
    return render(request, "publishing/release.html", context)


@on(P.REPORT_VIEW_DRAFT, load=queries.withholding, see=P.REPORT_VIEW_DRAFT, may=rules.may)
def withholding(request: PersonRequest, thing: Withholding) -> HttpResponse:
    """Show why a release is to be withheld, and what was decided."""
    context = {"thing": thing, "buttons": buttons(WITHHOLDING_VERBS, request.user, thing)}
    return render(request, "publishing/withholding.html", context)


@on(P.ENGAGEMENT_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagement_rules.may)
def elsewhere(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Search what other sites have released, by the words and the topic in the address."""
    form = forms.ElsewhereForm(request.GET or None, topics=queries.topics_elsewhere(thing))
    found = queries.elsewhere(thing, form.sought())
    context = {
        "thing": thing,
        "form": form,
        "found": found,
        "most": queries.SHOWN,
        "may_copy": COPY.decide(request.user, thing).allowed,
    }
    return render(request, "publishing/elsewhere.html", context, status=422 if form.errors else 200)


@on(P.ENGAGEMENT_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagement_rules.may)
def letter(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show the letter that thanks the agency, once the site is closed."""
    return render(request, "publishing/letter.html", {"thing": thing, "closing": queries.closing(thing)})


@on(P.REPORT_VIEW, load=queries.report, see=P.REPORT_VIEW, may=rules.may)
def report(request: PersonRequest, thing: StatusReport) -> HttpResponse:
    """Show one report: its words and figures, what is pointed out in them, and what the agency said of its facts."""
    context = {
        "thing": thing,
        "buttons": buttons(REPORT_VERBS, request.user, thing),
        "document": thing.document,
        "table": _table(thing),
        "parts": _parts(thing),
        "problems": checks.run(thing) if thing.state != "published" else [],
        "comments": list(queries.comments(thing)),
        "returned": queries.returned_because(thing),
        "address": f"/sites/{thing.engagement.slug}/reports/{thing.address_day(clock.today())}/",
    }
    return render(request, "publishing/report.html", context)


@on(P.REPORT_VIEW, load=queries.report, see=P.REPORT_VIEW, may=rules.may)
def preview(request: PersonRequest, thing: StatusReport) -> HttpResponse:
    """Show the public page of a report exactly as it will be."""
    del request
    return _page(thing, of_site=False)


@on(P.REPORT_VIEW, load=queries.report, see=P.REPORT_VIEW, may=rules.may)
def preview_site(request: PersonRequest, thing: StatusReport) -> HttpResponse:
    """Show the site's home exactly as it will be with the report."""
    del request
    return _page(thing, of_site=True)


def _page(thing: StatusReport, *, of_site: bool) -> HttpResponse:
    body = previewing.page(thing, of_site=of_site, at=clock.now())
    headers = {"Content-Security-Policy": STATIC_CSP, "X-Robots-Tag": "noindex"}
    return unkept(HttpResponse(body, headers=headers))


def _parts(report: StatusReport) -> list[dict[str, object]]:
    """Return each part of the words with how many there are, how many there may be, and how hard it reads."""
    return [
        {
            "heading": heading,
            "text": text,
            "words": words(text),
            "most": checks.MOST_WORDS[part],
            "grade": grade(text),
        }
        for part, heading in PARTS.items()
        if (text := getattr(report, part))
    ]


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
