"""What the views of this folder share: reading input, listing by key, loading what the person may see."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from concord.accounts.models import Person
from concord.api import problems, shapes
from concord.core.errors import NotThere
from concord.core.permissions import May, Permission, Scoped
from concord.core.unkept import unkept

A_PAGE = 50
READ_EVIDENCE, WRITE_EVIDENCE = "evidence:read", "evidence:write"
READ_FINDINGS, WRITE_FINDINGS = "findings:read", "findings:write"
_T = TypeVar("_T", bound=Scoped)
_REFUSALS = {
    400: "The request cannot be read.",
    401: "No access token, or one that is unknown, ended or expired.",
    403: "The token lacks the scope, or no role or rule allows it.",
    404: "There is no such thing, or it is not yours to see.",
    406: "Only JSON is given.",
    429: "Too often; Retry-After says when to go on.",
}
_CHANGES = {
    409: "Its present state does not allow it, or somebody changed it meanwhile.",
    415: "Only JSON is read.",
    422: "Something is missing, or a value does not fit.",
}


class PersonRequest(Request):
    """A request with a token: `authenticating` has found whose it is."""

    user: Person


class View(APIView):
    """A view: `needs` names the scope of a token for each method."""

    needs: ClassVar[Mapping[str, str]] = {}


def seen(ref: str, *, load: Callable[[str], _T | None], may: May, by: Any, see: Permission) -> _T:
    """Return the thing if this person may see it. Raises NotThere."""
    thing = None if "\0" in ref else load(ref)  # PostgreSQL takes no NUL
    if thing is None or not may(by, see, thing):
        raise NotThere("There is no such thing, or it is not yours to see.")
    return thing


def read(shape: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """Return the input's values. Raises ValidationError."""
    found = shape(data=data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def listed(
    request: Request,
    rows: QuerySet[Any],
    *,
    wanted: type[serializers.Serializer[Any]],
    ways: Mapping[str, str],
    shape: type[serializers.Serializer[Any]],
    opened: Callable[[list[Any]], Any] = list,
) -> Response:
    """Answer with a page of rows, the newest first: {"items": […], "next": reference or null}. `ways` says by which
    look-up each filter is asked; `opened` puts into the page's rows what is kept sealed, so no cache keeps the answer.
    An unknown `after` begins at the beginning of nothing: there is nothing after it."""
    asked = read(wanted, request.query_params.dict())
    found = rows.filter(**{way: asked[name] for name, way in ways.items() if asked.get(name)})
    if "after" in asked:
        found = found.filter(pk__lt=_key(found.model, asked["after"]))
    page = list(found.order_by("-pk")[: A_PAGE + 1])
    more = len(page) > A_PAGE
    page = page[:A_PAGE]
    opened(page)
    answer = {"items": shape(page, many=True).data, "next": page[-1].ref if more else None}
    return unkept(Response(answer))


def _key(model: type[Model], ref: str) -> int:
    known = model._base_manager.filter(ref=ref).values_list("pk", flat=True).first()  # noqa: SLF001 - Django's documented name
    return int(known or 0)


_REF = OpenApiParameter("ref", {"type": "string", "pattern": shapes.REFERENCE}, OpenApiParameter.PATH)


def described(
    name: str,
    about: str,
    *,
    gives: Any,
    takes: Any = None,
    asks: Any = None,
    of: bool = False,
    changes: bool = False,
    status: int = 200,
    tag: str = "",
) -> Callable[[Any], Any]:
    """Describe an operation for the schema: its name, what it does, what it gives, takes and is asked; whether it is
    `of` one thing, whose reference the address carries, and whether it `changes` something."""
    refusals = _REFUSALS | (_CHANGES if changes else {})
    parameters = [*([_REF] if of else []), *([asks] if asks is not None else [])]
    answers = {(code, problems.TYPE): OpenApiResponse(shapes.Problem, text) for code, text in refusals.items()}
    return extend_schema(
        operation_id=name,
        summary=about,
        tags=[tag],
        request=takes,
        parameters=parameters,
        responses={status: gives, **answers},
    )


def page_of(name: str, shape: type[serializers.Serializer[Any]]) -> Any:
    """Return the shape of a page of rows, for the schema."""
    return inline_serializer(
        name=f"{name}Page",
        fields={
            "items": shape(many=True),
            "next": serializers.CharField(allow_null=True, help_text="Send it as `after` for the next page."),
        },
    )
