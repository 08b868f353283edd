"""Who may do what with evidence and with what keeps it confidential."""

from collections.abc import Callable, Mapping
from typing import Any

from concord.core.permissions import Actor, Decision, Permission, Scoped
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.evidence.models import (
    Analysis,
    Codebook,
    CodedProject,
    CodingRound,
    ColumnMapping,
    DataSet,
    Disposal,
    Document,
    FoiaSet,
    Identity,
    LegalHold,
    Opening,
)
from concord.evidence.rules import items
from concord.evidence.rules.analyses import (
    OFFICER_WORDS,
    mapped_beside,
    mapping_in_use,
    officers_named,
    on_analysis,
    on_data_set,
    on_mapping,
)
from concord.evidence.rules.codings import on_codebook, on_project, on_round
from concord.evidence.rules.disposals import OFFICE, on_disposal, on_hold
from concord.evidence.rules.documents import on_document
from concord.evidence.rules.foia import on_foia_set
from concord.evidence.rules.identities import on_engagement, on_identity, on_opening, sees_contact
from concord.evidence.rules.items import of_the_team
from concord.partners.rules import takes_part

__all__ = (
    "OFFICE",
    "OFFICER_WORDS",
    "mapped_beside",
    "mapping_in_use",
    "may",
    "of_the_team",
    "officers_named",
    "sees_contact",
)


def may(by: Actor, verb: Permission, thing: Scoped) -> Decision:
    """Decide by roles, then by what the thing lets be done."""
    rule = _RULES.get(type(thing))
    if rule is None:
        return items.may(by, verb, thing)
    decision = permit(by, verb, thing) and takes_part(by, verb, thing)
    return rule(by, verb, thing) if decision else decision


_RULES: Mapping[type, Callable[[Actor, Permission, Any], Decision]] = {
    Engagement: on_engagement,
    Document: on_document,
    Identity: on_identity,
    Opening: on_opening,
    FoiaSet: on_foia_set,
    Disposal: on_disposal,
    LegalHold: on_hold,
    Codebook: on_codebook,
    CodingRound: on_round,
    CodedProject: on_project,
    DataSet: on_data_set,
    ColumnMapping: on_mapping,
    Analysis: on_analysis,
}
