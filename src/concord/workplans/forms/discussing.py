"""Input of what is said about a plan, of changes of scope, and of progress to exit."""

from typing import Any

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.workplans import queries
from concord.workplans.content import SECTIONS, is_part, part_in_words
from concord.workplans.models import Standing


def _words(label: str, *, hint: str = "", required: bool = True) -> LongText:
    return LongText(label=label, rows=4, max_length=4000, help_text=hint, required=required)


class CommentForm(VerbForm):
    """On which part, and what. A link can name the part, one row among them."""

    part = forms.ChoiceField(label="On which part")
    text = _words("Your comment", hint="Everybody who may read the plan reads it too.")

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        """Offer the sections, and the row that a link has named."""
        super().__init__(*args, **kwargs)
        asked = (self.data.get("part", "") if self.is_bound else part) or ""
        row = [(asked, part_in_words(self.thing.content, asked))] if "/" in asked and is_part(asked) else []
        sections = [(section.key, section.title) for section in SECTIONS]
        self.fields["part"].choices = [*row, *sections]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["part"].initial = asked


class ReplyForm(VerbForm):
    """A reply."""

    text = _words("Your reply")


class ResolveForm(VerbForm):
    """What became of a comment."""

    resolution = _words("What became of it", hint="Such as: done in version 3; or why it stays as it is.")


class ScopeChangeForm(VerbForm):
    """What is to change, why, and what follows."""

    what = _words("What is to change", hint="Such as: a further focus area, and what it would look at.")
    reason = _words("Why")
    effect = _words("Its effect", hint="On time, on people, on cost, and on what the agency is asked for.")
    topics = forms.MultipleChoiceField(
        label="Topics that it adds",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of the programme's topics, beyond those that were agreed on. A plan that goes further still warns.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the topics that were not agreed on; nothing where any can be a focus area's."""
        super().__init__(*args, **kwargs)
        offered = list(queries.topics_to_add(self.thing).items())
        if offered:
            self.fields["topics"].choices = offered  # type: ignore[attr-defined]  # a MultipleChoiceField
        else:
            del self.fields["topics"]


class AgreeForm(VerbForm):
    """An answer, if there is more to say than yes."""

    answer = _words("Your answer", hint="If you want to add something.", required=False)


class ProgressForm(VerbForm):
    """How far one exit criterion is."""

    criterion = forms.ChoiceField(label="Exit criterion", widget=forms.RadioSelect)
    standing = forms.ChoiceField(label="How far is it?", choices=Standing.choices, widget=forms.RadioSelect)
    note = _words("By what one sees it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the criteria of the version."""
        super().__init__(*args, **kwargs)
        offered: list[Any] = [(each.key, each.text) for each in self.thing.content.exit_criteria]
        self.fields["criterion"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
