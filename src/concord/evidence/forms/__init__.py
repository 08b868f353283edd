"""Input of evidence, by what it is about."""

from concord.evidence.forms.documents import FileDocumentForm, ReviseForm, SearchForm
from concord.evidence.forms.items import LogForm

__all__ = ("FileDocumentForm", "LogForm", "ReviseForm", "SearchForm")
