"""What makes a function a verb: one transaction, the guard open, exactly one audit row, appended last."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from concord.core import audit
from concord.core.errors import AuditCount, NestedVerb
from concord.core.guard import writing
from concord.core.permissions import Actor, Permission
from concord.core.remembering import remembering

_P = ParamSpec("_P")
_R = TypeVar("_R")
_rows: ContextVar[list[audit.Entry] | None] = ContextVar("concord_verb_rows", default=None)


class Unchanged(Exception, Generic[_R]):
    """Raised inside a verb when the same input was already taken (law 17); the verb returns `result`, no row."""

    def __init__(self, result: _R) -> None:
        """Keep what the first call gave."""
        super().__init__("unchanged")
        self.result = result


def verb(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Make a function a verb.

    Raises NestedVerb when called from another verb, AuditCount unless it records exactly one row; in every such case,
    and on any error, nothing is kept."""

    @wraps(function)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if _rows.get() is not None:
            raise NestedVerb(f"{function.__module__}.{function.__name__} was called inside another verb.")
        rows: list[audit.Entry] = []
        token = _rows.set(rows)
        try:
            with transaction.atomic(durable=True), writing(), remembering():
                result = function(*args, **kwargs)
                if len(rows) != 1:
                    raise AuditCount(f"{function.__name__} recorded {len(rows)} audit rows; a verb records one.")
                audit.append(rows[0])
        except Unchanged as unchanged:
            return unchanged.result  # type: ignore[no-any-return]
        finally:
            _rows.reset(token)
        return result

    run.is_verb = True  # type: ignore[attr-defined]
    return run


def unrecorded(*drafts: type[Model]) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Let a function save what somebody has typed and not yet submitted: one transaction, no audit row (law 3).

    It writes the models that are named and no other; the verb that submits the draft records it. Raises NestedVerb
    when called from a verb, WriteOutsideVerb for any other model."""

    def declare(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(function)
        def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            if _rows.get() is not None:
                raise NestedVerb(f"{function.__module__}.{function.__name__} was called inside a verb.")
            with transaction.atomic(durable=True), writing(*drafts):
                return function(*args, **kwargs)

        run.drafts = drafts  # type: ignore[attr-defined]
        return run

    return declare


def hold(key: str) -> None:
    """Hold a key until the verb ends: whoever does the same at the same moment waits, then sees what was done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def record(
    thing: audit.Audited,
    permission: Permission,
    *,
    by: Actor,
    at: datetime,
    old: str = "",
    new: str = "",
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Record the verb's audit row; it is appended when the verb ends. Raises Denied if no role permits it."""
    rows = _rows.get()
    if rows is None:
        raise NestedVerb("record() was called outside a verb.")
    rows.append(audit.entry(thing, permission, by=by, at=at, old=old, new=new, reason=reason, more=more))
