"""The search page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core.access import PersonRequest, holding
from concord.core.permissions import Permission
from concord.desk import forms
from concord.desk.queries import search as queries


@holding(Permission.DESK_VIEW)
def search(request: PersonRequest) -> HttpResponse:
    """Show what fits the words, of all that this person may see; a whole reference leads straight to its page."""
    form = forms.SearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    if text and (there := queries.named(request.user, text)):
        return redirect(there)
    kind = request.GET.get("kind", "")
    found = queries.search(request.user, text, kind=kind)
    context = {"form": form, "q": text, "kind": kind, "found": found}
    return render(request, "desk/search.html", context, status=422 if form.errors else 200)
