"""Pages on which the office keeps its contacts with the agency, the intake record, and what other offices say."""

from collections.abc import Mapping
from typing import Any

from concord.core.permissions import Permission
from concord.intake import actions, forms, queries, rules
from concord.intake.models import AssistanceRequest
from concord.intake.views.rows import RowPage, row_page

P = Permission


def _part(thing: AssistanceRequest, key: str) -> Mapping[str, Any]:
    found = next((each for each in queries.record(thing) if each.part.key == key), None)
    return {"question": found.part.title, "hint": found.part.hint, "last": found.last} if found else {}


def _component(thing: AssistanceRequest, key: str) -> Mapping[str, Any]:
    label = {each.key: each.label for each in queries.components(thing)}.get(key)
    return {"question": label} if label else {}


CONTACT = RowPage(
    P.REQUEST_CONTACT,
    load=queries.request,
    see=P.REQUEST_VIEW,
    may=rules.may,
    action=actions.log_contact,
    explain="Each call, mail, meeting or letter, on the day it was. The first one ends the task to contact the agency.",
    form=forms.ContactForm,
    template="intake/row.html",
    anchor="contacts",
)
PART = row_page(
    P.REQUEST_RECORD_PART,
    actions.record_part,
    "What was said and agreed, from one of the contacts. Recorded again, the newest counts and the older one is kept.",
    forms.PartForm,
    about=_part,
    anchor="record",
)
ASK = row_page(
    P.REQUEST_ASK_COMPONENT,
    actions.ask_component,
    "Two offices should not work with an agency unknown to each other. Ask by mail or call, and note it here.",
    forms.AskComponentForm,
    about=_component,
    anchor="offices",
)
NOTE = row_page(
    P.REQUEST_NOTE_COMPONENT,
    actions.note_component,
    "What the office answered. An answer that is not clear stops nothing; whoever decides sees it.",
    forms.NoteComponentForm,
    about=_component,
    anchor="offices",
)
VERBS = [CONTACT, PART, ASK, NOTE]
