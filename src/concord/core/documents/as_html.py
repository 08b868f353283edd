"""A document as HTML: a fragment in the look of the house, for a page of the desk or for print."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from concord.core.documents.model import Document


def html(document: Document, *, top: int = 2) -> SafeString:
    """Return <article class="document">…</article>; its title is a heading of level `top` (1-3), the others follow."""
    return fragment(document, top=top, on_paper=False)


def fragment(document: Document, *, top: int, on_paper: bool) -> SafeString:
    """Return the same; on paper its footer stands on each page instead of at its end."""
    return render_to_string("core/document.html", {"document": document, "top": top, "on_paper": on_paper})
