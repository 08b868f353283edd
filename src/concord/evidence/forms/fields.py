"""Fields that forms of evidence share: attendance, what looks like a name, and what those who took part agreed to."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import LongText, VerbForm
from concord.engagements.models import Engagement
from concord.evidence import queries
from concord.evidence.attendance import Came, read, written
from concord.evidence.checks import asks_people, can_be_agreed_to, is_told_alone
from concord.evidence.checks.consent import consent_is_known, opened_for_a_reason, released_as_agreed
from concord.evidence.models import Releasability
from concord.evidence.naming import looks_like_a_name
from concord.programme.document import Method

NO_NAME = "no_name"


class AttendanceField(LongText):
    """Groups and ranks with a number each, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        """Say how a line is written."""
        kwargs.setdefault(
            "help_text", "One line each: the number, the group, and after a comma the rank. Never a name."
        )
        super().__init__(rows=4, max_length=4000, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show rows as they are typed."""
        return written(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[Came, ...]:
        """Return the rows."""
        try:
            return read(super().clean(value) or "")
        except BadInput as bad:
            raise forms.ValidationError(bad.reason) from None


class NamelessForm(VerbForm):
    """A form some of whose lines should hold nobody's name: what looks like one is asked about, once."""

    nameless: tuple[str, ...] = ("title",)

    no_name = forms.BooleanField(
        label="I have looked: no line above tells who took part",
        required=False,
        help_text="People are counted by group and rank.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask last, and only whoever has sent the form."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields[NO_NAME].widget = forms.HiddenInput()
        self.order_fields([*(name for name in self.fields if name != NO_NAME), NO_NAME])

    def clean(self) -> dict[str, Any]:
        """Point to the line that looks like a name, unless the person has looked."""
        data = super().clean() or {}
        if not data.get(NO_NAME):
            for name in self.nameless:
                value = data.get(name) or ""
                text = written(value) if isinstance(value, tuple) else value
                if found := looks_like_a_name(text):
                    self.add_error(name, f"“{found}” looks like a name. Reword it, or say below that it is none.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the keyword arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != NO_NAME}


OPEN_BECAUSE: dict[str, Any] = {
    "label": "Why is the interview not confidential?",
    "max_length": 300,
    "required": False,
    "help_text": "Of interviews alone: what one person told is confidential unless there is a reason. No names.",
}


class GatheredForm(NamelessForm):
    """A form about what was gathered without field work: by which method, how far it may travel, and where a method
    asks people, what they agreed to."""

    method = forms.ChoiceField(label="Gathered by")
    consent = forms.ChoiceField(
        label="What did those who took part agree to?",
        required=False,
        widget=forms.RadioSelect,
        help_text="Asked of talks alone. Whatever leaves the house later goes no further than they agreed.",
    )
    releasability = forms.ChoiceField(
        label="How far may it travel?", choices=Releasability.choices, widget=forms.RadioSelect
    )
    open_because = forms.CharField(**OPEN_BECAUSE)

    def offer(self, methods: Sequence[Method]) -> None:
        """Offer these methods; where none of them asks people, nothing is asked about consent."""
        self.methods = {method.key: method for method in methods}
        choices = [("", "Choose one"), *((method.key, method.name) for method in methods)]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not any(map(is_told_alone, methods)):
            del self.fields["open_because"]
        talk = next(filter(asks_people, methods), None)
        if talk is None:
            del self.fields["consent"]
            return
        agreed = [("", "It is no talk: nobody was asked anything"), *((c, c.label) for c in can_be_agreed_to(talk))]
        self.fields["consent"].choices = agreed  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask about consent where the method that was chosen asks people."""
        data = super().clean()
        method, consent = self.methods.get(data.get("method", "")), data.get("consent", "")
        if method is not None and "consent" in self.fields and consent_is_known(method, consent):
            self.add_error("consent", f"Somebody was asked: {method.name}. Choose what they agreed to.")
        for problem in released_as_agreed(consent, data.get("releasability", "")):
            self.add_error("releasability", f"Expected {problem.text}.")
        asked = method if "open_because" in self.fields else None
        for problem in opened_for_a_reason(asked, data.get("releasability", ""), data.get("open_because", "")):
            self.add_error("open_because", f"Expected {problem.text}.")
        return data


class NamelessReasonForm(NamelessForm):
    """A reason that tells of nobody who took part, since it is kept in the clear."""

    nameless = ("reason",)

    reason = LongText(
        label="Reason",
        rows=4,
        max_length=2000,
        help_text="In plain words, and without any name. It is kept in the history.",
    )


def bases_offered(engagement: Engagement) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the bases of an engagement's edition on which evidence is withheld, as choices by the kind of evidence."""
    offered = queries.bases(engagement)
    groups = [
        (str(kind.label), [(each.key, queries.in_words(each)) for each in offered if each.kind == kind])
        for kind in Releasability
    ]
    return [(label, found) for label, found in groups if found]


class BasisField(forms.ChoiceField):
    """On which basis it would be withheld; it may be left open."""

    def __init__(self) -> None:
        """Ask, and say that it may be left open."""
        super().__init__(
            label="On which basis is it withheld?",
            required=False,
            help_text="From a request for records, where you can say. The counts of what is withheld name it.",
        )

    def offer(self, engagement: Engagement) -> None:
        """Offer the bases of an engagement's edition."""
        self.choices = [("", "Nobody has said yet"), *bases_offered(engagement)]


class BasisForm(VerbForm):
    """On which basis a data set or advice is withheld."""

    basis = BasisField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the bases of the edition, and begin with the one that was said."""
        super().__init__(*args, **kwargs)
        cast("BasisField", self.fields["basis"]).offer(self.thing.engagement)
        self.fields["basis"].initial = self.thing.basis
