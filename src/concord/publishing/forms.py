"""Input of a status report."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.validators import EmailValidator

from concord.agencies.forms import DateInput
from concord.core import clock, zones
from concord.core.forms import DayField, LongText, VerbForm
from concord.findings import queries as findings
from concord.findings.states import StatementState
from concord.publishing import hours, notes, queries
from concord.publishing.checks import MOST_WORDS
from concord.publishing.models import PARTS, AnswerKind, CommentPart, Grounds, StatusReport
from concord.publishing.site import speech

_MOST_CHARACTERS = 4000


def _words(part: str, help_text: str, *, required: bool = True) -> LongText:
    most = MOST_WORDS[part]
    field = LongText(
        label=PARTS[part],
        rows=6,
        max_length=_MOST_CHARACTERS,
        required=required,
        help_text=f"{help_text} At most {most} words.",
    )
    field.widget.attrs["data-words"] = str(most)
    return field


class WordsForm(VerbForm):
    """The words of a report. Figures are computed, so none is asked for; what is there already is offered again."""

    work_done = _words("work_done", "What was done in the period. Figures are added from the records.")
    outcomes = _words("outcomes", "What has changed for the agency and the community.")
    blockers = _words("blockers", "What stands in the way, and who can move it.", required=False)
    next_steps = _words("next_steps", "What comes next, and what it waits for.")
    notes = LongText(
        label="Lines on what changed",
        rows=4,
        required=False,
        help_text=(
            "One a line: the label of a recommendation on which something changed, a colon, and what is to be said. "
            "Concord lists the changes themselves."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the report says now."""
        super().__init__(*args, **kwargs)
        if isinstance(self.thing, StatusReport):
            self.initial = {**self.initial, **self.thing.words, "notes": notes.written(self.thing.change_notes)}

    def clean_notes(self) -> dict[str, str]:
        """Read the lines."""
        found, wrong = notes.read(self.cleaned_data["notes"])
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class ReportForm(WordsForm):
    """A new report: its period and its words."""

    name = forms.CharField(label="Name", initial="Status report", max_length=120)
    period_from = DayField(label="First day of the period", widget=DateInput())
    period_to = DayField(label="Last day of the period", widget=DateInput())
    field_order = ("name", "period_from", "period_to", *PARTS, "notes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the days that follow the last report's."""
        super().__init__(*args, **kwargs)
        last = queries.of(self.thing).order_by("-period_to").first()
        if last is not None:
            self.initial["period_from"] = last.period_to + timedelta(days=1)


class CommentForm(VerbForm):
    """What is wrong with which part."""

    part = forms.ChoiceField(label="About", choices=CommentPart.choices)
    text = LongText(
        label="What is wrong", rows=4, max_length=2000, help_text="The fact as it stands, and as it should be."
    )


class AnswerForm(VerbForm):
    """Which comment is answered, and how."""

    number = forms.TypedChoiceField(label="Comment", coerce=int)
    outcome = forms.ChoiceField(label="What was done", choices=AnswerKind.choices, widget=forms.RadioSelect)
    answer = LongText(label="Answer", rows=3, max_length=2000, help_text="What was changed, or why the text is kept.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the comments that have no answer."""
        super().__init__(*args, **kwargs)
        waiting = queries.comments(self.thing).filter(answered_at=None)
        self.fields["number"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (said.number, f"{said.number}. {said.get_part_display()}: {said.text[:80]}") for said in waiting
        ]


class ScheduleForm(VerbForm):
    """The day and the hour of publication, by the clock of the programme's zone."""

    on = DayField(label="Day", widget=DateInput())
    hour = forms.TimeField(label="Hour", initial="10:00", input_formats=["%H:%M"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the first day on which it can be."""
        super().__init__(*args, **kwargs)
        earliest = hours.local(hours.earliest(clock.now()))
        self.initial["on"] = zones.day(earliest) + timedelta(days=1)
        self.fields["hour"].help_text = (
            f"Such as 14:30, by the clock of {earliest.tzname()}. The agency sees the report before; the earliest is "
            f"{earliest:%Y-%m-%d %H:%M}."
        )

    def values(self) -> dict[str, Any]:
        """Return the moment."""
        return {"publish_at": hours.moment_of(self.cleaned_data["on"], self.cleaned_data["hour"])}


class CorrectForm(VerbForm):
    """Why a published report is corrected."""

    reason = LongText(
        label="What is wrong with it",
        rows=3,
        max_length=600,
        help_text="The public reads this beside the correction. The report as it was stays, and is listed.",
    )


class ExplainForm(VerbForm):
    """Why the next report is late."""

    words = LongText(label="Why it is late", rows=3, max_length=600, help_text="The public reads these words.")
    expected_on = DayField(label="Day on which it is expected", widget=DateInput())


class CloseForm(VerbForm):
    """How it ended, and what lasts."""

    outcome = LongText(label="Outcome", rows=4, max_length=2000, help_text="What the site says of the work as a whole.")
    sustainment = LongText(
        label="What keeps it going",
        rows=4,
        max_length=2000,
        help_text="The steps by which the agency sustains its reforms. The public and the agency’s letter have them.",
    )


class WithholdForm(VerbForm):
    """For what something public is to be withheld."""

    grounds = forms.ChoiceField(label="Ground", choices=Grounds.choices, widget=forms.RadioSelect)
    words = LongText(
        label="What the public reads in its place",
        rows=3,
        max_length=600,
        help_text="Why it was withheld, without telling what it was.",
    )


class ElsewhereForm(forms.Form):
    """What is looked for in what other sites published."""

    words = forms.CharField(
        label="Words", required=False, max_length=200, help_text="Every word occurs in what is found."
    )
    topic = forms.ChoiceField(label="Topic", required=False)
    done = forms.BooleanField(label="Only what was assessed as complete there", required=False)

    def __init__(self, *args: Any, topics: list[str], **kwargs: Any) -> None:
        """Offer the topics that are there."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "All topics"), *((each, each) for each in topics)]  # type: ignore[attr-defined]  # a ChoiceField

    def sought(self) -> queries.Sought:
        """Return what is looked for; everything where a field is wrong."""
        return queries.Sought(**self.cleaned_data) if self.is_valid() else queries.Sought()


class CopyForm(VerbForm):
    """What is copied, which finding it is to answer, and its number here."""

    of = forms.CharField(
        label="Release and key", max_length=120, help_text="Such as REL-2026-0007:1.1. The list of what others "
        "published fills it in."
    )  # fmt: skip
    finding = forms.ChoiceField(label="Finding that it is to answer")
    label = forms.CharField(label="Number", max_length=40, help_text="Its number in your report, such as 2.1.3.")

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        """Offer the findings that can be recommended on."""
        super().__init__(*args, **kwargs)
        self.initial["of"] = of
        found = findings.visible_to(self.by).filter(engagement=self.thing).exclude(state=StatementState.SET_ASIDE)
        self.fields["finding"].choices = [(each.ref, each.title) for each in found.order_by("pk")]  # type: ignore[attr-defined]  # a ChoiceField


class FollowForm(forms.Form):
    """Who is told by e-mail, in which language; its words are in the language spoken when it is made."""

    email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "email"}))
    language = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, languages: Mapping[str, str]) -> None:
        """Offer these languages, the one spoken now first chosen; where there is only one, nobody is asked."""
        super().__init__(data, auto_id="%s", initial={"language": speech.spoken()})
        email, language = self.fields["email"], cast("forms.ChoiceField", self.fields["language"])
        email.label, language.label = speech.say("Your e-mail address"), speech.say("Language of the mails")
        needed = speech.say("Write an e-mail address, like name@example.org.")
        email.error_messages |= {"required": needed}
        email.validators = [EmailValidator(needed)]
        language.choices = list(languages.items())
        if len(languages) == 1:
            language.widget = language.hidden_widget()
