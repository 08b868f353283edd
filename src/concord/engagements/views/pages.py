"""What pages of an engagement share: how a verb becomes a page, and the ways on to the apps below."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.urls import reverse

from concord.core.forms import VerbForm
from concord.core.lifecycle import Staged
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.core.verbs import VerbPage
from concord.engagements import queries, rules
from concord.engagements.models import Engagement
from concord.partners.queries import match_address

P = Permission


class Link(NamedTuple):
    """A way on from a page, by its address: to a list or a verb of an app below, which this app does not know."""

    href: str
    label: str


def _nothing(_thing: Any) -> Mapping[str, Any]:
    return {}


def verb_page(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
    *,
    load: Callable[[str], Any] = queries.engagement,
    see: Permission = P.ENGAGEMENT_VIEW,
    show: Callable[[Any], Mapping[str, Any]] = _nothing,
    template: str = "components/verb.html",
    name: str = "",
) -> VerbPage:
    """Return the page of a verb on an engagement, or on what `load` finds."""
    return VerbPage(
        verb,
        load=load,
        see=see,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=show,
        template=template,
        name=name,
    )


_LISTS = {
    "Agreed": (
        ("team/", "Team", P.ENGAGEMENT_VIEW),
        ("agreements/", "Agreement", P.AGREEMENT_VIEW),
        ("work-plans/", "Work plans", P.PLAN_VIEW),
        ("together/", "Working together", P.EXPECTATION_VIEW),
        ("deliveries/", "Deliveries", P.DELIVERY_VIEW),
        ("eligibility/", "Eligibility", P.ELIGIBILITY_VIEW),
        ("effort/", "Effort and cost", P.EFFORT_VIEW),
    ),
    "Gathered": (
        ("fieldwork/", "Field work", P.FIELDWORK_VIEW),
        ("document-requests/", "Requests for documents", P.DOCUMENTS_VIEW),
        ("documents/", "Documents", P.EVIDENCE_VIEW),
        ("data-sets/", "Data sets", P.DATA_SET_VIEW),
        ("evidence/", "Evidence", P.EVIDENCE_VIEW),
        ("advice/", "Advice and voices", P.ADVICE_VIEW),
        ("identities/", "Identities", P.IDENTITY_VIEW),
        ("foia/", "Records requests", P.FOIA_VIEW),
    ),
    "Understood": (
        ("codebooks/", "Coding", P.CODEBOOK_VIEW),
        ("figures/", "What the data say", P.ANALYSIS_READ),
        ("claims/", "Claim cards", P.CLAIM_VIEW),
        ("matrix/", "Triangulation", P.CLAIM_VIEW),
    ),
    "Found and reformed": (
        ("findings/", "Findings", P.FINDING_VIEW),
        ("fact-checks/", "Fact checks", P.FACT_CHECK_VIEW),
        ("recommendations/", "Recommendations", P.FINDING_VIEW),
        ("justification/", "Justification", P.FINDING_VIEW),
        ("reports/", "Status reports", P.REPORT_VIEW),
        ("elsewhere/", "What other sites published", P.ENGAGEMENT_VIEW),
    ),
}
_OURS = frozenset(
    {"fieldwork/", "document-requests/", "identities/", "foia/", "agreements/", "deliveries/", "together/"}
    | {"eligibility/", "effort/", "codebooks/", "claims/", "matrix/", "justification/", "fact-checks/", "figures/"}
    | {"elsewhere/", "team/"}
)
"""The lists that an engagement compiled from public records has not."""


def lists(by: Actor, thing: Engagement) -> dict[str, list[Link]]:
    """Return the lists of an engagement that this person may open, in the order of the work."""
    here = thing.get_absolute_url()
    found = {
        part: [
            Link(here + place, label)
            for place, label, seen in rows
            if permit(by, seen, thing) and not (thing.is_public_record and place in _OURS)
        ]
        for part, rows in _LISTS.items()
    }
    return {part: links for part, links in found.items() if links}


def matching(by: Actor, thing: Engagement) -> list[Link]:
    """Return the way to the experts who fit the agency and the topics agreed on, for whoever sees the roster."""
    if not permit(by, P.EXPERT_VIEW, thing):
        return []
    return [Link(match_address(thing.agency, topics=thing.agreed_topics), "Match experts")]


def below(by: Actor, thing: Staged, verbs: Iterable[Permission]) -> list[Link]:
    """Return the verbs of the apps below that this person's roles permit on a thing; their pages say the rest."""
    return [
        Link(reverse(verb.value, args=[thing.ref]), verb.label[:1].upper() + verb.label[1:])
        for verb in verbs
        if permit(by, verb, thing)
    ]
