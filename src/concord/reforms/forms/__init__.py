"""Input of the verbs of reforms, by what they are about."""

from concord.reforms.forms.handovers import HandOverForm
from concord.reforms.forms.links import BlockForm, ConnectForm, DisconnectForm, GroupForm, UnblockForm
from concord.reforms.forms.outcomes import OutcomeForm, ValueForm, WithdrawOutcomeForm
from concord.reforms.forms.packets import (
    AcceptForm,
    AssembleForm,
    IncludeForm,
    LeaveOutForm,
    ReturnForm,
    ShowForm,
    TakeOutForm,
)
from concord.reforms.forms.priorities import BoardForm, PlanForm, PriorityForm, PriorityManyForm, WeightsForm
from concord.reforms.forms.projects import (
    AssistForm,
    BeginWorkForm,
    ChangeManyForm,
    ChangeWorkForm,
    EndWorkForm,
    LeaveForm,
    MilestoneForm,
    ReachForm,
    ServeForm,
)
from concord.reforms.forms.reforms import (
    ApproveMeasureForm,
    AssessForm,
    CompleteForm,
    DatedReasonForm,
    FilterForm,
    MeasureForm,
    ReportForm,
    StopForm,
)

__all__ = (
    "AcceptForm",
    "ApproveMeasureForm",
    "AssembleForm",
    "AssessForm",
    "AssistForm",
    "BeginWorkForm",
    "BlockForm",
    "BoardForm",
    "ChangeManyForm",
    "ChangeWorkForm",
    "CompleteForm",
    "ConnectForm",
    "DatedReasonForm",
    "DisconnectForm",
    "EndWorkForm",
    "FilterForm",
    "GroupForm",
    "HandOverForm",
    "IncludeForm",
    "LeaveForm",
    "LeaveOutForm",
    "MeasureForm",
    "MilestoneForm",
    "OutcomeForm",
    "PlanForm",
    "PriorityForm",
    "PriorityManyForm",
    "ReachForm",
    "ReportForm",
    "ReturnForm",
    "ServeForm",
    "ShowForm",
    "StopForm",
    "TakeOutForm",
    "UnblockForm",
    "ValueForm",
    "WeightsForm",
    "WithdrawOutcomeForm",
)
