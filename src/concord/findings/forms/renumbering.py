"""Input of a renumbering."""

from typing import Any

from django import forms

from concord.core.forms import VerbForm
from concord.findings import schemes
from concord.findings.models import Scheme


class RenumberForm(VerbForm):
    """The scheme, and the labels from which the preview started."""

    scheme = forms.ChoiceField(label="Number them", choices=Scheme.choices, widget=forms.RadioSelect)
    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with how they are numbered now."""
        super().__init__(*args, **kwargs)
        now = schemes.scheme_of(self.thing)
        self.initial = {"scheme": now, "expected": schemes.digest(schemes.preview(self.thing, now))}
