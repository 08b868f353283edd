"""The lifecycle of a comment on a draft finding or recommendation."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class CommentState(TextChoices):
    """Where a comment stands: open until somebody has said what became of it."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


COMMENT = Lifecycle(
    name="statement comment",
    states=CommentState,
    moves=(
        Move(None, P.STATEMENT_COMMENT, CommentState.OPEN, Party.TEAM),
        Move(CommentState.OPEN, P.STATEMENT_COMMENT_REPLY, CommentState.OPEN, Party.TEAM),
        Move(CommentState.OPEN, P.STATEMENT_COMMENT_RESOLVE, CommentState.RESOLVED, Party.TEAM),
    ),
    holders={CommentState.OPEN: Party.TEAM, CommentState.RESOLVED: Party.NOBODY},
)
