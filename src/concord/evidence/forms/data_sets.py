"""Input about data sets."""

from typing import Any, cast

from django import forms

from concord.agencies.forms import DateInput
from concord.core.errors import BadInput
from concord.core.forms import DayField, LongText, VerbForm
from concord.evidence.checks.as_told import as_the_file_has_it
from concord.evidence.checks.justice import justice_information_stays_out
from concord.evidence.forms.fields import BasisField
from concord.evidence.measuring import measure
from concord.evidence.models import KEPT_OUT, JusticeInformation
from concord.evidence.uploads import limit_mb


class RegisterForm(VerbForm):
    """All that is told of a data set; the question about criminal justice information comes before the file."""

    title = forms.CharField(label="Data set", max_length=200, help_text="Such as: Calls for service, 2023 to 2025.")
    source = forms.CharField(label="Source", max_length=200, help_text="The system and the unit that it comes from.")
    custody = forms.CharField(label="Custody", max_length=200, help_text="Who keeps it, and where.")
    period_from = DayField(label="First day of its period", widget=DateInput())
    period_to = DayField(label="Last day of its period", widget=DateInput())
    columns = LongText(label="Columns", rows=6, max_length=20_000, help_text="A line each, with what it holds.")
    row_count = forms.IntegerField(label="Rows", min_value=0, max_value=10**12)
    permitted_use = LongText(label="Permitted use", rows=3, max_length=4000, help_text="For what, by whom, until when.")
    basis = BasisField()
    justice_information = forms.ChoiceField(
        label="Does it hold criminal justice information?",
        choices=JusticeInformation.choices,
        widget=forms.RadioSelect,
        help_text="Answers of NCIC or a state's system, criminal histories, fingerprints, and what was made of them.",
    )
    sha256 = forms.CharField(
        label="Fingerprint (SHA-256)",
        max_length=64,
        required=False,
        help_text="Needed where the file stays with the agency; computed where it comes here.",
    )
    upload = forms.FileField(label="File", required=False)
    looked = forms.BooleanField(
        label="I have looked: where the file differs from what I say above, I mean it so",
        required=False,
        help_text="Choose the file again. What you say is kept as it is, and how many columns and rows the file has "
        "beside it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say how large a file may be, and offer the bases of the edition."""
        super().__init__(*args, **kwargs)
        cast("BasisField", self.fields["basis"]).offer(self.thing.engagement)
        if not self.is_bound:
            self.fields["looked"].widget = forms.HiddenInput()
        self.fields["upload"].help_text = (
            f"At most {limit_mb()} MB. No page shows its rows. Of CSV, Excel and Parquet files Concord compares "
            "columns and rows with what you say; it looks at the columns of others when they are mapped."
        )

    def clean(self) -> dict[str, Any]:
        """Say beside the file why it cannot be taken, and where it differs from what is told."""
        data = super().clean() or {}
        columns = (data.get("columns") or "").splitlines()
        answer, upload = data.get("justice_information", ""), data.get("upload")
        try:
            found = None if upload is None or answer in KEPT_OUT else measure(upload)
        except BadInput as bad:
            self.add_error("upload", bad.reason)
            return data
        problems = justice_information_stays_out(answer, columns, found, with_file=upload is not None)
        if not data.get("looked") and "row_count" in data:
            problems += as_the_file_has_it(columns, data["row_count"], found)
        for problem in problems:
            if problem.level == "error":
                self.add_error("upload", f"Expected {problem.text}.")
        return data
