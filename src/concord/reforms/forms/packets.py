"""Input about completion packets."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from concord.core.forms import LongText, VerbForm
from concord.evidence.uploads import limit_mb
from concord.reforms import queries
from concord.reforms.forms.choosing import offer, shortened
from concord.reforms.models import Included
from concord.reforms.states import OPEN_PACKETS


class AssembleForm(VerbForm):
    """What a packet is called."""

    title = forms.CharField(
        label="What the packet is called", max_length=200, help_text="More reforms can be put into it afterwards."
    )


class IncludeForm(VerbForm):
    """Another reform for the packet."""

    reform = forms.ChoiceField(label="Which reform?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reforms of the engagement that are in no open packet."""
        super().__init__(*args, **kwargs)
        taken = Included.objects.filter(reform=OuterRef("pk"), ended_at=None, packet__state__in=OPEN_PACKETS)
        free = queries.of(self.thing.engagement).filter(~Exists(taken))
        self.reforms = {
            each.ref: (f"{each.recommendation.label} {shortened(each.recommendation.shared_text)}", each)
            for each in free
        }
        offer(self, "reform", self.reforms)

    def values(self) -> dict[str, Any]:
        """Give the reform itself."""
        return {"reform": self.reforms[self.cleaned_data["reform"]][1]}


class LeaveOutForm(VerbForm):
    """Which reform is taken out, and why."""

    reform = forms.ChoiceField(label="Which reform?", widget=forms.RadioSelect)
    reason = LongText(label="Why it is taken out", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the packet is about."""
        super().__init__(*args, **kwargs)
        self.reforms = {each.ref: (each.title, each) for each in queries.reforms_in(self.thing)}
        offer(self, "reform", self.reforms)

    def values(self) -> dict[str, Any]:
        """Give the reform itself."""
        return {**self.cleaned_data, "reform": self.reforms[self.cleaned_data["reform"]][1]}


class ShowForm(VerbForm):
    """A piece of evidence, and the measures that it shows."""

    measures = forms.MultipleChoiceField(
        label="Which measures does it show?",
        widget=forms.CheckboxSelectMultiple,
        help_text="One piece of evidence may show several.",
    )
    what = LongText(label="What it is, and where in it one sees it", rows=3, max_length=2000)
    evidence = forms.ChoiceField(label="Documents that were given already", required=False)
    upload = forms.FileField(label="Or a file", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the measures in force, and what the agency has given on request."""
        super().__init__(*args, **kwargs)
        self.in_force = {
            each.ref: (f"Measure {each.label} of {each.recommendation.label}: {shortened(each.shared_text)}", each)
            for each in queries.measures_of(self.thing)
        }
        offer(self, "measures", self.in_force)
        given = queries.documents_given(self.thing.engagement)
        none = {"": ("None of these", None)}
        offer(self, "evidence", none | {each.ref: (f"{each.ref} {each.title}", each) for each in given})
        self.fields["upload"].help_text = f"At most {limit_mb()} MB."

    def clean(self) -> dict[str, Any]:
        """Ask for the one or the other."""
        data = super().clean() or {}
        if bool(data.get("evidence")) == bool(data.get("upload")) and "upload" not in self.errors:
            self.add_error("upload", "Give a file, or choose documents that were given already: one of the two.")
        return data

    def values(self) -> dict[str, Any]:
        """Give the measures themselves."""
        return {**self.cleaned_data, "measures": [self.in_force[ref][1] for ref in self.cleaned_data["measures"]]}


class TakeOutForm(VerbForm):
    """Which piece of evidence is taken out, and why."""

    proof = forms.TypedChoiceField(label="Which one?", widget=forms.RadioSelect, coerce=int)
    reason = LongText(label="Why it is taken out", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is in the packet."""
        super().__init__(*args, **kwargs)
        proofs = self.thing.proofs.filter(ended_at=None).order_by("pk")
        offer(self, "proof", {str(one.pk): (shortened(one.what), one) for one in proofs})


class _MissingForm(VerbForm):
    """What is missing, measure by measure."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask about each measure in force."""
        super().__init__(*args, **kwargs)
        self.in_force = {measure.ref: measure for measure in queries.measures_of(self.thing)}
        for ref, each in self.in_force.items():
            self.fields[ref] = LongText(
                label=f"Measure {each.label} of {each.recommendation.label}: what is missing",
                help_text=each.shared_text,
                rows=3,
                max_length=2000,
                required=False,
            )

    def values(self) -> dict[str, Any]:
        """Give the measures themselves."""
        said = {self.in_force[ref]: text for ref, text in self.cleaned_data.items() if ref in self.in_force and text}
        others = {name: value for name, value in self.cleaned_data.items() if name not in self.in_force}
        return {**others, "remarks": said}


class ReturnForm(_MissingForm):
    """What is missing, of one measure or more."""

    def clean(self) -> dict[str, Any]:
        """Ask for a reason by one measure or more."""
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError("Say of one measure or more what is missing.")
        return data


class AcceptForm(_MissingForm):
    """What the review rests on; and, where not every recommendation is accepted, what is missing of which measure."""

    basis = LongText(label="What you read, and how it shows each measure", rows=4, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask of a packet about one recommendation for the basis alone: it is accepted or returned."""
        super().__init__(*args, **kwargs)
        if len({each.recommendation_id for each in self.in_force.values()}) == 1:
            for ref in self.in_force:
                del self.fields[ref]
