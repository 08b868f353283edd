"""Two revisions compared clause by clause, as a page and as Word; and the standards of a clause."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.analysis.text.comparing import How, Row
from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.evidence import actions, comparison, forms, queries, rules
from concord.evidence.models import Document
from concord.evidence.models.documents import Citation
from concord.evidence.views.items import private

P = Permission
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_A_PAGE = 150  # rows
_LONGEST_NUMBER = 9  # digits
_SAME = (How.SAME,)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def compare(request: PersonRequest, thing: Document, revision: int) -> HttpResponse:
    """Show what differs between an older text and this revision; ?format=docx hands out a Word file."""
    new = comparison.text_of(thing, revision)
    begun = forms.older_than(new)
    asked = request.GET if "older" in request.GET else ({"older": begun} if begun else None)
    form = forms.CompareForm(asked)
    context: dict[str, Any] = {"thing": thing, "revision": new, "form": form}
    if not form.is_valid():
        answer = render(request, "evidence/compare.html", context, status=422 if form.errors else 200)
        return private(answer, thing.item)
    found = queries.compared(comparison.readable(form.cleaned_data["older"], request.user), new)
    if request.GET.get("format") == "docx":
        return _word(found)
    context |= _shown(request, found, everything=form.cleaned_data["everything"])
    answer = render(request, "evidence/compare.html", context)
    return private(private(answer, thing.item), found.old.revision.document.item)


def _shown(request: PersonRequest, found: queries.Compared, *, everything: bool) -> dict[str, Any]:
    """Return a page of the rows, and how many clauses there are of each kind."""
    rows = [row for row in found.rows if everything or row.how not in _SAME]
    asked = request.GET.get("after", "")
    first = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST_NUMBER else 0
    query = request.GET.copy()
    query["after"] = str(first + _A_PAGE)
    known = {one.key: one.name for one in queries.standards(found.new.revision.document.engagement)}
    return {
        "old": found.old.revision,
        "rows": list(_lines(found, rows[first : first + _A_PAGE], known)),
        "counts": [(how.value, count) for how, count in found.counts.items()],
        "of": (len(found.old.clauses), len(found.new.clauses)),
        "next": query.urlencode() if first + _A_PAGE < len(rows) else "",
        "first": first,
        "some": bool(rows),
        "withdrawn": comparison.is_withdrawn(found),
    }


def _lines(found: queries.Compared, rows: Iterable[Row], known: dict[str, str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        was = None if row.old is None else found.old
        now = None if row.new is None else found.new
        yield {
            "how": row.how.value,
            "marked": row.pieces,
            "was": was and (was.clauses[row.old or 0].number, was.citation(row.old or 0)),
            "now": now and (now.clauses[row.new or 0].number, now.citation(row.new or 0)),
            "standards": [known.get(key, key) for key in found.standards_of(row)],
        }


def _word(found: queries.Compared) -> HttpResponse:
    """Hand out the comparison as Word, with tracked changes."""
    names = [f"{side.revision.document.ref}-r{side.revision.number}" for side in (found.old, found.new)]
    headers = {
        "Content-Disposition": f'attachment; filename="{names[0]}-{names[1]}.docx"',
        "X-Content-Type-Options": "nosniff",
    }
    return unkept(HttpResponse(comparison.as_word(found), content_type=WORD, headers=headers))


@on(P.DOCUMENT_TAG, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def clause_standards(request: PersonRequest, thing: Document, revision: int, page: int, paragraph: int) -> HttpResponse:
    """Tag a clause with a standard or take one off, and go back to it."""
    clause = Citation(thing.ref, revision, page, paragraph)
    known = queries.standards(thing.engagement)
    found = queries.passage(clause)
    if found is None:
        raise NotThere("There is no such passage in this revision.")
    if request.method == "POST":
        off = request.POST.get("off", "")
        form = forms.TagForm({"standard": off} if off else request.POST, standards=known)
        if not form.is_valid():
            raise BadInput("Choose a standard of practice that the edition names.")
        act = actions.untag_clause if off else actions.tag_clause
        act(thing, clause=clause, standard=form.cleaned_data["standard"], by=request.user, at=clock.now())
        messages.success(request, "Done: the standard was taken off." if off else "Done: the clause was tagged.")
        return redirect("clause-standards", thing.ref, revision, page, paragraph)
    tagged = queries.standards_of_passage(found)
    context = {
        "thing": thing,
        "clause": clause,
        "text": found.text,
        "tagged": [one for one in known if one.key in tagged],
        "form": forms.TagForm(standards=tuple(one for one in known if one.key not in tagged)),
        "known": known,
        "decision": rules.may(request.user, P.DOCUMENT_TAG, thing),
    }
    return private(render(request, "evidence/clause_standards.html", context), thing.item)
