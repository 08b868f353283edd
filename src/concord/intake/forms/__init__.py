"""Input of a request for assistance, and of its assessment."""

from concord.intake.forms.assessing import AcknowledgeForm, AnswerForm, LinkMemberForm, RelinkForm, WaiveForm
from concord.intake.forms.contact import AskComponentForm, ContactForm, NoteComponentForm, PartForm, RowForm
from concord.intake.forms.deciding import LETTER, AcceptForm, DecisionForm, DeclineForm, DeferForm, ReferForm

__all__ = (
    "LETTER",
    "AcceptForm",
    "AcknowledgeForm",
    "AnswerForm",
    "AskComponentForm",
    "ContactForm",
    "DecisionForm",
    "DeclineForm",
    "DeferForm",
    "LinkMemberForm",
    "NoteComponentForm",
    "PartForm",
    "ReferForm",
    "RelinkForm",
    "RowForm",
    "WaiveForm",
)
