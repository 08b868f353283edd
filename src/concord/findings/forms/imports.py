"""Input of imported reports."""

import re
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from concord.core.errors import BadInput
from concord.core.forms import VerbForm
from concord.evidence.uploads import limit_mb
from concord.findings import queries
from concord.findings.importing import columns, reconciling, sheet

_COUNTS = re.compile(r"\d{1,5}(\s*[,;]\s*\d{1,5})*")
_MOST = 99_999
_NOT_THERE = "Not in the file"


class StageReportForm(VerbForm):
    """The file of a report."""

    upload = forms.FileField(label="File")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what is taken."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = (
            f"A table in one of: {sheet.TAKEN}; at most {limit_mb()} MB. A row is a recommendation with the number of "
            "its finding, or a finding. Nothing is added before you have seen what it would be."
        )
        self.table: sheet.Sheet | None = None

    def clean_upload(self) -> "UploadedFile[Any]":
        """Read the table, and say beside the file why it cannot be."""
        upload: UploadedFile[Any] = self.cleaned_data["upload"]
        try:
            self.table = sheet.read(upload)
        except BadInput as bad:
            raise forms.ValidationError(bad.reason) from None
        return upload

    def values(self) -> dict[str, Any]:
        """Return the file, and the table that was read in it."""
        return {"upload": self.cleaned_data["upload"], "table": self.table}


class MapColumnsForm(VerbForm):
    """Which column is what; what the rows do not say; what the report says of itself."""

    area = forms.TypedChoiceField(
        label="Focus area of findings whose row names none", required=False, coerce=int, empty_value=None
    )
    stated_findings = forms.IntegerField(
        label="Findings that the report says it has", required=False, min_value=0, max_value=_MOST
    )
    stated_recommendations = forms.IntegerField(
        label="Recommendations that the report says it has", required=False, min_value=0, max_value=_MOST
    )
    stated_areas = forms.CharField(
        label="Recommendations that it says each focus area has",
        max_length=300,
        required=False,
        help_text="Parted by commas, in the order of the focus areas. What the file lists is set beside it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the columns of the file for each field, and show what was said last."""
        super().__init__(*args, **kwargs)
        table = queries.sheet_of(self.thing)
        never = columns.percentages(table)
        offered = [("", _NOT_THERE), *((name, name) for name in table.head if name not in never)]
        for field in columns.FIELDS:
            self.fields[field.key] = forms.ChoiceField(label=field.name, choices=offered, required=False)
        self.order_fields([*columns.BY_KEY, "area"])
        self.areas = [(each.number, each.title) for each in self.thing.engagement.focus_areas.order_by("number")]
        choices = [("", "None"), *((str(number), f"{number}. {title}") for number, title in self.areas)]
        cast("forms.TypedChoiceField", self.fields["area"]).choices = choices
        stated = reconciling.of_told(self.thing.stated)
        self.initial = {
            **self.thing.columns,
            "area": self.thing.area,
            "stated_findings": stated.findings,
            "stated_recommendations": stated.recommendations,
            "stated_areas": ", ".join(map(str, stated.areas.values())),
        }

    def clean_stated_areas(self) -> dict[int, int]:
        """Part the counts; there is one for each focus area, or none."""
        text = self.cleaned_data["stated_areas"].strip()
        if not text:
            return {}
        counts = re.split(r"\s*[,;]\s*", text) if _COUNTS.fullmatch(text) else []
        if len(counts) != len(self.areas):
            raise forms.ValidationError(f"Expected {len(self.areas)} numbers, one for each focus area: 58, 54, 60.")
        return {number: int(count) for (number, _), count in zip(self.areas, counts, strict=True)}

    def clean(self) -> dict[str, Any]:
        """Say at the top which columns cannot be what they are said to be."""
        values = super().clean() or self.cleaned_data
        try:
            columns.require(queries.sheet_of(self.thing), self._columns(values))
        except BadInput as bad:
            self.add_error(None, bad.reason)
        return values

    def _columns(self, values: dict[str, Any]) -> dict[str, str]:
        return {key: values[key] for key in columns.BY_KEY if values.get(key)}

    def values(self) -> dict[str, Any]:
        """Return the keyword arguments of the action."""
        said = self.cleaned_data
        stated = reconciling.Stated(said["stated_findings"], said["stated_recommendations"], said["stated_areas"])
        return {"columns": self._columns(said), "area": said["area"], "stated": stated}


class LoadReportForm(VerbForm):
    """What the preview showed."""

    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the digest of what is shown."""
        super().__init__(*args, **kwargs)
        self.initial = {"expected": queries.preview_of(self.thing, queries.sheet_of(self.thing)).digest}
