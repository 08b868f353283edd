"""The lifecycle of a report that is imported: its file is read and looked at before anything is added."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ImportState(TextChoices):
    """Where an import stands."""

    STAGED = "staged", "Read, nothing added yet"
    LOADED = "loaded", "Loaded"
    UNDONE = "undone", "Undone"
    DROPPED = "dropped", "Dropped"


S = ImportState

REPORT_IMPORT = Lifecycle(
    name="report import",
    states=S,
    moves=(
        Move(None, P.IMPORT_STAGE, S.STAGED, Party.TEAM),
        Move(S.STAGED, P.IMPORT_MAP, S.STAGED, Party.TEAM),
        Move(S.STAGED, P.IMPORT_LOAD, S.LOADED, Party.TEAM),
        Move(S.STAGED, P.IMPORT_DROP, S.DROPPED, Party.TEAM),
        Move(S.LOADED, P.IMPORT_UNDO, S.UNDONE, Party.TEAM),
    ),
    holders={S.STAGED: Party.TEAM, S.LOADED: Party.NOBODY, S.UNDONE: Party.NOBODY, S.DROPPED: Party.NOBODY},
)
