"""The mails about a request or an engagement as a page, and the verb that sends one again."""

from typing import Any, cast

from django import forms

from concord.core.forms import VerbForm
from concord.core.permissions import Permission
from concord.core.telling import actions
from concord.core.telling.queries import failed_about
from concord.core.telling.rules import may
from concord.core.verbs import VerbPage
from concord.desk.things import find
from concord.engagements.models import Engagement
from concord.intake.models import AssistanceRequest

P = Permission


def course(ref: str) -> AssistanceRequest | Engagement | None:
    """Return the request or the engagement of a reference, or None."""
    found = find(ref)
    thing = found.thing if found is not None else None
    return thing if isinstance(thing, AssistanceRequest | Engagement) else None


class SendAgainForm(VerbForm):
    """Which of the mails that were not sent."""

    mail = forms.TypedChoiceField(label="Which mail", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those that have failed."""
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["mail"])
        field.choices = [(one.pk, f"{one.subject}, to {one.to}") for one in failed_about(self.thing)]


VERBS = [
    VerbPage(
        P.MAIL_SEND_AGAIN,
        load=course,
        see=P.MAIL_VIEW,
        may=may,
        action=actions.send_again,
        form=SendAgainForm,
        explain="It is tried anew, as it was written. Where the address is wrong, mend the address first.",
    ),
]
