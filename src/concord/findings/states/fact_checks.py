"""The lifecycle of an agency's check of facts: in a stated window, before anything is issued. When the window ends,
Concord itself takes up what was said, or records that nothing was."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class FactCheckState(TextChoices):
    """Where a fact check stands."""

    WITH_AGENCY = "with_agency", "With the agency"
    WITH_TEAM = "with_team", "With the assessment team"
    CLOSED = "closed", "Closed"


S = FactCheckState

FACT_CHECK = Lifecycle(
    name="fact check",
    states=S,
    moves=(
        Move(None, P.FACT_CHECK_OPEN, S.WITH_AGENCY, Party.TEAM),
        Move(S.WITH_AGENCY, P.FACT_CHECK_COMMENT, S.WITH_AGENCY, Party.AGENCY),
        Move(S.WITH_AGENCY, P.FACT_CHECK_SEND_BACK, S.WITH_TEAM, Party.AGENCY),
        Move(S.WITH_AGENCY, P.FACT_CHECK_EXTEND, S.WITH_AGENCY, Party.TEAM),
        Move(S.WITH_AGENCY, P.FACT_CHECK_TAKE_BACK, S.WITH_TEAM, Party.CONCORD),
        Move(S.WITH_AGENCY, P.FACT_CHECK_RUN_OUT, S.CLOSED, Party.CONCORD),
        Move(S.WITH_TEAM, P.FACT_CHECK_ANSWER, S.WITH_TEAM, Party.TEAM),
        Move(S.WITH_TEAM, P.FACT_CHECK_CLOSE, S.CLOSED, Party.TEAM),
    ),
    holders={S.WITH_AGENCY: Party.AGENCY, S.WITH_TEAM: Party.TEAM, S.CLOSED: Party.NOBODY},
)
