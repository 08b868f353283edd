"""Everything that Concord raises on purpose.

* ConcordError
  * Refused: the person asked for something that cannot be done now; always with a reason in plain words
    * Denied: no role of this person allows it, or a rule forbids it
      * SignedOut: nobody has signed in, or their session has ended
    * NotAllowedNow: the table of the lifecycle has no such move from the present state
    * Incomplete: something that is required is missing; lists each thing
    * Stale: what the person saw has changed since
    * NotThere: there is no such thing, or this person may not know that there is
    * BadInput: a value cannot be read; says what, where and what was expected
  * HouseError: a law of the house was broken by code, never by a person
    * WriteOutsideVerb: a model was written outside a verb
    * NestedVerb: a verb called another verb
    * AuditCount: a verb wrote no audit row or more than one
    * NeverDeleted: something was to be deleted without a retention rule
  * Unavailable: something that Concord stands on is not there (database, key, disk); says what to do
    * EmbeddedUnavailable (core/postgres_root.py): the embedded PostgreSQL cannot start
    * KeyLost: a value is encrypted under a key that this installation does not have
"""

from collections.abc import Sequence


class ConcordError(Exception):
    """The root of the tree."""


class Refused(ConcordError):
    """Cannot be done; `reason` is a sentence for the person who asked."""

    status = 409

    def __init__(self, reason: str) -> None:
        """Keep the sentence."""
        super().__init__(reason)
        self.reason = reason


class Denied(Refused):
    """No role of this person allows it, or a rule forbids it."""

    status = 403


class SignedOut(Denied):
    """Nobody has signed in, or their session has ended: what they sent is allowed once they have."""


class NotAllowedNow(Refused):
    """The present state has no such move."""


class Incomplete(Refused):
    """Something required is missing; `missing` lists each thing in plain words."""

    status = 422

    def __init__(self, reason: str, missing: Sequence[str]) -> None:
        """Keep the sentence and the list."""
        super().__init__(reason if not missing else f"{reason} Missing: {'; '.join(missing)}.")
        self.missing = tuple(missing)


class Stale(Refused):
    """What the person saw has changed since."""


class NotThere(Refused):
    """No such thing, or not for this person to know."""

    status = 404

    def __init__(self, reason: str = "There is no such page, or it is not yours to see.") -> None:
        """Keep the sentence; the default tells nothing."""
        super().__init__(reason)


class BadInput(Refused):
    """A value cannot be read."""

    status = 422


class HouseError(ConcordError):
    """A law of the house was broken by code."""


class WriteOutsideVerb(HouseError):
    """A model was written outside a verb."""


class NestedVerb(HouseError):
    """A verb called another verb."""


class AuditCount(HouseError):
    """A verb wrote no audit row, or more than one."""


class NeverDeleted(HouseError):
    """Deleting needs a retention rule."""


class Unavailable(ConcordError):
    """Something that Concord stands on is not there; the text says what to do."""


class KeyLost(Unavailable):
    """A value is encrypted under a key that is not here."""
