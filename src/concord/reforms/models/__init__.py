"""The models of reforms, by what they are about."""

from concord.reforms.models.blockers import Blocker
from concord.reforms.models.handovers import HandOver
from concord.reforms.models.links import DIRECTED, NEEDS, Link, LinkKind, in_turn
from concord.reforms.models.measures import AGREEMENT_WINDOW, AgencyAnswer, Measure, MeasureKind
from concord.reforms.models.outcomes import Outcome, OutcomeValue
from concord.reforms.models.packets import Included, Packet, Proof, Remark, Shown
from concord.reforms.models.priorities import HIGHEST, LONGEST, LOWEST, Appraisal
from concord.reforms.models.projects import Assistance, Milestone, Project, Served
from concord.reforms.models.reforms import Judgement, ProgressReport, Reform
from concord.reforms.models.turns import Turn

__all__ = (
    "AGREEMENT_WINDOW",
    "DIRECTED",
    "HIGHEST",
    "LONGEST",
    "LOWEST",
    "NEEDS",
    "AgencyAnswer",
    "Appraisal",
    "Assistance",
    "Blocker",
    "HandOver",
    "Included",
    "Judgement",
    "Link",
    "LinkKind",
    "Measure",
    "MeasureKind",
    "Milestone",
    "Outcome",
    "OutcomeValue",
    "Packet",
    "ProgressReport",
    "Project",
    "Proof",
    "Reform",
    "Remark",
    "Served",
    "Shown",
    "Turn",
    "in_turn",
)
