"""Input of documents and of the search through them."""

from typing import Any

from django import forms

from concord.accounts.models import Person
from concord.agencies.forms import DateInput
from concord.analysis.text import meaning
from concord.core.forms import DayField, VerbForm
from concord.engagements.queries import visible_to as engagements_visible_to
from concord.evidence.forms.items import LogForm
from concord.evidence.reading.kinds import TAKEN
from concord.evidence.uploads import limit_mb


class FileDocumentForm(LogForm):
    """A document is one item, with its file."""

    count = None  # type: ignore[assignment]  # Django's own way to leave a field of the base out

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the file first of all."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = True
        self.fields["upload"].help_text = f"At most {limit_mb()} MB, of one of these kinds: {TAKEN}."
        self.fields["summary"].label = "What it is"
        self.fields["summary"].help_text = "In a sentence or two, for whoever has not read it."


class ReviseForm(VerbForm):
    """The new file of a document."""

    upload = forms.FileField(label="File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what is taken."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"At most {limit_mb()} MB, of one of these kinds: {TAKEN}."


class SearchForm(forms.Form):
    """What is looked for in the texts of documents, and where."""

    q = forms.CharField(label="Words", max_length=200, required=False, help_text='As on the web: "a phrase", or, -not.')
    meaning = forms.BooleanField(
        label="Also what says the same in other words",
        required=False,
        help_text="English texts; what was read in the last minutes may be missing yet.",
    )
    engagement = forms.ChoiceField(label="Engagement", required=False)
    area = forms.ChoiceField(label="Focus area", required=False)
    method = forms.ChoiceField(label="Method", required=False)
    since = DayField(label="Collected from", required=False, widget=DateInput())
    until = DayField(label="Collected until", required=False, widget=DateInput())

    def __init__(
        self, *args: Any, person: Person, methods: dict[str, str], areas: dict[str, str], **kwargs: Any
    ) -> None:
        """Offer what this person may see; focus areas and methods are those of the documents there."""
        super().__init__(*args, **kwargs)
        if not meaning.installed():
            del self.fields["meaning"]
        seen = engagements_visible_to(person).order_by("title").values_list("ref", "title")[:200]
        for name, choices in (("engagement", dict(seen)), ("area", areas), ("method", methods)):
            self.fields[name].choices = [("", "All"), *choices.items()]  # type: ignore[attr-defined]  # a ChoiceField
