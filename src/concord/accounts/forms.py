"""Input about people."""

from typing import Any, cast

from django import forms
from django.conf import settings

from concord.accounts.rules import may_change_holders
from concord.accounts.tokens import LONGEST, SCOPES
from concord.agencies.queries import by_ref
from concord.core.forms import ReasonForm, VerbForm
from concord.core.roles import ROLES, Level


class InviteForm(VerbForm):
    """Who, which role, where."""

    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", max_length=120)
    role = forms.ChoiceField(
        label="Role", choices=[(r.key, r.title) for r in ROLES if r.level in (Level.OFFICE, Level.AGENCY)]
    )
    scope = forms.CharField(
        label="Where the role counts",
        max_length=80,
        help_text="“office”, or “agency:” and the agency's reference.",
    )

    def clean_scope(self) -> str:
        """Take an agency that the directory has."""
        scope = str(self.cleaned_data["scope"]).strip()
        kind, _, ref = scope.partition(":")
        if kind == "agency" and by_ref(ref) is None:
            raise forms.ValidationError(f"The directory has no agency “{ref}”.")
        return scope


class EndRoleForm(ReasonForm):
    """Which of the roles held, and why it ends."""

    membership = forms.ChoiceField(label="Role that ends")
    field_order = ("membership", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the roles that the person holds and that are for `by` to end."""
        super().__init__(*args, **kwargs)
        for_them = [m for m in self.thing.held() if may_change_holders(self.by, m.role_class)]
        choices = [(f"{m.role}|{m.scope}", f"{m.role_class.title} on {m.scope}") for m in for_them]
        cast("forms.ChoiceField", self.fields["membership"]).choices = choices

    def values(self) -> dict[str, Any]:
        """Split the choice into role and scope."""
        role, _, scope = self.cleaned_data["membership"].partition("|")
        return {"role": role, "scope": scope, "reason": self.cleaned_data["reason"]}


class SigningForm(VerbForm):
    """What is signed on a `SignedPage`. In a demonstration, where people have no password to give again, a tick says
    that it is meant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the tick in a demonstration alone."""
        super().__init__(*args, **kwargs)
        if settings.CONCORD_DEMO and not self.by.has_usable_password():
            self.fields["confirmed"] = forms.BooleanField(
                label=f"I am {self.by.name}, and I mean it. This is a demonstration: people here have no password, "
                "which would be asked for again now."
            )

    def values(self) -> dict[str, Any]:
        """Leave out the tick."""
        return {name: value for name, value in super().values().items() if name != "confirmed"}


class TokenForm(forms.Form):
    """For what a program's access token is, what it may do, and how long."""

    name = forms.CharField(label="For what", max_length=60, help_text="Such as: nightly export of findings.")
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Within what your own roles allow, and never more.",
    )
    days = forms.IntegerField(label="For how many days", min_value=1, max_value=LONGEST, initial=90)
