"""Input about requests for documents."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.evidence import queries
from concord.evidence.models import Releasability
from concord.evidence.states import DocumentRequestState
from concord.evidence.uploads import limit_mb


class OfWhomForm(VerbForm):
    """Of whom a document is asked, by when."""

    provider = forms.ChoiceField(label="Who is to provide it")
    due_on = DayField(label="By when", widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people of the agency's side."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in queries.providers(self.thing.engagement)}
        names = [(key, person.name) for key, person in self.people.items()]
        self.fields["provider"].choices = [("", "Choose"), *names]  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """Give the person themselves."""
        return {**self.cleaned_data, "provider": self.people[self.cleaned_data["provider"]]}


class AskForm(OfWhomForm):
    """What is asked for, why, of whom, by when."""

    field_order = ("title", "reason", "provider", "due_on")

    title = forms.CharField(label="Document", max_length=200, help_text="Such as: Use-of-force policy, in force.")
    reason = LongText(label="Why it is needed", rows=3, max_length=2000, help_text="The agency reads it.")


class ChangeRequestForm(OfWhomForm):
    """Who is to provide it now, and by when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what stands."""
        asked = kwargs["thing"]
        now = {"provider": str(asked.provider_id), "due_on": asked.due_on}
        kwargs["initial"] = {**now, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PartForm(VerbForm):
    """A file, and how far it may travel."""

    upload = forms.FileField(label="File")
    releasability = forms.ChoiceField(
        label="How far may it travel?",
        choices=Releasability.choices,
        initial=Releasability.DELIBERATIVE,
        widget=forms.RadioSelect,
        help_text="Releasable: it may be published. Deliberative: the team and the office. Confidential: the team.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say how large a file may be, and that criminal justice information stays where it is."""
        super().__init__(*args, **kwargs)
        self.fields[
            "upload"
        ].help_text = f"At most {limit_mb()} MB. Send no criminal justice information: no rap sheets, no NCIC answers."


class ProvideForm(PartForm):
    """The whole, or the rest; where parts have come, a word may take the place of a file."""

    answer = LongText(
        label="Note",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Where all of it has come in parts, say so; then no file is needed. What is withheld or not held has "
        "its own button.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a file unless parts have come."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.thing.state != DocumentRequestState.PARTLY


class NotGivenForm(ReasonForm):
    """Why it is not given; where parts have come, what of it is left out too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the rest alone where parts have come."""
        super().__init__(*args, **kwargs)
        if self.thing.state == DocumentRequestState.PARTLY:
            self.fields["reason"].label = "What of it is not given, and why"


class DocumentFilter(forms.Form):
    """Which requests a list shows."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "All"),
            ("waiting", "Waiting for the agency"),
            ("overdue", "Overdue"),
            *DocumentRequestState.choices,
        ],
    )
