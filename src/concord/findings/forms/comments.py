"""Input of comments on findings and recommendations."""

from typing import Any, cast

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.findings.words import name_of


def _words(label: str, hint: str) -> LongText:
    return LongText(label=label, rows=4, max_length=4000, help_text=hint)


class CommentOnForm(VerbForm):
    """On which part, and what."""

    place = forms.ChoiceField(label="On which part", required=False)
    text = _words("Your comment", "Whoever reads drafts of this engagement reads it too.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the statement says anything in."""
        super().__init__(*args, **kwargs)
        said = [(field, name_of(field)) for field, value in self.thing.words.items() if value]
        cast("forms.ChoiceField", self.fields["place"]).choices = [("", "The whole"), *said]


class ReplyToForm(VerbForm):
    """A reply."""

    text = _words("Your reply", "Whoever has spoken here is told.")


class ResolveCommentForm(VerbForm):
    """What became of a comment."""

    resolution = _words("What became of it", "Such as: reworded; or why it stays as it is.")
