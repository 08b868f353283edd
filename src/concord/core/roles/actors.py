"""Who acts without an account: Concord itself, and visitors."""

from collections.abc import Iterable

from concord.core.permissions import Party, Permission
from concord.core.roles.outside import Public, Requester
from concord.core.roles.role import Level, Role

P = Permission


class ConcordItself(Role):
    """Concord, when a job or the command line acts for nobody."""

    key = "concord"
    title = "Concord"
    description = (
        "The software itself: loads directories, editions and public records, reads documents, runs analyses, takes "
        "checkpoints."
    )
    level = Level.NONE
    party = Party.CONCORD
    permissions = frozenset(
        {
            P.AGENCY_IMPORT,
            P.AGENCY_ADD,
            P.CHIEF_APPOINT,
            P.EDITION_PUBLISH,
            P.REQUEST_ASK_CHIEF,
            P.PERSON_INVITE,
            P.PERSON_END_ROLE,
            P.PERSON_FORGET_FACTORS,
            P.PLAN_ASK_TO_REAFFIRM,
            P.AGREEMENT_REMIND,
            P.ELIGIBILITY_FALL_DUE,
            P.SATISFACTION_RUN_OUT,
            P.FACT_CHECK_TAKE_BACK,
            P.FACT_CHECK_RUN_OUT,
            P.SITES_IMPORT,
            P.PROGRAMME_RELEASE,
            P.STANDING_RELEASE,
            P.RELEASE_TELL,
            P.REPORT_CHECK_ENDS,
            P.REPORT_PUBLISH,
            P.REPORT_FALL_DUE,
            P.REFORM_FALL_DUE,
            P.AUDIT_CHECKPOINT,
            P.IDENTITY_SEAL_DUE,
            P.FIELDWORK_SEAL_PLACE,
            P.DISPOSAL_BY_RULE,
            P.KEYS_ROTATE,
            P.KEYS_CATCH_UP,
            P.DOCUMENT_READ,
            P.DOCUMENT_REFUSE,
            P.DOCUMENT_QUARANTINE,
            P.PROJECT_SURVEY,
            P.PROJECT_REFUSE,
            P.PROJECT_TAKE_TEXT,
            P.PROJECT_FINISH,
            P.MAPPING_NOTE_TRIED,
            P.MAPPING_NOTE_REFUSED,
            P.ANALYSIS_FINISH,
            P.ANALYSIS_FAIL,
            P.NOTICE_TELL,
            P.NOTICE_MAIL,
        }
    )
    second_factor = False


class SystemActor:
    """Concord acting for nobody; `task` says which job or command, e.g. "import-sites"."""

    def __init__(self, task: str) -> None:
        """Name the task."""
        self.task = task

    @property
    def actor_key(self) -> str:
        """Return "concord:<task>"."""
        return f"concord:{self.task}"

    def roles_on(self, scopes: Iterable[str]) -> frozenset[type[Role]]:
        """Concord has one role, everywhere."""
        del scopes
        return frozenset({ConcordItself})


class Visitor:
    """Somebody without an account: the public, or the holder of a private link to one request.

    `request_ref` is the reference of the request whose link they hold, or None; `role` is what that link gives."""

    def __init__(self, request_ref: str | None = None, *, role: type[Role] = Requester) -> None:
        """Keep the reference and the role."""
        self.request_ref = request_ref
        self.role = role

    @property
    def actor_key(self) -> str:
        """Return "visitor", or the role and the reference: "requester:<reference>"."""
        return f"{self.role.key}:{self.request_ref}" if self.request_ref else "visitor"

    def roles_on(self, scopes: Iterable[str]) -> frozenset[type[Role]]:
        """Public everywhere; on the one request what the link gives."""
        if self.request_ref and f"request:{self.request_ref}" in tuple(scopes):
            return frozenset({Public, self.role})
        return frozenset({Public})
