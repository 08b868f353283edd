"""Methods on staffing, clearance, injuries and escalation within incidents."""

from typing import Final

from concord.analysis.policing.runs.method import Form, Method, Parameter

UNTIL: Final = Parameter(name="until", label="Day the file was drawn", form=Form.DAY, required=True)
METHODS: Final = (
    Method(
        key="staffing",
        title="Officers that calls need",
        tables=("calls",),
        family="planning",
        needs=(("calls", "dispatched"), ("calls", "cleared")),
        question="How many officers do the calls need?",
        parameters=(
            Parameter(
                name="target",
                label="Share of time that may go to calls",
                form=Form.NUMBER,
                default="0.6",
                required=True,
                help="0.6 is a rule of thumb, no standard of law.",
            ),
            Parameter(
                name="hours_worked",
                label="Hours a year that an officer is on patrol",
                form=Form.NUMBER,
                default="1650",
                required=True,
                help="Paid hours less leave, training and court.",
            ),
            Parameter(name="least", label="Units that are always out", form=Form.WHOLE, default="0", required=True),
            Parameter(
                name="wait", label="A wait counts beyond so many minutes", form=Form.NUMBER, default="5", required=True
            ),
        ),
    ),
    Method(
        key="clearance",
        title="Clearance of offences",
        tables=("offences",),
        family="planning",
        needs=(("offences", "reported"),),
        question="How many offences are cleared, and how?",
        parameters=(
            UNTIL,
            Parameter(name="within", label="Within days", form=Form.NUMBER, default="365", required=True),
            Parameter(name="category", label="Kind of offence", help="Empty for all together."),
        ),
    ),
    Method(
        key="injuries",
        title="Injuries of officers",
        tables=("officers", "injuries"),
        family="planning",
        parameters=(UNTIL,),
        question="How often are officers hurt?",
    ),
    Method(
        key="escalation",
        title="Force beside colleagues in the same incidents",
        tables=("force",),
        family="planning",
        officers=True,
        needs=(("force", "officer_id"), ("force", "incident_id")),
        question="Who uses higher force than colleagues in the same incidents?",
    ),
)
