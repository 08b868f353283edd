"""Input about engagements, one file a noun."""

from concord.engagements.forms.agreements import DraftForm, PaperForm, ReinstateForm, SendForm, SignForm
from concord.engagements.forms.deliveries import EvaluateForm, HeldForm, PlanForm
from concord.engagements.forms.engagement import (
    FOCUS_AREAS,
    CloseForm,
    EndForm,
    MemberForm,
    OpenForm,
    PartnerForm,
    PartnershipEndForm,
    TurnForm,
)
from concord.engagements.forms.office import AskAgainForm, EffortForm, FlagForm, LookForm, NoteAgainForm
from concord.engagements.forms.together import (
    AnswerConcernForm,
    AnswerForm,
    AskForm,
    CheckInForm,
    ConcernForm,
    ExpectForm,
    MeetForm,
    TierForm,
)

__all__ = (
    "FOCUS_AREAS",
    "AnswerConcernForm",
    "AnswerForm",
    "AskAgainForm",
    "AskForm",
    "CheckInForm",
    "CloseForm",
    "ConcernForm",
    "DraftForm",
    "EffortForm",
    "EndForm",
    "EvaluateForm",
    "ExpectForm",
    "FlagForm",
    "HeldForm",
    "LookForm",
    "MeetForm",
    "MemberForm",
    "NoteAgainForm",
    "OpenForm",
    "PaperForm",
    "PartnerForm",
    "PartnershipEndForm",
    "PlanForm",
    "ReinstateForm",
    "SendForm",
    "SignForm",
    "TierForm",
    "TurnForm",
)
