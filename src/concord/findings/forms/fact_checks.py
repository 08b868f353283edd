"""Input of fact checks."""

from typing import Any, cast

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.findings import queries, reviewed
from concord.findings.models import CheckedText, FactComment, Statement, Verdict

_SHORT = 90  # characters of a text in a choice
_DAYS, _LONGEST = 10, 20  # working days


def _offer(form: VerbForm, name: str, choices: list[tuple[str, str]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def _in_short(statement: Statement) -> str:
    words = getattr(statement, "text", "")
    return f"{statement.title}: {words[:_SHORT]}" if words else statement.title


class OpenFactCheckForm(VerbForm):
    """Which validated findings and recommendations the agency is to check."""

    statements = forms.MultipleChoiceField(
        label="What the agency checks",
        widget=forms.CheckboxSelectMultiple,
        help_text="The agency reads these texts exactly as they are now, and nothing else that is not issued.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is validated and not being checked."""
        super().__init__(*args, **kwargs)
        going_on = {text.statement.ref for text in queries.texts_with_agency(self.thing)}
        free = [each for each in queries.validated(self.thing) if each.ref not in going_on]
        _offer(self, "statements", [(each.ref, _in_short(each)) for each in free])
        if not free:
            self.fields[
                "statements"
            ].help_text = "There is none: nothing is validated that the agency does not have yet."


class CommentForm(VerbForm):
    """The words that are meant, and what is not right about them."""

    of = forms.ChoiceField(label="Finding or recommendation")
    quote = LongText(
        label="The words that are meant",
        rows=2,
        max_length=2000,
        help_text="Copied exactly from one paragraph of the text as it stands on the page of the fact check.",
    )
    text = LongText(
        label="What is not right about them",
        rows=4,
        max_length=5000,
        help_text="Say what the fact is, and where it can be seen. Whether you agree with a recommendation is asked "
        "once it is issued or taken up.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the texts of the batch."""
        super().__init__(*args, **kwargs)
        given = [text.statement for text in queries.texts_of(self.thing)]
        _offer(self, "of", [("", "Choose one"), *((each.ref, each.title) for each in given)])

    def clean(self) -> dict[str, Any]:
        """Point to the quotation when the text does not say so."""
        values = super().clean() or self.cleaned_data
        given: CheckedText | None = queries.text_in(self.thing, values.get("of", ""))
        if given and "quote" in values and queries.place_of(given, reviewed.plain(values["quote"])) is None:
            self.add_error("quote", "The text does not say so. Copy the words exactly from one paragraph of it.")
        return values


class ExtendForm(VerbForm):
    """How many more working days, and why."""

    days = forms.IntegerField(label="More working days", min_value=1, max_value=_LONGEST, initial=_DAYS)
    reason = LongText(label="Reason", rows=3, max_length=2000, help_text="A fact check is extended once.")


def _comment_in_short(comment: FactComment) -> str:
    return f"{comment.number}. {comment.of.statement.title}: {comment.text[:_SHORT]}"


class AnswerForm(VerbForm):
    """Which comment, and what becomes of it."""

    number = forms.TypedChoiceField(label="Comment", coerce=int)
    verdict = forms.ChoiceField(label="Answer", choices=Verdict.choices, widget=forms.RadioSelect, initial=None)
    answer = LongText(
        label="Why",
        rows=4,
        max_length=5000,
        help_text="The agency reads it. What is accepted is then returned to its author and reworded.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the comments that wait."""
        super().__init__(*args, **kwargs)
        waiting = [each for each in queries.comments_in(self.thing) if not each.is_answered]
        choices = [(str(each.number), _comment_in_short(each)) for each in waiting]
        _offer(self, "number", [("", "Choose one"), *choices])
