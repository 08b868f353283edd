"""The page on which somebody is recused: a decision on their declaration that also ends roles in engagements."""

from typing import Any

from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements import actions, places
from concord.partners import queries, rules
from concord.partners.forms import RulingForm
from concord.partners.models import ConflictDeclaration
from concord.partners.views import told

P = Permission


def _ending(thing: ConflictDeclaration) -> dict[str, Any]:
    """Return what was declared, and the roles that would end."""
    return {**told(thing), "ending": places.held_by(thing.person, thing.agency)}


RECUSE = VerbPage(
    P.CONFLICT_RECUSE,
    load=queries.declaration,
    see=P.CONFLICT_VIEW,
    may=rules.may,
    action=actions.recuse,
    explain="The person takes no part in what concerns this agency. Their roles in its teams end at the same moment, "
    "and you get a task to fill each place.",
    form=RulingForm,
    show=_ending,
    template="engagements/recuse.html",
)
VERBS = [RECUSE]
