import pytest
from django import forms

from concord.core.forms import DayField


class Form(forms.Form):
    on = DayField(required=False)


@pytest.mark.parametrize(("typed", "year"), [("0026-11-03", 26), ("0001-01-01", 1), ("9999-12-31", 9999)])
def test_a_day_of_a_year_that_nobody_means_is_given_back(typed: str, year: int) -> None:
    form = Form({"on": typed})
    assert dict(form.errors) == {"on": [f"The year is {year}; expected one from 1900 to 2999."]}
    assert f'value="{typed}"' in str(form["on"])


@pytest.mark.parametrize("typed", ["1900-01-01", "2026-11-03", "2999-12-31", ""])
def test_a_day_that_somebody_means_is_taken(typed: str) -> None:
    assert Form({"on": typed}).is_valid()


def test_each_option_of_a_choice_is_written_with_its_group_and_nothing_typed_becomes_markup() -> None:
    class Choice(forms.Form):
        one = forms.ChoiceField(choices=[('"a"', "<b>"), ("&", [("x", "O'Brien & <i>"), ("y", "Y")])], initial="x")

    assert str(Choice()["one"]) == (
        '<select name="one" id="id_one"><option value="&quot;a&quot;">&lt;b&gt;</option>'
        '<optgroup label="&amp;"><option value="x" selected>O&#x27;Brien &amp; &lt;i&gt;</option>'
        '<option value="y">Y</option></optgroup></select>'
    )
