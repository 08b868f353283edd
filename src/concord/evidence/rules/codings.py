"""Who may work on a codebook, and who codes in a round."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.engagements.rules import active, can_change
from concord.evidence.models import Codebook, CodedProject, CodingRound
from concord.evidence.rules.items import of_the_team
from concord.evidence.states import CodebookState

P = Permission
_USES = frozenset({P.ROUND_OPEN, P.PROJECT_BRING})
_BY_CONCORD = frozenset({P.PROJECT_SURVEY, P.PROJECT_REFUSE, P.PROJECT_TAKE_TEXT, P.PROJECT_FINISH})
_CODERS = frozenset({P.ROUND_CODE, P.ROUND_UNCODE, P.ROUND_READ})


def on_codebook(by: Actor, verb: Permission, codebook: Codebook) -> Decision:
    """A codebook is worked on while the engagement goes on; a round is opened with one that is in use."""
    del by
    if verb == P.CODEBOOK_VIEW:
        return ALLOWED
    if verb in _USES and codebook.state != CodebookState.OPEN:
        return refuse(f"The codebook is “{codebook.state_label.lower()}”.")
    return active(codebook.engagement)


def on_round(by: Actor, verb: Permission, coding: CodingRound) -> Decision:
    """Confidential texts are for the engagement's own team; whoever was named codes."""
    if coding.confidential and not (ours := of_the_team(by, coding)):
        return ours
    if verb == P.ROUND_VIEW:
        return ALLOWED
    if verb in _CODERS and not coding.coders.filter(coder=by.actor_key).exists():
        return refuse("You are not a coder of this round.")
    return active(coding.engagement)


def on_project(by: Actor, verb: Permission, project: CodedProject) -> Decision:
    """What somebody else coded is for the engagement's own team, as it may hold names; Concord reads it. It is set
    aside also when all is over."""
    if verb in _BY_CONCORD:
        return ALLOWED
    ours = of_the_team(by, project)
    if verb == P.PROJECT_SET_ASIDE and not can_change(project.engagement):
        return ours
    return ours if verb == P.PROJECT_VIEW or not ours else active(project.engagement)
