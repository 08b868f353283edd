"""Input of where the chief executive's link goes."""

from typing import Any

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import VerbForm
from concord.intake import queries, telling


class ChiefForm(VerbForm):
    """Where the chief executive's link goes; never to whoever asks."""

    chief_email = forms.EmailField(label="The chief executive's e-mail address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the address that was given."""
        super().__init__(*args, **kwargs)
        asked = queries.authorization(self.thing)
        self.fields["chief_email"].initial = asked.chief_email if asked else ""

    def clean_chief_email(self) -> str:
        """Refuse the address of whoever asks."""
        email = str(self.cleaned_data["chief_email"])
        try:
            telling.require_another(email, self.thing.contact_email)
        except BadInput as wrong:
            raise forms.ValidationError(wrong.reason) from wrong
        return email
