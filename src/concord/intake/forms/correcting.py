"""Input of what turns out otherwise after a request was made."""

from typing import Any, cast

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import ReasonForm
from concord.intake import queries, telling
from concord.intake.forms.asking import MATTERS
from concord.intake.forms.contact import long_text
from concord.intake.forms.step import offered
from concord.programme.queries import of as programme_of


class MatterForm(ReasonForm):
    """What is pending, and how the office knows."""

    kind = forms.ChoiceField(label="What is pending?", widget=forms.RadioSelect)
    detail = long_text("What is known of it", hint="Who looks into what, and since when.", limit=4000)
    field_order = ("kind", "detail", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds in the words of the request's edition."""
        super().__init__(*args, **kwargs)
        kinds = offered(programme_of(self.thing.edition), "matters.kinds", MATTERS)
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds
        self.fields["reason"].label = "How do you know?"


class CorrectContactForm(ReasonForm):
    """Whom the office calls and writes to from now on."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Another address gets a private link of its own; the link that was mailed before ends.",
    )
    phone = forms.CharField(label="Phone", max_length=40, required=False)
    field_order = ("name", "email", "phone", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what is known; an address that is known is corrected, not taken away."""
        super().__init__(*args, **kwargs)
        known = {name: getattr(self.thing, f"contact_{name}") for name in ("name", "email", "phone")}
        self.initial = {**known, **self.initial}
        self.fields["email"].required = known["email"] != ""

    def clean_email(self) -> str:
        """Refuse the chief executive's address, to which their own link went."""
        email: str = self.cleaned_data["email"]
        asked = queries.authorization(self.thing)
        try:
            telling.require_another(asked.chief_email if asked else "", email)
        except BadInput as wrong:
            raise forms.ValidationError(wrong.reason) from None
        return email
