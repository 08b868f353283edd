"""Input of the programme's data. The forms of the parts are made from the document's own fields: none by hand."""

from collections.abc import Mapping
from dataclasses import MISSING, Field
from datetime import date
from typing import Any, get_type_hints

from django import forms

from concord.core.forms import DayField, VerbForm
from concord.programme.changes import Part, fingerprint, name_of
from concord.programme.document.fields import code_in_words, label
from concord.programme.queries import status_sets

_TALL, _TALLER = 4, 16  # rows


class TakeOverForm(VerbForm):
    """Which set of status labels."""

    status_set = forms.ChoiceField(
        label="Which set?",
        widget=forms.RadioSelect,
        choices=lambda: [(one.key, one.name) for one in status_sets()],
    )


class PartForm(VerbForm):
    """A table, or one item of a list, of a draft's document. `seen` says what the person saw when they began.

    `thing` is the draft, `part` what is edited, `was` the value as it stands (None for a new item)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: Part, was: Mapping[str, Any] | None, **kwargs: Any) -> None:
        """Make a field for each of the part's, filled with what it says now."""
        kwargs["initial"] = {**_initial(part, was or {}), "seen": fingerprint(was)}
        super().__init__(*args, **kwargs)
        hints = get_type_hints(part.kind)
        for one in part.fields:
            self.fields[one.name] = _field(one, hints[one.name], self.thing.document)
        self.part = part

    def value(self) -> dict[str, Any]:
        """Return the fields as the document keeps them."""
        return {one.name: _kept(one, self.cleaned_data[one.name]) for one in self.part.fields}


def _initial(part: Part, was: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for one in part.fields:
        default = None if one.default is MISSING else one.default
        value = was.get(one.name, default)
        found[one.name] = "\n".join(value or ()) if one.metadata.get("lines") else value
    return found


def _field(one: "Field[Any]", hint: Any, document: Mapping[str, Any]) -> forms.Field:
    meta = one.metadata
    about: dict[str, Any] = {
        "label": label(one),
        "help_text": meta.get("hint", ""),
        "required": one.default is MISSING and not meta.get("optional") and hint is not bool,
    }
    if hint is bool:
        return forms.BooleanField(**about)
    if hint is int:
        return forms.IntegerField(min_value=0, max_value=10_000, **about)
    if meta.keys() & {"one_of", "refers"}:
        return _choice(_choices(one, document), about, many=hint is not str)
    if meta.get("day"):
        return DayField(widget=forms.DateInput(attrs={"type": "date"}), **about)
    return _text(meta, about)


def _choice(choices: list[tuple[str, str]], about: dict[str, Any], *, many: bool) -> forms.Field:
    if many:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    return forms.ChoiceField(choices=[*([] if about["required"] else [("", "–")]), *choices], **about)


def _text(meta: Mapping[str, Any], about: dict[str, Any]) -> forms.Field:
    if not meta.keys() & {"long", "lines"}:
        return forms.CharField(max_length=300, **about)
    rows = _TALLER if meta.get("prose") else _TALL
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000, **about)


def _choices(one: "Field[Any]", document: Mapping[str, Any]) -> list[tuple[str, str]]:
    if codes := one.metadata.get("one_of"):
        return [(code, code_in_words(code)) for code in codes]
    lists = one.metadata.get("refers", ())
    return [(item["key"], name_of(item)) for name in lists for item in document.get(name, ())]


def _kept(one: "Field[Any]", value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if one.metadata.get("lines"):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if value is None:  # left empty: a day is "", a number its default
        return "" if one.default is MISSING or one.metadata.get("day") else one.default
    return value


class DraftForm(VerbForm):
    """The name of the edition to be."""

    label = forms.CharField(label="Name of the edition", max_length=80, help_text="For example “Spring 2027”.")


class PublishForm(VerbForm):
    """From when the draft is to be in force; and which text of it was read."""

    effective_from = DayField(
        label="In force from",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Today or later. Requests made before that day keep the edition under which they were made.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep which text is read."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.thing.revision)
