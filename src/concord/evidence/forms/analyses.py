"""Input about mappings and analyses: forms that the dictionary of a kind of file, or a method's parameters, make."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms

from concord.analysis.errors import AnalysisError
from concord.analysis.policing.runs.catalogue import for_kind, method
from concord.analysis.policing.runs.method import Method
from concord.analysis.policing.schemas.columns import Column, Kind
from concord.analysis.policing.schemas.mapping import FALSE, TRUE
from concord.analysis.policing.schemas.tables import TABLES
from concord.core.forms import LongText, VerbForm
from concord.evidence import queries, rules
from concord.evidence.actions.analyses import METHOD
from concord.evidence.forms.fieldwork import offered
from concord.evidence.forms.items import ACTIVITY, NONE_OF_THEM

_KEEP = "(as it is)"
_NONE = ("", "— nothing —")
_FORMATS = (("iso", "2025-03-31"), ("us", "3/31/2025"))


class MapForm(VerbForm):
    """What kind of file it is, and with which layout the mapping begins."""

    kind = forms.ChoiceField(label="What the file is about", choices=[(one.name, one.name) for one in TABLES.values()])
    begun_from = forms.ChoiceField(
        label="Begin with",
        required=False,
        help_text="A layout that is known, or the names of the columns. You look at it before it is used.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """List the layouts that come with the library."""
        from concord.analysis.policing.runs.guessing import layouts_of

        super().__init__(*args, **kwargs)
        known = [(name, f"{name} ({kind})") for kind in TABLES for name in layouts_of(kind)]
        self.fields["begun_from"].choices = [("", "Columns whose names match"), *known]  # type: ignore[attr-defined]


class ChangeMappingForm(VerbForm):
    """For each column of the dictionary: the column of the file, and how its codes read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the fields, filled with what the mapping says."""
        super().__init__(*args, **kwargs)
        self.record = json.loads(self.thing.text or "{}")
        self.schema = TABLES[self.thing.kind]
        names = [(name, name) for name in self.thing.source_columns]
        for column in self.schema.columns:
            how = self.record.get("fields", {}).get(column.name, {})
            for name, field in _fields_of(column, how, names):
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Say beside the column what is missing."""
        data = super().clean() or {}
        for column in self.schema.columns:
            if column.required and not data.get(f"from_{column.name}"):
                self.add_error(f"from_{column.name}", "This column is needed: without it the file is of no use.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the mapping as JSON."""
        made = {}
        for column in self.schema.columns:
            if how := self._how(column):
                made[column.name] = how
        whole = {**self.record, "layout": self.record.get("layout") or "by hand", "table": self.thing.kind}
        return {"text": json.dumps({**whole, "fields": made}, ensure_ascii=False)}

    def _how(self, column: Column) -> dict[str, Any]:
        data, name = self.cleaned_data, column.name
        source = data.get(f"from_{name}")
        if not source:
            return {}
        if source == _KEEP:
            kept: dict[str, Any] = self.record["fields"][name]
            return kept
        if column.kind is Kind.MOMENT and data.get(f"time_{name}"):
            how: dict[str, Any] = {"date": source, "time": data[f"time_{name}"]}
        else:
            how = {"from": source}
        if column.kind in (Kind.DATE, Kind.MOMENT) and data.get(f"format_{name}") == "us":
            how["format"] = "us"
        return how | _codes(column, data.get(f"codes_{name}") or "")


def _fields_of(column: Column, how: dict[str, Any], names: list[tuple[str, str]]) -> Iterator[tuple[str, forms.Field]]:
    choices = [_NONE, *([(_KEEP, f"Any of {', '.join(how['any_of'])}")] if "any_of" in how else []), *names]
    source = _KEEP if "any_of" in how else how.get("from") or how.get("date") or ""
    label = column.name.replace("_", " ")
    meaning = f"{column.meaning[:1].upper()}{column.meaning[1:]}."
    yield (
        f"from_{column.name}",
        forms.ChoiceField(label=label, choices=choices, initial=source, required=column.required, help_text=meaning),
    )
    if column.kind is Kind.MOMENT:
        yield (
            f"time_{column.name}",
            forms.ChoiceField(
                label=f"{label}: column of the clock time, if it is another",
                choices=[_NONE, *names],
                initial=how.get("time", ""),
                required=False,
            ),
        )
    if column.kind in (Kind.DATE, Kind.MOMENT):
        yield (
            f"format_{column.name}",
            forms.ChoiceField(
                label=f"{label}: written like", choices=_FORMATS, initial=how.get("format", "iso"), required=False
            ),
        )
    if column.kind in (Kind.CATEGORY, Kind.FLAG) and "any_of" not in how:
        yield f"codes_{column.name}", _codes_field(column, how, label)


def _codes_field(column: Column, how: dict[str, Any], label: str) -> forms.Field:
    if column.kind is Kind.FLAG:
        yes, no = (", ".join(how.get(name, default)) for name, default in (("true", TRUE), ("false", FALSE)))
        text, hint = f"yes = {yes}\nno = {no}", "What stands for yes and for no, with commas between."
    else:
        text = "\n".join(f"{code} = {value}" for code, value in how.get("values", {}).items())
        hint = f"A line for each code of the file: W = white. There are {', '.join(column.values)}."
    return LongText(label=f"{label}: codes", rows=3, max_length=8000, required=False, initial=text, help_text=hint)


def _codes(column: Column, text: str) -> dict[str, Any]:
    pairs = [line.rpartition("=") for line in text.splitlines() if "=" in line]
    said = {code.strip(): value.strip() for code, _, value in pairs}
    if column.kind is Kind.CATEGORY:
        return {"values": said} if said else {}
    if column.kind is not Kind.FLAG:
        return {}
    lists = {word: [part.strip() for part in said.get(word, "").split(",") if part.strip()] for word in ("yes", "no")}
    return {key: lists[word] for key, word in (("true", "yes"), ("false", "no")) if lists[word]}


class ChooseForm(VerbForm):
    """A method that fits the file, the second file where it reads two, and the question of the work plan that it is to
    answer."""

    officers = False
    method = forms.ChoiceField(label="Method")
    beside = forms.ChoiceField(
        label="Second file",
        required=False,
        help_text="For a method that names one. Another data set of the engagement, its columns mapped.",
    )
    question = forms.ChoiceField(
        label="Question of the work plan", required=False, help_text="The audit of quality needs none."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """List the methods that the mapped files are enough for, and the plan's questions."""
        super().__init__(*args, **kwargs)
        mapping = rules.mapping_in_use(self.thing)
        kind = mapping.kind if mapping else ""
        others = [] if self.officers else rules.mapped_beside(self.thing)
        fits = for_kind(kind, officers=True, beside={one.kind for one in others}) if mapping else ()
        listed = [(one.key, _line(one, kind)) for one in fits if one.officers == self.officers]
        if any(one.others(kind) for one in fits):
            second = [(one.data_set.ref, f"{one.data_set.title} ({one.kind})") for one in others]
            self.fields["beside"].choices = [("", "None"), *second]  # type: ignore[attr-defined]
        else:
            del self.fields["beside"]
        asked = [(one.question.key, one.question.text) for one in queries.questions_for(self.thing)]
        self.fields["method"].choices = listed  # type: ignore[attr-defined]
        self.fields["question"].choices = [("", "None"), *asked]  # type: ignore[attr-defined]
        self.fields["question"].required = self.officers

    def clean(self) -> dict[str, Any]:
        """Say beside the second file what is expected of it."""
        data = super().clean() or {}
        mapping = rules.mapping_in_use(self.thing)
        if mapping is None or "beside" not in self.fields or not data.get("method"):
            return data
        needed = method(data["method"]).others(mapping.kind)
        kinds = {one.data_set.ref: one.kind for one in rules.mapped_beside(self.thing)}
        given = data.get("beside") or ""
        if needed and kinds.get(given) != needed[0]:
            self.add_error("beside", f"This method needs a second file, of {needed[0]}.")
        if given and not needed:
            self.add_error("beside", "This method reads one file. Choose “None”.")
        return data


def _line(one: Method, kind: str) -> str:
    beside = one.others(kind)
    return f"{one.title}: {one.question}" + (f" (with a second file, of {beside[0]})" if beside else "")


class ChooseOfficersForm(ChooseForm):
    """The same for methods about single officers."""

    officers = True


class OrderForm(VerbForm):
    """The parameters of the analysis's method."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a field for each parameter."""
        super().__init__(*args, **kwargs)
        self.method = method(self.thing.method)
        first, last = self.thing.data_set.period_from.year, self.thing.data_set.period_to.year
        period = str(first) if first == last else f"{first} to {last}"
        for one in self.method.parameters:
            begun = self.thing.parameters.get(one.name, period if one.name == "period" else one.default)
            said: dict[str, Any] = {"label": one.label, "initial": begun, "required": one.required}
            said["help_text"] = one.help
            choices = [(each, each.replace("_", " ")) for each in one.choices]
            self.fields[f"p_{one.name}"] = (
                forms.ChoiceField(choices=choices, **said) if choices else forms.CharField(max_length=2000, **said)
            )
        self.fields["seed"] = forms.IntegerField(
            label="Seed", min_value=0, max_value=2**31 - 1, initial=self.thing.seed,
            help_text="The same seed gives the same result, where chance is used.",
        )  # fmt: skip

    def _said(self, data: dict[str, Any]) -> dict[str, str]:
        return {one.name: (data.get(f"p_{one.name}") or "").strip() for one in self.method.parameters}

    def clean(self) -> dict[str, Any]:
        """Say beside each parameter what was expected."""
        data = super().clean() or {}
        for one in self.method.parameters:
            if f"p_{one.name}" in data:
                try:
                    one.read(data[f"p_{one.name}"] or "")
                except AnalysisError as error:
                    self.add_error(f"p_{one.name}", f"Expected {error.expected}.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the parameters as typed, those that were given, and the seed."""
        said = {name: text for name, text in self._said(self.cleaned_data).items() if text}
        return {"parameters": said, "seed": self.cleaned_data["seed"]}


class LogResultForm(VerbForm):
    """For which activity of the work plan data were analysed, where it names several."""

    activity = forms.ChoiceField(**ACTIVITY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the analyses of data that the plan in force names."""
        super().__init__(*args, **kwargs)
        named = [one for one in queries.activities(self.thing.focus_area) if one.method == METHOD]
        if not named[1:]:
            del self.fields["activity"]
            return
        self.fields["activity"].choices = [NONE_OF_THEM, *offered(named)]  # type: ignore[attr-defined]  # a ChoiceField
