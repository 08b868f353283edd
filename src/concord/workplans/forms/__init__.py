"""Input about work plans."""

from concord.workplans.forms.deciding import (
    AmendForm,
    ConcurForm,
    DraftForm,
    OpenFocusAreaForm,
    RecordConcurrenceForm,
    TakeUpScopeForm,
)
from concord.workplans.forms.discussing import (
    AgreeForm,
    CommentForm,
    ProgressForm,
    ReplyForm,
    ResolveForm,
    ScopeChangeForm,
)
from concord.workplans.forms.parts import PartForm, form_of

__all__ = (
    "AgreeForm",
    "AmendForm",
    "CommentForm",
    "ConcurForm",
    "DraftForm",
    "OpenFocusAreaForm",
    "PartForm",
    "ProgressForm",
    "RecordConcurrenceForm",
    "ReplyForm",
    "ResolveForm",
    "ScopeChangeForm",
    "TakeUpScopeForm",
    "form_of",
)
