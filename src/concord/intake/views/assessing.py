"""Pages on which the office assesses a request."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from concord.accounts.queries import names
from concord.core.errors import BadInput
from concord.core.permissions import ALLOWED, Actor, Decision, Permission
from concord.intake import actions, forms, queries, rules
from concord.intake.models import Assessed, AssistanceRequest
from concord.intake.views.pages import verb_page
from concord.intake.views.rows import row_page

P = Permission


def _criterion(thing: AssistanceRequest, key: str) -> Mapping[str, Any]:
    try:
        row = queries.row(thing, key)
    except BadInput:
        return {}
    given = [answer for answer in (row.answer, *row.before) if answer]
    return {"question": row.criterion.question, "row": row, "given": given, "names": names(a.decided_by for a in given)}


def _may_waive(by: Actor, thing: AssistanceRequest, key: str) -> Decision:
    """Decide on the criterion that the address names; the form asks for another where it names none that there is."""
    with suppress(BadInput):
        if answer := queries.row(thing, key).answer:
            return rules.may_waive(by, answer)
    return ALLOWED


def _next_unanswered(thing: AssistanceRequest) -> str:
    for assessment in queries.assessments(thing):
        if assessment.open and assessment.unanswered:
            return assessment.unanswered[0].criterion.key
    return ""


def _wanting(kind: Assessed) -> Any:
    def show(thing: AssistanceRequest) -> Mapping[str, Any]:
        found = next(each for each in queries.assessments(thing) if each.kind == kind)
        return {"assessment": found, "answer_page": ANSWER.address(thing)}

    return show


ANSWER = row_page(
    P.REQUEST_ANSWER,
    actions.answer,
    "One criterion at a time, with its source. It can be changed until the assessment is concluded; the older answer "
    "is kept.",
    forms.AnswerForm,
    about=_criterion,
    then=_next_unanswered,
    anchor="assessment",
)
WAIVE = row_page(
    P.REQUEST_WAIVE,
    actions.waive,
    "An exception, under your name and with your reason. Whoever answered the criterion cannot waive it.",
    forms.WaiveForm,
    about=_criterion,
    may_row=_may_waive,
    anchor="assessment",
)
RELINK = verb_page(
    P.REQUEST_RELINK,
    actions.relink,
    "For a request that is linked to the wrong entry of the directory. From then on the people of the right agency see "
    "it, and those of the wrong one do not.",
    forms.RelinkForm,
)
LINK_MEMBER = row_page(
    P.REQUEST_LINK_MEMBER,
    actions.link_member,
    "One of the agencies that ask together, as the requester typed it. Once it is linked to the directory, whoever "
    "serves declares conflicts of interest with it too.",
    forms.LinkMemberForm,
    about=lambda thing, key: {"hint": next((m.name_and_place for m in thing.members.all() if str(m.pk) == key), "")},
    anchor="asked",
)
VERBS = [
    RELINK,
    LINK_MEMBER,
    verb_page(
        P.REQUEST_ACKNOWLEDGE,
        actions.acknowledge,
        "The requester is told that the request is with us. Link the agency to the directory if it is not.",
        forms.AcknowledgeForm,
    ),
    verb_page(
        P.REQUEST_DEFINE,
        actions.define,
        "The four parts of the intake record are there, and both sides see the request alike.",
        show=lambda thing: {"record": queries.record(thing)},
        template="intake/define.html",
    ),
    verb_page(
        P.REQUEST_FIND_ELIGIBLE,
        actions.find_eligible,
        "Each criterion is met, or waived with a reason. Where one is not, defer, refer or decline with the reason.",
        show=_wanting(Assessed.ELIGIBILITY),
        template="intake/conclude.html",
    ),
    verb_page(
        P.REQUEST_FIND_READY,
        actions.find_ready,
        "Each criterion is met, or waived with a reason. What is not yet says what would make the agency ready.",
        show=_wanting(Assessed.READINESS),
        template="intake/conclude.html",
    ),
    verb_page(
        P.REQUEST_TAKE_UP,
        actions.take_up,
        "The agency is told. You contact it again and assess the request anew; the answers of before are kept.",
    ),
    ANSWER,
    WAIVE,
]
