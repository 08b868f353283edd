"""Pages of recommendations with their two voices, of measures, and of reforms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.findings import queries as findings
from concord.findings import rules as findings_rules
from concord.findings.models import Recommendation
from concord.findings.views import RECOMMENDATION_VERBS as WRITING_VERBS
from concord.findings.views import setting_aside, writing
from concord.reforms import actions, checks, forms, queries, rules
from concord.reforms.models import Measure, Reform
from concord.reforms.states import MeasureState
from concord.reforms.views.lines import line
from concord.reforms.views.links import BLOCKER_VERBS, LINK_VERBS, linked
from concord.reforms.views.outcomes import OUTCOME_VERBS, measured
from concord.reforms.views.packets import ASSEMBLE_VERBS
from concord.reforms.views.planning import PRIORITY_VERBS, steering

P = Permission

RECOMMENDATION_VERBS = [
    setting_aside(P.RECOMMENDATION_SET_ASIDE, load=queries.recommendation, may=rules.may, action=actions.set_aside),
    VerbPage(
        P.MEASURE_PROPOSE,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.propose,
        explain="The programme office approves it before any work is judged by it.",
        form=forms.MeasureForm,
    ),
    VerbPage(
        P.REFORM_PLAN,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.plan,
        explain="The agency reads it and its finding from now on, has the ball, and reports when it has something to "
        "say. The public hears nothing of it before it is issued.",
        show=lambda recommendation: {"problems": checks.before_planning(recommendation)},
    ),
    *LINK_VERBS,
    *PRIORITY_VERBS,
    *OUTCOME_VERBS,
]
MEASURE_VERBS = [
    VerbPage(
        P.MEASURE_AGREE,
        load=queries.measure,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.agree,
        explain="You say for the agency that its work may be judged by this.",
    ),
    VerbPage(
        P.MEASURE_ASK,
        load=queries.measure,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.ask_for_change,
        explain="Say what should be otherwise. The programme office returns the measure, or says why it stays.",
        form=ReasonForm,
    ),
    VerbPage(
        P.MEASURE_APPROVE,
        load=queries.measure,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.approve,
        explain="Work is judged by it from now on. A later change is a new version, with its reason.",
        form=forms.ApproveMeasureForm,
        show=lambda measure: {"problems": checks.before_approving(measure, clock.today())},
    ),
    VerbPage(
        P.MEASURE_RETURN,
        load=queries.measure,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.return_,
        explain="Say what is to be changed. A new version may follow.",
        form=ReasonForm,
    ),
    VerbPage(
        P.MEASURE_WITHDRAW,
        load=queries.measure,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.withdraw_measure,
        explain="Nothing is judged by it from now on. It stays on record, and the public reads your reason.",
        form=ReasonForm,
        show=lambda measure: {"problems": checks.before_withdrawing(measure)},
    ),
]


def _voice(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm]) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.reform,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=lambda reform: {"problems": checks.before_judging(reform, verb)},
    )


REFORM_VERBS = [
    _voice(
        P.REFORM_REPORT,
        actions.report,
        "This is the agency's own voice. It stands beside what the team assesses, and neither changes the other.",
        forms.ReportForm,
    ),
    _voice(
        P.REFORM_ASSESS,
        actions.assess,
        "This is the team's voice, while the work goes on. What the agency reported stays as it is.",
        forms.AssessForm,
    ),
    _voice(
        P.REFORM_COMPLETE,
        actions.complete,
        "By the measures in force. It can be opened again if the change does not last.",
        forms.CompleteForm,
    ),
    _voice(
        P.REFORM_STOP,
        actions.stop,
        "Work stops here with part of it done: the agency has decided so, or another recommendation takes its place. "
        "Say which of the two, and why.",
        forms.StopForm,
    ),
    _voice(
        P.REFORM_REOPEN,
        actions.reopen,
        "The work goes on, and the agency has the ball.",
        forms.DatedReasonForm,
    ),
    _voice(
        P.REFORM_SUSTAIN,
        actions.sustain,
        "You looked again, and the change lasts. If it does not, reopen it and say why.",
        forms.CompleteForm,
    ),
    *BLOCKER_VERBS,
    *ASSEMBLE_VERBS,
]
ENGAGEMENT_VERBS = [
    VerbPage(
        P.REFORM_HAND_OVER,
        load=engagements.engagement,
        see=P.ENGAGEMENT_VIEW,
        may=rules.may,
        action=actions.hand_over,
        explain="What was said before stays as it was said. From now on both voices speak in the words of the other "
        "edition, and whatever the new body has not looked at yet is still counted in the words of before.",
        form=forms.HandOverForm,
    ),
]
VERBS = [*RECOMMENDATION_VERBS, *MEASURE_VERBS, *REFORM_VERBS, *ENGAGEMENT_VERBS]


@holding(P.REFORM_VIEW)
def recommendations(request: PersonRequest) -> HttpResponse:
    """List the recommendations that this person may see, with both voices, through the filters in the address."""
    spoken = queries.vocabulary(clock.today())
    form = forms.FilterForm(request.GET or None, by=request.user, statuses=spoken.choices)
    filters = form.filters() if form.is_valid() else queries.Filters()
    rows = queries.listed(request.user, filters)
    rows = rows.none() if form.errors else rows
    if file := tables.export(request, rows, _sheet(spoken.of), at=clock.now()):
        return file
    page = page_of(rows, request)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "form": form,
        "kept": urlencode(kept),
        "next": page["next"],
        "rows": _lines(page["rows"], spoken.of(page["rows"])),
    }
    return render(request, "reforms/recommendations.html", context, status=422 if form.errors else 200)


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def of_engagement(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the recommendations of one engagement that this person may see, with both voices and their figures."""
    rows = queries.listed(request.user, queries.Filters(engagement=thing))
    labels = queries.words(thing)
    if file := tables.export(request, rows, _sheet(lambda _: {thing.pk: labels}), at=clock.now()):
        return file
    page, counts = page_of(rows, request), queries.counts(thing, clock.today())
    now = {label.key for label in queries.labels(thing)}
    context = {
        **steering(request, thing),
        "labels": {key: label for key, label in labels.items() if key in {*now, *counts.reported, *counts.assessed}},
        "counts": counts,
        "sizes": queries.sizes(thing),
        "rebased": queries.rebased(thing, clock.today()),
        "hand_overs": queries.hand_overs(thing),
        "buttons": buttons(ENGAGEMENT_VERBS, request.user, thing),
        "next": page["next"],
        "rows": _lines(page["rows"], {thing.pk: labels}),
    }
    return render(request, "reforms/of_engagement.html", context)


@on(P.FINDING_VIEW, load=queries.recommendation, see=P.FINDING_VIEW, may=findings_rules.may)
def recommendation(request: PersonRequest, thing: Recommendation) -> HttpResponse:
    """Show one recommendation: what it stands on, how it is measured, and both voices."""
    reform: Reform | None = getattr(thing, "reform", None)
    if reform is not None:
        reform.engagement = thing.engagement  # the same, loaded already
    context = {
        "thing": thing,
        **writing(request, thing),
        "measures": queries.measures(thing),
        "levels": queries.measure_levels(thing.engagement),
        "reform": reform,
        **linked(thing),
        **measured(thing, reform),
        "buttons": buttons([*WRITING_VERBS, *RECOMMENDATION_VERBS], request.user, thing),
        **(_voices(reform) if reform else {}),
    }
    return render(request, "reforms/recommendation.html", context)


@on(P.REFORM_VIEW, load=queries.measure, see=P.REFORM_VIEW, may=rules.may)
def measure(request: PersonRequest, thing: Measure) -> HttpResponse:
    """Show one version of a measure."""
    returned = findings.returned_because(thing, P.MEASURE_RETURN) if thing.state == MeasureState.RETURNED else ""
    context = {
        "thing": thing,
        "returned": returned,
        "levels": queries.measure_levels(thing.recommendation.engagement),
        "buttons": buttons(MEASURE_VERBS, request.user, thing),
    }
    return render(request, "reforms/measure.html", context)


@on(P.REFORM_VIEW, load=queries.reform, see=P.REFORM_VIEW, may=rules.may)
def reform(request: PersonRequest, thing: Reform) -> HttpResponse:
    """Show one reform: its measures in force, both voices with their histories, and what can be said next."""
    context = {
        "thing": thing,
        "reform": thing,
        "measures": queries.measures_in_force(thing.recommendation),
        "levels": queries.measure_levels(thing.engagement),
        "blockers": queries.standing_in_the_way(thing),
        "kinds": {kind.key: kind.label for kind in queries.blocker_kinds(thing.engagement).values()},
        "packets": queries.packets_with(thing),
        "buttons": buttons(REFORM_VERBS, request.user, thing),
        **_voices(thing),
    }
    return render(request, "reforms/reform.html", context)


_Words = Mapping[int, Mapping[str, str]]
"""The words of statuses by the key of an engagement."""


def _lines(rows: Iterable[Recommendation], words: _Words) -> list[dict[str, Any]]:
    return [
        {**line(row, words[row.engagement_id]), "place": row.engagement.title, "place_ref": row.engagement.ref}
        for row in rows
    ]


_COLUMNS = (
    ("Key", "ref"),
    ("Label", "label"),
    ("Action item of", "above"),
    ("Recommendation", "text"),
    ("Engagement", "place"),
    ("With", "held_by"),
    ("Since (UTC)", "since"),
    ("Agency reports", "reported"),
    ("Reported on", "reported_on"),
    ("Team assesses", "assessed"),
    ("Assessed on", "assessed_on"),
)


def _sheet(words: Callable[[Sequence[Recommendation]], _Words]) -> tables.Sheet:
    """Return how a list of recommendations looks as a file: as on its page, with the whole text."""

    def read(rows: Sequence[Recommendation]) -> Iterable[dict[str, Any]]:
        above = queries.labels_above(rows)
        for row, shown in zip(rows, _lines(rows, words(rows)), strict=True):
            text = row.text if row.text_available else shown["text"]
            yield {**shown, "text": text, "above": above.get(row.pk, "")}

    columns = tuple(tables.Column(head, itemgetter(key)) for head, key in _COLUMNS)
    return tables.Sheet("Recommendations", columns, read)


def _voices(reform: Reform) -> Mapping[str, Any]:
    """Return what each voice has said of a reform, the latest first."""
    said = queries.history(reform)[::-1]
    return {
        "labels": queries.words(reform.engagement, {one.status for one in said}),
        "reports": [one for one in said if one.voice == queries.Voice.REPORTED],
        "judgements": [one for one in said if one.voice == queries.Voice.ASSESSED],
    }
