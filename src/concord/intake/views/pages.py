"""How a verb on a request becomes a page, and how a private link leads to its request."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from concord.core.access import public
from concord.core.errors import NotThere
from concord.core.forms import VerbForm
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.intake import checks, queries, rules

P = Permission


def linked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the request whose private link was opened."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        found = queries.by_token(token)
        if found is None:
            raise NotThere("This link leads to no request. Look whether all of it was copied.")
        return view(request, found, token, **more)

    return opened


def verb_page(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
    *,
    show: Callable[[Any], Mapping[str, Any]] = lambda _request: {},
    template: str = "components/verb.html",
    weighs: bool = True,
) -> VerbPage:
    """Return the page of a verb, above whose form stands what `show` adds, and where the office `weighs` the request
    what the checks have to say: they tell of other offices, so the agency never reads them."""
    return VerbPage(
        verb,
        load=queries.request,
        see=P.REQUEST_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=lambda request: {"problems": checks.run(request) if weighs else (), **show(request)},
        template=template,
    )
