"""Input about links and obstacles."""

from typing import Any

from django import forms

from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.findings.queries import shared_of
from concord.reforms.forms.choosing import by_ref, offer, shortened
from concord.reforms.models import LinkKind
from concord.reforms.queries import blocker_kinds, links_of


class ConnectForm(VerbForm):
    """How the recommendation stands to another."""

    kind = forms.ChoiceField(label="This recommendation …", choices=LinkKind.choices, widget=forms.RadioSelect)
    other = forms.ChoiceField(label="… this one")
    why = LongText(label="Why they belong together", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the other issued recommendations of the engagement."""
        super().__init__(*args, **kwargs)
        others = shared_of(self.thing.engagement).exclude(pk=self.thing.pk)
        self.others = by_ref(others)
        offer(self, "other", self.others)

    def values(self) -> dict[str, Any]:
        """Give the recommendation itself."""
        return {**self.cleaned_data, "other": self.others[self.cleaned_data["other"]][1]}


class DisconnectForm(VerbForm):
    """Which link is taken away, and why."""

    link = forms.TypedChoiceField(label="Which link?", widget=forms.RadioSelect, coerce=int)
    reason = LongText(label="Why it is taken away", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the links that stand."""
        super().__init__(*args, **kwargs)
        offer(self, "link", {str(link.pk): (link.words, link) for link in links_of(self.thing)})


class GroupForm(VerbForm):
    """Recommendations that are met by one action."""

    recommendations = forms.MultipleChoiceField(label="Which ones?", widget=forms.CheckboxSelectMultiple)
    why = LongText(label="Why they belong together", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the issued recommendations of the engagement."""
        super().__init__(*args, **kwargs)
        self.known = by_ref(shared_of(self.thing))
        offer(self, "recommendations", self.known)

    def values(self) -> dict[str, Any]:
        """Give the recommendations themselves."""
        chosen = [self.known[ref][1] for ref in self.cleaned_data["recommendations"]]
        return {**self.cleaned_data, "recommendations": chosen}


class BlockForm(VerbForm):
    """What stands in the way."""

    kind = forms.ChoiceField(label="What kind of obstacle is it?", widget=forms.RadioSelect)
    what = LongText(label="What stands in the way", rows=3, max_length=2000)
    with_whom = forms.CharField(
        label="With whom it is", max_length=200, help_text="Who can move it: a body or an office, not a person's name."
    )
    moves_when = LongText(label="What would move it", rows=3, max_length=2000)
    since = DayField(
        label="Since", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}), help_text="A day."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of the edition, and say which are outside the agency's control."""
        super().__init__(*args, **kwargs)
        kinds = blocker_kinds(self.thing.engagement).values()
        outside = " (outside the agency's control)"
        offer(self, "kind", {kind.key: (f"{kind.label}{outside if kind.outside else ''}", kind) for kind in kinds})


class UnblockForm(VerbForm):
    """Which obstacle is out of the way, and what became of it."""

    blocker = forms.TypedChoiceField(label="Which obstacle?", widget=forms.RadioSelect, coerce=int)
    how = LongText(label="What became of it", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the obstacles that stand."""
        super().__init__(*args, **kwargs)
        standing = self.thing.blockers.filter(ended_at=None).order_by("since", "pk")
        offer(self, "blocker", {str(one.pk): (shortened(one.what), one) for one in standing})
