"""The verbs of a task, as pages: setting one about an engagement, and ending it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms

from concord.accounts.queries import members
from concord.core.permissions import OFFICE_SCOPE, Party, Permission
from concord.core.tasks import actions, rules
from concord.core.tasks.forms import DoForm, DropForm, HandOverForm, PartForm, SetForm, SetTogetherForm
from concord.core.tasks.kinds import ended_by
from concord.core.tasks.models import Task
from concord.core.tasks.queries import task
from concord.core.tasks.rules import place
from concord.core.verbs import VerbPage
from concord.desk.rules import may as desk_may
from concord.engagements.queries import engagement

P = Permission


def _doers(party: Party, scope: str, kind: str = "") -> dict[str, str]:
    """Return the names of the people of a side who could do a task of a kind there, by their keys: with a role that
    gives one of the verbs by which it ends."""
    ends = {*(ended_by(kind) or (P.TASK_DO,))}
    return {
        held.person.actor_key: held.person.name
        for held in members(scope)
        if ends & held.role_class.permissions and held.role_class.party == party
    }


def _offer(form: forms.Form, people: dict[str, str]) -> None:
    field = cast("forms.ChoiceField", form.fields["assignee"])
    field.choices = [("", "Whoever comes first"), *sorted(people.items(), key=lambda pair: pair[1])]


class SetTaskForm(SetForm):
    """What is to be done, by which day, and by whom of the side."""

    party: Party

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people of the side who could do it there."""
        super().__init__(*args, **kwargs)
        if not rules.may(self.by, rules.SET_FOR[self.party], self.thing):
            return  # the page says why not
        scope = place(self.by, self.thing, self.party).scope
        _offer(self, _doers(self.party, OFFICE_SCOPE if self.party == Party.OFFICE else scope))


class GiveForm(HandOverForm):
    """To whom of the side that has the task; not to whom it was given already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people of the side who could do it there."""
        super().__init__(*args, **kwargs)
        people = _doers(self.thing.held_by, rules.where(self.thing), self.thing.kind)
        _offer(self, {key: name for key, name in people.items() if key != self.thing.assignee})


class OfficeTaskForm(SetTaskForm):
    party = Party.OFFICE


class AgencyTaskForm(SetTaskForm):
    party = Party.AGENCY


class TeamTaskForm(SetTaskForm):
    party = Party.TEAM


def _set(verb: Permission, action: Callable[..., Task], form: type[SetTogetherForm], explain: str) -> VerbPage:
    return VerbPage(
        verb,
        load=engagement,
        see=P.ENGAGEMENT_VIEW,
        may=desk_may,
        action=action,
        form=form,
        explain=explain,
    )


SET_VERBS = [
    _set(
        P.TASK_SET_AGENCY,
        actions.set_for_agency,
        AgencyTaskForm,
        "It stands on the home page of the agency's people until it is done. The side that sets it follows it.",
    ),
    _set(
        P.TASK_SET_TEAM,
        actions.set_for_team,
        TeamTaskForm,
        "It stands on the home page of the assessment team until it is done.",
    ),
    _set(
        P.TASK_SET_OFFICE,
        actions.set_for_office,
        OfficeTaskForm,
        "It stands on the home page of the programme office until it is done.",
    ),
    _set(
        P.TASK_SET_TOGETHER,
        actions.set_together,
        SetTogetherForm,
        "It stands on the home pages of both sides. Each does its part and says what it did; then it is done.",
    ),
]
TASK_VERBS = [
    *(
        VerbPage(verb, load=task, see=P.TASK_VIEW, may=rules.may, action=action, form=PartForm, explain=explain)
        for verb, action, explain in (
            (P.TASK_AGENCY_PART, actions.do_agency_part, "What is left is with the assessment team then."),
            (P.TASK_TEAM_PART, actions.do_team_part, "What is left is with the agency then."),
        )
    ),
    VerbPage(
        P.TASK_DO,
        load=task,
        see=P.TASK_VIEW,
        may=rules.may,
        action=actions.do,
        form=DoForm,
        explain="It leaves the list. What came of it stays on record.",
    ),
    VerbPage(
        P.TASK_HAND_OVER,
        load=task,
        see=P.TASK_VIEW,
        may=rules.may,
        action=actions.hand_over,
        form=GiveForm,
        explain="It leaves the home page of whoever had it, and stands on that of whoever has it now.",
    ),
    VerbPage(
        P.TASK_DROP,
        load=task,
        see=P.TASK_VIEW,
        may=rules.may,
        action=actions.drop,
        form=DropForm,
        explain="It is not needed any more. Whoever set it reads the reason.",
    ),
]
VERBS = [*SET_VERBS, *TASK_VERBS]
