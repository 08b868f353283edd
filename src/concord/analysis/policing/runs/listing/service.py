"""Methods on files of calls, surveys and force, and the one about single officers."""

from typing import Final

from concord.analysis.policing.runs.listing.stops import GROUPS, STOPPED, WORDS
from concord.analysis.policing.runs.method import Form, Method, Parameter

METHODS: Final = (
    Method(
        key="response-times",
        title="Response times",
        tables=("calls",),
        family="service",
        needs=(("calls", "received"),),
        question="How long do callers wait?",
        parameters=(
            Parameter(name="by", label="By column", default="priority", help="Empty for all together."),
            Parameter(
                name="calls",
                label="Which calls",
                form=Form.CHOICE,
                default="of the community",
                choices=("of the community", "all"),
                required=True,
            ),
        ),
    ),
    Method(
        key="workload",
        title="Time that calls take",
        tables=("calls",),
        family="service",
        needs=(("calls", "dispatched"), ("calls", "cleared")),
        question="When is how much work?",
    ),
    Method(
        key="survey",
        title="Shares of answers",
        tables=("surveys",),
        family="service",
        question="What did people answer?",
        parameters=(
            Parameter(name="question", label="Key of the question", required=True),
            Parameter(name="least", label="Answers from", form=Form.WHOLE, default="4", required=True),
        ),
    ),
    Method(
        key="force-band",
        title="Force among the stopped",
        tables=("stops",),
        family="service",
        needs=(*STOPPED, ("stops", "force_used")),
        parameters=(*GROUPS, *WORDS),
        question="How much could unfair stops hide?",
    ),
    Method(
        key="force-matrix",
        title="Force against resistance",
        tables=("force",),
        family="service",
        needs=(("force", "resistance"), ("force", "force_level")),
        parameters=(
            Parameter(
                name="policy",
                label="Level that the policy names",
                form=Form.BASES,
                required=True,
                help="Such as: policy: passive=1, active=2, assault=3",
            ),
        ),
        question="Does force fit the resistance that was met?",
    ),
    Method(
        key="officers",
        title="Officers beside their colleagues",
        tables=("stops",),
        family="service",
        officers=True,
        needs=(("stops", "officer_id"), ("stops", "moment")),
        parameters=(
            Parameter(
                name="outcome",
                label="What follows a stop",
                form=Form.CHOICE,
                choices=("search_conducted", "arrest_made", "citation_issued", "force_used"),
                default="search_conducted",
                required=True,
            ),
        ),
        question="Which officers' stops end unlike those of colleagues?",
    ),
)
