"""Which text a revision is compared with, and the standard of a clause."""

from typing import Any

from django import forms

from concord.evidence import queries
from concord.evidence.models import Revision
from concord.programme.document import Standard


class CompareForm(forms.Form):
    """The older text; and whether the clauses that are the same are shown too."""

    older = forms.CharField(
        label="Compare with",
        max_length=40,
        help_text="A revision of this document or of another one, such as DOC-2026-0001 r1.",
    )
    everything = forms.BooleanField(label="Show also what is the same", required=False)


class TagForm(forms.Form):
    """A standard of the edition."""

    standard = forms.ChoiceField(label="Standard of practice")

    def __init__(self, *args: Any, standards: tuple[Standard, ...], **kwargs: Any) -> None:
        """Offer those with which the clause is not tagged."""
        super().__init__(*args, **kwargs)
        offered = [("", "Choose"), *((one.key, one.name) for one in standards)]
        self.fields["standard"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


def older_than(revision: Revision) -> str:
    """Return what a revision is compared with at first, as it is written: the one read before it, or ""."""
    before = queries.revision_before(revision)
    return f"{revision.document.ref} r{before.number}" if before else ""
