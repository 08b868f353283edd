"""Coding rounds and their codings: listed, read, coded."""

from functools import partial
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from concord.api.base import (
    READ_EVIDENCE,
    WRITE_EVIDENCE,
    PersonRequest,
    View,
    described,
    listed,
    page_of,
    read,
    seen,
)
from concord.api.shapes import REFERENCE, Strict, Text, Wanted, Whole
from concord.core import clock
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.evidence import actions, queries, rules
from concord.evidence.models import Coding, CodingRound
from concord.evidence.states import RoundState

P = Permission
_A_PAGE = 200  # codings
_LARGEST = 2**31 - 1
_described = partial(described, tag="coding")
_round = partial(seen, load=queries.coding_round, may=rules.may, see=P.ROUND_VIEW)
_WAYS = {"engagement": "engagement__ref", "codebook": "codebook__ref", "state": "state"}


class RoundShape(serializers.ModelSerializer[CodingRound]):
    """A coding round."""

    engagement = serializers.CharField(source="engagement.ref")
    codebook = serializers.CharField(source="codebook.ref")
    version = serializers.IntegerField(source="version.number")

    class Meta:
        model = CodingRound
        fields: tuple[str, ...] = (
            *("ref", "engagement", "codebook", "version", "name", "blind", "drawn_from", "seed", "confidential"),
            *("state", "state_since"),
        )
        read_only_fields = fields


class CodeShape(serializers.Serializer[Any]):
    """A code as the round's version of the codebook has it; `parent` is the number of the code above it."""

    number = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # a field; it takes no name away
    name = serializers.CharField()
    definition = serializers.CharField()
    inclusion = serializers.CharField()
    exclusion = serializers.CharField()
    examples = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    codable = serializers.BooleanField()


class RoundWhole(RoundShape):
    """A coding round with the codes that can be given in it, and how many passages it has."""

    codes = CodeShape(many=True, source="version.content")
    passages = serializers.SerializerMethodField()

    class Meta(RoundShape.Meta):
        fields = (*RoundShape.Meta.fields, "codes", "passages")
        read_only_fields = fields

    def get_passages(self, of: CodingRound) -> int:
        """Count them."""
        return of.passages.count()


class CodingShape(serializers.Serializer[Any]):
    """A coding with its words: characters `first` up to `last` of a passage, in code points. `code` is what it is read
    as today, `coded_as` what was given. The words of a destroyed text are empty."""

    id = serializers.IntegerField()
    place = serializers.IntegerField(help_text="The place of the passage in the round.")
    address = serializers.CharField(help_text="Where it stands, for ever: DOC-2026-0001 r1 p1 ¶3 [10-57].")
    first = serializers.IntegerField()
    last = serializers.IntegerField()
    code = serializers.IntegerField()
    coded_as = serializers.IntegerField()
    coder = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    made_at = serializers.DateTimeField()


class NewCoding(Strict):
    """A code for a stretch of a passage."""

    place = Whole(min_value=1, max_value=_LARGEST, help_text="The place of the passage in the round.")
    first = Whole(min_value=0, max_value=_LARGEST, help_text="The first character, in code points.")
    last = Whole(min_value=1, max_value=_LARGEST, help_text="The character after the last one.")
    code = Whole(min_value=1, max_value=_LARGEST, help_text="The number of the code.")
    memo = Text(max_length=4000, required=False, help_text="It is kept sealed.")


class WantedRounds(Wanted):
    """Which rounds."""

    codebook = Text(REFERENCE, required=False)
    state = serializers.ChoiceField(RoundState.choices, required=False)


class WantedCodings(Strict):
    """Which codings of a round; `after` is the id of the last one that you have."""

    after = serializers.IntegerField(min_value=0, max_value=2**63 - 1, required=False)
    code = serializers.IntegerField(min_value=1, max_value=_LARGEST, required=False)
    document = Text(REFERENCE, required=False)


class CodingRoundList(View):
    """The rounds that a person may see."""

    needs: ClassVar = {"GET": READ_EVIDENCE}

    @_described(
        "coding_rounds_list",
        "List coding rounds, the newest first",
        gives=page_of("CodingRound", RoundShape),
        asks=WantedRounds,
    )
    def get(self, request: PersonRequest) -> Response:
        """List what the person may see."""
        rows = queries.rounds_visible_to(request.user)
        return listed(request, rows, wanted=WantedRounds, ways=_WAYS, shape=RoundShape)


class CodingRoundOne(View):
    """One round."""

    needs: ClassVar = {"GET": READ_EVIDENCE}

    @_described("coding_round_read", "Read a coding round with its codes", gives=RoundWhole, of=True)
    def get(self, request: PersonRequest, ref: str) -> Response:
        """Read a round."""
        return Response(RoundWhole(_round(ref, by=request.user)).data)


_CODINGS = {
    "items": CodingShape(many=True),
    "next": serializers.IntegerField(allow_null=True, help_text="Send it as `after` for the next page."),
}


class CodingList(View):
    """The codings of a round that a person may see: in a blind one that is open, their own."""

    needs: ClassVar = {"GET": READ_EVIDENCE, "POST": WRITE_EVIDENCE}

    @_described(
        "codings_list",
        "List the codings of a round with their words, the oldest first",
        gives=type("CodingPage", (serializers.Serializer,), _CODINGS),
        asks=WantedCodings,
        of=True,
    )
    def get(self, request: PersonRequest, ref: str) -> Response:
        """List codings."""
        asked = read(WantedCodings, request.query_params.dict())
        wanted = queries.Wanted(code=asked.get("code"), document=asked.get("document", ""))
        rows = queries.quotes_wanted(request.user, _round(ref, by=request.user), wanted)
        page = list(rows.filter(pk__gt=asked.get("after", 0)).order_by("pk")[: _A_PAGE + 1])
        items = [_shown(one) for one in queries.quotes(page[:_A_PAGE])]
        more = items[-1]["id"] if len(page) > _A_PAGE else None
        return unkept(Response({"items": CodingShape(items, many=True).data, "next": more}))

    @_described(
        "coding_make",
        "Give a code to a stretch; the same again is the same coding",
        gives=CodingShape,
        takes=NewCoding,
        of=True,
        changes=True,
        status=201,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Code a stretch."""
        told = read(NewCoding, request.data)
        of = _round(ref, by=request.user)
        made = actions.code_stretch(of, by=request.user, at=clock.now(), **told)
        rows = Coding.objects.select_related("code", "passage__document__item", "passage__round")
        (quote,) = queries.quotes([rows.get(pk=made.pk)])
        return unkept(Response(CodingShape(_shown(quote)).data, status=201))


def _shown(quote: queries.Quote) -> dict[str, Any]:
    one = quote.coding
    return {
        "id": one.pk,
        "place": one.passage.place,
        "address": one.citation.short,
        "first": one.first,
        "last": one.last,
        "code": quote.code.number,
        "coded_as": one.code.number,
        "coder": one.coder,
        "words": quote.words,
        "made_at": one.made_at,
    }
