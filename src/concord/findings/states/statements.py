"""The lifecycles of a finding and of a recommendation: the same steps, each with permissions of its own."""

from typing import NamedTuple

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class StatementState(TextChoices):
    """Where a finding or a recommendation stands."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    VALIDATED = "validated", "Validated"
    ISSUED = "issued", "Issued"
    SET_ASIDE = "set_aside", "Set aside"


class Steps(NamedTuple):
    """The permissions of the steps that a finding and a recommendation share."""

    draft: Permission
    reword: Permission
    submit: Permission
    send_back: Permission
    validate: Permission
    issue: Permission
    set_aside: Permission
    review: Permission


S = StatementState
FINDING_STEPS = Steps(
    P.FINDING_DRAFT,
    P.FINDING_REWORD,
    P.FINDING_SUBMIT,
    P.FINDING_RETURN,
    P.FINDING_VALIDATE,
    P.FINDING_ISSUE,
    P.FINDING_SET_ASIDE,
    P.FINDING_REVIEW,
)
RECOMMENDATION_STEPS = Steps(
    P.RECOMMENDATION_DRAFT,
    P.RECOMMENDATION_REWORD,
    P.RECOMMENDATION_SUBMIT,
    P.RECOMMENDATION_RETURN,
    P.RECOMMENDATION_VALIDATE,
    P.RECOMMENDATION_ISSUE,
    P.RECOMMENDATION_SET_ASIDE,
    P.RECOMMENDATION_REVIEW,
)


def _reviewed(name: str, steps: Steps, *more: Move, once_issued: str) -> Lifecycle:
    """Return the table: somebody drafts, somebody else validates or returns, the lead issues; a draft that is not
    wanted is set aside. `once_issued` says what follows then, and by whom.

    What others published long ago comes from public records, issued already."""
    return Lifecycle(
        name=name,
        states=S,
        moves=(
            Move(None, steps.draft, S.DRAFT, Party.TEAM),
            Move(None, P.SITES_IMPORT, S.ISSUED, Party.CONCORD),
            Move(None, P.IMPORT_LOAD, S.DRAFT, Party.TEAM),
            Move(S.DRAFT, P.IMPORT_UNDO, S.SET_ASIDE, Party.TEAM, along=True),
            *more,
            Move(S.DRAFT, steps.reword, S.DRAFT, Party.TEAM),
            Move(S.DRAFT, steps.submit, S.IN_REVIEW, Party.TEAM),
            Move(S.DRAFT, steps.set_aside, S.SET_ASIDE, Party.TEAM),
            Move(S.IN_REVIEW, steps.review, S.IN_REVIEW, Party.TEAM),
            Move(S.IN_REVIEW, steps.validate, S.VALIDATED, Party.TEAM),
            Move(S.IN_REVIEW, steps.send_back, S.DRAFT, Party.TEAM),
            Move(S.VALIDATED, steps.send_back, S.DRAFT, Party.TEAM),
            Move(S.VALIDATED, steps.issue, S.ISSUED, Party.TEAM),
        ),
        holders={
            **dict.fromkeys((S.DRAFT, S.IN_REVIEW, S.VALIDATED), Party.TEAM),
            **dict.fromkeys((S.ISSUED, S.SET_ASIDE), Party.NOBODY),
        },
        then={S.VALIDATED: f"check its facts, by {Party.AGENCY}", S.ISSUED: once_issued},
    )


FINDING = _reviewed(
    "finding",
    FINDING_STEPS,
    Move(S.DRAFT, P.FINDING_SUPPORT, S.DRAFT, Party.TEAM),
    Move(S.DRAFT, P.FINDING_TAKE_OFF, S.DRAFT, Party.TEAM),
    once_issued=f"its recommendations are followed, by {Party.AGENCY} and {Party.TEAM}",
)
RECOMMENDATION = _reviewed(
    "recommendation",
    RECOMMENDATION_STEPS,
    Move(None, P.RECOMMENDATION_COPY, S.DRAFT, Party.TEAM),
    Move(None, P.ACTION_ITEM_DRAFT, S.DRAFT, Party.TEAM),
    Move(S.DRAFT, P.RECOMMENDATION_ANSWER, S.DRAFT, Party.TEAM),
    once_issued=f"it is answered, by {Party.AGENCY}; unless that does not concur it is taken up, by {Party.TEAM}",
)
