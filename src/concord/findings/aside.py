"""Setting a draft aside: of findings by the verb of this app, of recommendations by that of reforms, where it is known
whether work on one goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from concord.core import lifecycle
from concord.core.checks import require_none
from concord.core.errors import Incomplete
from concord.core.permissions import Actor, May
from concord.findings import checks
from concord.findings.models import Statement

_S = TypeVar("_S", bound=Statement)


def put_aside(
    statement: _S, *, reason: str, by: Actor, at: datetime, may: May, more: Mapping[str, Any] | None = None
) -> _S:
    """Set a draft aside, inside a verb, with the reason. Raises as that verb does."""
    if not reason.strip():
        raise Incomplete(f"{statement.ref} is set aside with a reason.", ["the reason"])
    problems = checks.before_setting_aside(lifecycle.lock(statement))
    require_none(problems, f"{statement.ref} cannot be set aside yet.")
    return lifecycle.move(statement, statement.steps.set_aside, by=by, at=at, may=may, reason=reason, more=more)
