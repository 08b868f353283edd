"""The pages of what turns out otherwise after a request was made."""

from concord.core.forms import ReasonForm
from concord.core.permissions import Permission
from concord.intake import actions
from concord.intake.forms.correcting import CorrectContactForm, MatterForm
from concord.intake.views.pages import verb_page

P = Permission

VERBS = [
    verb_page(
        P.REQUEST_NOTE_MATTER,
        actions.note_matter,
        "A lawsuit or an investigation that the request does not declare. An approving official looks at it and "
        "decides on the request; what was answered as met without it is asked again. The agency does not see it.",
        MatterForm,
    ),
    verb_page(
        P.REQUEST_CORRECT_CONTACT,
        actions.correct_contact,
        "Whom you call and write to. Every letter from now on goes to this address.",
        CorrectContactForm,
        weighs=False,
    ),
    verb_page(
        P.REQUEST_LOOK_AGAIN,
        actions.look_again,
        "An answer turns out to be wrong. Both assessments are open again; every answer stays until you change it.",
        ReasonForm,
    ),
]
