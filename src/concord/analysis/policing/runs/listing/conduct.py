"""Methods on files of force, complaints, training, officers and injuries."""

from typing import Final

from concord.analysis.policing.runs.method import ANY, Form, Method, Parameter

BY: Final = Parameter(name="by", label="By column", default="category", required=True)
COURSE: Final = Parameter(name="course", label="Course", required=True)
UNTIL: Final = Parameter(name="until", label="Day the file was drawn", form=Form.DAY, required=True)
GAP: Final = Parameter(name="meaningful", label="Smallest change that would matter", form=Form.NUMBER)
METHODS: Final = (
    Method(
        key="sustained",
        title="Share sustained",
        tables=("accusations",),
        family="conduct",
        parameters=(BY,),
        question="What share of closed accusations was sustained?",
    ),
    Method(
        key="evenness",
        title="Discipline for like allegations",
        tables=("accusations",),
        family="conduct",
        parameters=(BY,),
        needs=(("accusations", "disciplined"),),
        question="Is discipline alike?",
    ),
    Method(
        key="time-to-close",
        title="Time to close complaints",
        tables=("complaints",),
        family="conduct",
        parameters=(UNTIL,),
        needs=(("complaints", "received"),),
        question="How long do complaints take?",
    ),
    Method(
        key="funnel",
        title="Complaints from receipt to discipline",
        tables=("complaints", "accusations"),
        family="conduct",
        question="What becomes of complaints?",
    ),
    Method(
        key="concentration",
        title="Concentration of complaints",
        tables=("accusations", "officers"),
        family="conduct",
        question="How concentrated are complaints?",
    ),
    Method(
        key="series",
        title="Before and after a change",
        tables=(ANY,),
        family="conduct",
        parameters=(Parameter(name="start", label="First day after the change", form=Form.DAY, required=True), GAP),
        question="Did the number of events change?",
    ),
    Method(
        key="training-effect",
        title="Effect of a training that came in turns",
        tables=("training", "force"),
        family="conduct",
        parameters=(COURSE, GAP),
        question="Did the training change anything?",
    ),
    Method(
        key="coverage",
        title="Coverage of training",
        tables=("officers", "training"),
        family="conduct",
        parameters=(COURSE, Parameter(name="day", label="On which day", form=Form.DAY, required=True)),
        question="Who has had the training?",
    ),
    Method(
        key="turnover",
        title="How long officers stay",
        tables=("officers",),
        family="conduct",
        parameters=(UNTIL,),
        needs=(("officers", "appointed"),),
        question="How long do officers stay?",
    ),
    Method(
        key="alert-rule",
        title="Back-test of an alert rule",
        tables=("officers", "force"),
        family="conduct",
        parameters=(
            Parameter(name="count", label="Events", form=Form.WHOLE, default="3", required=True),
            Parameter(name="days", label="Within days", form=Form.WHOLE, default="180", required=True),
            Parameter(name="horizon", label="Looked ahead, days", form=Form.WHOLE, default="180", required=True),
        ),
        question="Would the agency's rule have pointed at what came?",
    ),
)
