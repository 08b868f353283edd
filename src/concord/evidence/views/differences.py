"""Where coders of a round differ, and what is decided of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.accounts.models import Person
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotAllowedNow
from concord.core.paging import PAGE_SIZE
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.evidence import actions, coding_memos, forms, queries, rules
from concord.evidence.models import CodingRound
from concord.evidence.queries.coding_results import Difference
from concord.evidence.states import RoundState
from concord.evidence.views.pages import in_a_file

P = Permission
_LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True)
class _Seen:
    """A difference as somebody sees it: with the words, and why it was decided so, where they may read the document;
    and the people's names."""

    of: Difference
    words: str
    why: str
    names: dict[str, str]

    def called(self, keys: Iterable[str]) -> str:
        return ", ".join(self.names[key] for key in keys)


def _seen(person: Person, thing: CodingRound, rows: Sequence[Difference]) -> list[_Seen]:
    allowed = set(queries.documents_visible_to(person).filter(pk__in={one.passage.document_id for one in rows}))
    words = queries.words_of([one.passage for one in rows if one.passage.document in allowed])
    decided = [one.decided for one in rows if one.decided and one.passage.document in allowed]
    reasons = coding_memos.reasons(decided)
    names = queries.called(thing, {who for one in rows for who in _people(one)})
    return [
        _Seen(one, words.get(one.passage.pk, ""), reasons.get(one.decided.pk, "") if one.decided else "", names)
        for one in rows
    ]


def _sheet(person: Person, thing: CodingRound) -> tables.Sheet:
    """Return how the list looks as a file."""
    return tables.Sheet(
        "Differences",
        (
            tables.Column("Passage", lambda row: row.of.passage.place),
            tables.Column("Address", lambda row: row.of.passage.citation().short),
            tables.Column("Words", lambda row: in_a_file(row.words, row.of.passage)),
            tables.Column("Code", lambda row: row.of.code.name),
            tables.Column("It is there", lambda row: row.called(row.of.present)),
            tables.Column("It is not", lambda row: row.called(row.of.absent)),
            tables.Column("Decided", lambda row: _decided(row.of)),
            tables.Column("Why", lambda row: in_a_file(row.why, row.of.passage)),
            tables.Column("Decided by", lambda row: row.called([row.of.decided.decided_by] if row.of.decided else [])),
            tables.Column("Decided on (UTC)", lambda row: row.of.decided.decided_at if row.of.decided else None),
        ),
        read=lambda rows: _seen(person, thing, rows),
    )


def _decided(of: Difference) -> str:
    if of.decided is None:
        return ""
    return "It applies" if of.decided.applies else "It does not apply"


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def differences(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show where coders of a closed round differ, and take what was decided; as a file too."""
    if thing.state != RoundState.CLOSED:
        raise NotAllowedNow(f"The round is “{thing.state_label.lower()}”: coders are compared once it is closed.")
    posted = request.POST if request.method == "POST" else None
    form = forms.DecisionForm(posted, thing=thing, by=request.user)
    if form.is_bound and form.is_valid():
        actions.adjudicate(thing, by=request.user, at=clock.now(), **form.values())
        messages.success(request, "Done: it was decided.")
        return redirect(f"{request.path}#place-{form.cleaned_data['place']}")
    found = queries.differences(thing)
    if file := tables.export(request, found, _sheet(request.user, thing), at=clock.now()):
        return file
    first = _first(request)
    context = {
        "thing": thing,
        "rows": [
            (one, _decision(thing, one.of, form))
            for one in _seen(request.user, thing, found[first : first + PAGE_SIZE])
        ],
        "count": len(found),
        "open": sum(one.decided is None for one in found),
        "next": first + PAGE_SIZE if first + PAGE_SIZE < len(found) else "",
        "decision": rules.may(request.user, P.ROUND_ADJUDICATE, thing),
    }
    return unkept(render(request, "evidence/round_differences.html", context, status=422 if form.errors else 200))


def _first(request: PersonRequest) -> int:
    """Return how many differences stand before this page: they are computed, so that no key of a row tells."""
    asked = request.GET.get("after", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_NUMBER else 0


def _decision(thing: CodingRound, of: Difference, sent: forms.DecisionForm) -> forms.DecisionForm:
    """Return the form of one difference: as it was sent where it is wrong, else empty."""
    about = {"place": of.passage.place, "code": of.code.number}
    if sent.is_bound and [str(value) for value in about.values()] == [sent.data.get("place"), sent.data.get("code")]:
        return sent
    return forms.DecisionForm(initial=about, thing=thing, auto_id=f"id_%s_{of.passage.place}_{of.code.number}")


def _people(of: Difference) -> tuple[str, ...]:
    return (*of.present, *of.absent, *((of.decided.decided_by,) if of.decided else ()))
