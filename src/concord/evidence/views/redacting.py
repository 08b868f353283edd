"""Pages of the redacted version of a document's text: making it, and reading it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.analysis.text.redacting import Redacted
from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.permissions import Permission
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Document, DocumentRedaction, Passage
from concord.evidence.models.documents import Citation
from concord.evidence.views.documents import of_text
from concord.evidence.views.items import private

P = Permission


@on(P.DOCUMENT_REDACT, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def redact_page(request: PersonRequest, thing: Document, revision: int, page: int) -> HttpResponse:
    """Choose on a page of a revision what is to be removed, and go to the page as it is then."""
    decision = rules.may(request.user, P.DOCUMENT_REDACT, thing)
    of = of_text(thing, revision, page)
    passages, version = queries.page_of_text(of, page), queries.last_redaction_of(of)
    typed = request.POST if request.method == "POST" else None
    form = forms.RedactPageForm(typed, passages=passages, version=version)
    if request.method == "POST" and form.is_valid():
        actions.redact_document(thing, revision=revision, **form.values(), by=request.user, at=clock.now())
        messages.success(request, "Done: redacted. This is the page as it is without what you chose.")
        return redirect("redacted-page", thing.ref, revision, page)
    context = {
        "thing": thing,
        "revision": of,
        "number": page,
        "passages": passages,
        "form": form,
        "version": version,
        "decision": decision,
    }
    answer = render(request, "evidence/redact_page.html", context, status=422 if form.errors else 200)
    return private(answer, thing.item)


@on(P.EVIDENCE_VIEW, load=queries.document, see=P.EVIDENCE_VIEW, may=rules.may)
def redacted_page(
    request: PersonRequest,
    thing: Document,
    revision: int,
    page: int,
    paragraph: int = 0,
    first: int = 0,
    last: int = 0,
) -> HttpResponse:
    """Show a page of the newest redacted version; a passage of the original is marked where it stands in it."""
    of = of_text(thing, revision, page)
    version = queries.last_redaction_of(of)
    if version is None:
        raise NotThere(f"There is no redacted version of {thing.ref}, revision {revision}.")
    found = queries.redacted_page(version, page)
    cited = Citation(thing.ref, revision, page, paragraph, first, last) if paragraph else None
    if cited and not any(_stands(cited, one) for one, _ in found):
        raise NotThere("There is no such passage in this revision.")
    context = {
        "thing": thing,
        "revision": of,
        "number": page,
        "version": version,
        "cited": cited,
        "paragraphs": [_shown(version, one, text, cited) for one, text in found],
        "may_redact": bool(rules.may(request.user, P.DOCUMENT_REDACT, thing)),
    }
    return private(render(request, "evidence/redacted_page.html", context), thing.item)


def _stands(cited: Citation, one: Passage) -> bool:
    in_it = not cited.last or cited.first < cited.last <= len(one.text)
    return one.number == cited.paragraph and in_it


def _shown(version: DocumentRedaction, one: Passage, redacted: Redacted, cited: Citation | None) -> dict[str, object]:
    """Return a paragraph in up to three pieces, so that what is cited can be marked where it stands now."""
    marked = cited is not None and cited.paragraph == one.number
    start, end = redacted.find(cited.first, cited.last or len(one.text)) if cited and marked else (0, 0)
    return {
        "number": one.number,
        "where": (version.revision.document.ref, version.revision.number, one.page, one.number),
        "before": redacted.text[:start],
        "marked": redacted.text[start:end],
        "after": redacted.text[end:],
    }
