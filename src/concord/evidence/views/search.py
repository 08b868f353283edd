"""The search through the texts of documents, and the searches that somebody keeps."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.core import clock
from concord.core.access import PersonRequest, holding
from concord.core.permissions import Permission
from concord.evidence import actions, forms
from concord.evidence.queries import search as queries
from concord.evidence.queries.said_in_items import said_in_items


@holding(Permission.EVIDENCE_VIEW)
def search(request: PersonRequest) -> HttpResponse:
    """Show the passages that fit, of all that this person may see; here they keep a search, or drop one."""
    choices = queries.choices(request.user, _plain(request.GET.get("engagement", "")))
    form = forms.SearchForm(request.GET or None, person=request.user, methods=choices.methods, areas=choices.areas)
    asked = form.cleaned_data if form.is_valid() else {}
    if request.method == "POST":
        return _keep(request, asked)
    wanted = queries.Wanted(
        words=asked.get("q", ""),
        engagement=asked.get("engagement", ""),
        area=asked.get("area", ""),
        method=asked.get("method", ""),
        since=asked.get("since"),
        until=asked.get("until"),
        meaning=asked.get("meaning", False),
    )
    context = {
        "form": form,
        "wanted": wanted,
        "found": queries.search(request.user, wanted),
        "items": said_in_items(request.user, wanted),
        "most": queries.SHOWN,
        "methods": choices.methods,
        "saved": queries.saved_by(request.user),
    }
    return render(request, "evidence/search.html", context, status=422 if form.errors else 200)


def _keep(request: PersonRequest, asked: dict[str, object]) -> HttpResponse:
    """Keep the search that is in the address under the name that was typed; or drop the one that was chosen."""
    here = reverse("evidence-search")
    if dropped := _plain(request.POST.get("drop", "")):
        actions.drop_search(name=dropped, by=request.user, at=clock.now())
        messages.success(request, "Done: the search is kept no longer.")
        return redirect(here)
    query = urlencode({name: "on" if value is True else value for name, value in asked.items() if value})
    name = _plain(request.POST.get("name", ""))[:80]
    actions.save_search(name=name, query=query, by=request.user, at=clock.now())
    messages.success(request, "Done: the search is kept under its name.")
    return redirect(f"{here}?{query}")


def _plain(typed: str) -> str:
    """Return what was sent without what the database takes in no text."""
    return typed.replace("\0", "")
