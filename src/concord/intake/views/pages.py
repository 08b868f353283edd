"""How a verb on a request becomes a page."""

from collections.abc import Callable, Mapping
from typing import Any

from concord.core.forms import VerbForm
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.intake import checks, queries, rules

P = Permission


def verb_page(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
    *,
    show: Callable[[Any], Mapping[str, Any]] = lambda _request: {},
    template: str = "components/verb.html",
) -> VerbPage:
    """Return the page of a verb, above whose form stands what the checks have to say, and what `show` adds."""
    return VerbPage(
        verb,
        load=queries.request,
        see=P.REQUEST_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=lambda request: {"problems": checks.run(request), **show(request)},
        template=template,
    )
