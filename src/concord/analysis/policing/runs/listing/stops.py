"""Methods on files of stops."""

from dataclasses import replace
from typing import Final

from concord.analysis.policing.runs.method import Form, Method, Parameter
from concord.analysis.policing.schemas.tables import RACES

OUTCOMES: Final = (
    *("search_conducted", "frisk_performed", "citation_issued", "warning_issued", "arrest_made", "force_used"),
    "handcuffed",
)
GROUPS: Final = (
    Parameter(name="group", label="Group", form=Form.CHOICE, choices=RACES, default="black", required=True),
    Parameter(name="reference", label="Compared with", form=Form.CHOICE, choices=RACES, default="white", required=True),
)
WORDS: Final = (
    Parameter(name="period", label="Period in words", help="Such as: 2023 to 2025. It stands in each sentence."),
    Parameter(name="place", label="Place in words"),
)
GAP: Final = Parameter(
    name="meaningful",
    label="Smallest gap that would matter",
    form=Form.NUMBER,
    help="Said before looking, in the unit of the figure; a ratio above 1 for ratios.",
)
STOPPED: Final = (("stops", "date"), ("stops", "subject_race"))
OUTCOME: Final = Parameter(
    name="outcome", label="What follows a stop", form=Form.CHOICE, choices=OUTCOMES, default=OUTCOMES[0], required=True
)
PLACES: Final = Parameter(
    name="place_column", label="Column of places", default="district", help="Compared within places; empty for none."
)
LEAVE_OUT: Final = Parameter(
    name="leave_out",
    label="Search bases to leave out",
    form=Form.TEXTS,
    help="Searches that policy demands (arrest, warrant, tow) say nothing about a choice.",
)
SUN: Final = (
    Parameter(name="latitude", label="Latitude", form=Form.NUMBER, required=True),
    Parameter(name="longitude", label="Longitude", form=Form.NUMBER, required=True, help="West is negative."),
    Parameter(name="zone", label="Time zone", default="America/New_York", required=True),
)
METHODS: Final = (
    Method(
        key="rates",
        title="Stop rates against several bases",
        tables=("stops",),
        family="stops",
        needs=STOPPED,
        question="Are groups stopped more often than each base would lead one to expect?",
        parameters=(
            *GROUPS,
            Parameter(
                name="bases",
                label="Bases",
                form=Form.BASES,
                required=True,
                help="Such as: residents: black=1200, white=3400; crashes: black=90, white=310",
            ),
            GAP,
            *WORDS,
        ),
    ),
    Method(
        key="outcomes",
        title="What follows a stop",
        tables=("stops",),
        family="stops",
        needs=STOPPED,
        question="After a stop, does the same follow for each group?",
        parameters=(
            *GROUPS,
            OUTCOME,
            Parameter(
                name="controls",
                label="Held equal",
                form=Form.TEXTS,
                help="Columns, such as: district, reason. The figure without them is shown beside.",
            ),
            GAP,
            *WORDS,
        ),
    ),
    Method(
        key="hits",
        title="Searches and what they find",
        tables=("stops",),
        family="stops",
        needs=(*STOPPED, ("stops", "search_conducted"), ("stops", "contraband_found")),
        question="Is one group searched more often with less success?",
        parameters=(*GROUPS, PLACES, LEAVE_OUT, GAP, *WORDS),
    ),
    Method(
        key="threshold",
        title="Bar of suspicion (threshold test)",
        tables=("stops",),
        family="stops",
        needs=(*STOPPED, ("stops", "search_conducted"), ("stops", "contraband_found")),
        question="Is the bar of suspicion lower for one group?",
        parameters=(*GROUPS, replace(PLACES, required=True), LEAVE_OUT, GAP, *WORDS),
    ),
    Method(
        key="veil",
        title="Veil of darkness",
        tables=("stops",),
        family="stops",
        needs=(*STOPPED, ("stops", "moment")),
        question="Does a group's share among stops fall when it is dark?",
        parameters=(*GROUPS, *SUN, GAP, *WORDS),
    ),
    Method(
        key="look-alikes",
        title="Comparison with look-alike stops",
        tables=("stops",),
        family="stops",
        needs=STOPPED,
        question="Do like stops end alike elsewhere?",
        parameters=(
            Parameter(name="treated_column", label="Column that tells the unit", default="district", required=True),
            Parameter(name="treated_value", label="The unit that is looked at", required=True),
            OUTCOME,
            Parameter(name="terms", label="Alike in", form=Form.TEXTS, default="subject_race", required=True),
            GAP,
            *WORDS,
        ),
    ),
)
