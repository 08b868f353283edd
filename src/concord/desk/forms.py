"""Forms of the desk's own pages: the filters of lists, in the address."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from concord.core.tasks.states import WITH, TaskState
from concord.core.telling.models import How
from concord.desk.queries.board import STAGES

MINE, LEFT, EVERY = "mine", "left", "every"


class TaskFilter(forms.Form):
    """Which tasks are shown."""

    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[
            ("", "Mine and my side's"),
            (MINE, "Given to me"),
            (LEFT, "Given to somebody who has left"),
            (EVERY, "Every task that I may see"),
        ],
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Open"), ("overdue", "Overdue"), *TaskState.choices]
    )
    about = forms.CharField(label="About", required=False, max_length=60, help_text="A reference: ENG-… or REQ-…")


class BoardFilter(forms.Form):
    """What the board is narrowed to."""

    stage = forms.ChoiceField(
        label="Stage", required=False, choices=[("", "Every stage"), *((s.key, s.label) for s in STAGES)]
    )
    tier = forms.ChoiceField(label="Tier", required=False)
    holder = forms.ChoiceField(
        label="With",
        required=False,
        choices=[("", "Anybody"), *((party.value, party.value.capitalize()) for party in WITH)],
    )
    overdue = forms.BooleanField(label="Only where a task is overdue", required=False)

    def __init__(self, *args: Any, tiers: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the tiers of the edition in force."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["tier"]).choices = [("", "Every tier"), *tiers.items()]


class HowForm(forms.Form):
    """How somebody wants to be told."""

    how = forms.ChoiceField(
        label="When something comes to you or falls due",
        choices=How.choices,
        widget=forms.RadioSelect,
        help_text="The list in Concord is always there. A mail holds links only.",
    )


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(
        label="Search",
        max_length=200,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="Words, “a phrase in quotes”, -without, or a reference such as REQ-2026-0001.",
    )
