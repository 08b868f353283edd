"""The column dictionaries: thirteen kinds of files that an assessment asks for.

Names follow the Stanford Open Policing readme where it has one; the rest is named alike. Codes of race and sex are
those in which the public bases (census, other agencies) can be counted too."""

from typing import Final

from concord.analysis.errors import BadTable
from concord.analysis.policing.schemas.columns import Column, Kind, Table

RACES: Final = (
    "white",
    "black",
    "hispanic",
    "asian/pacific islander",
    "native american",
    "multiple",
    "other",
    "unknown",
)
SEXES: Final = ("male", "female", "other", "unknown")
PERSON: Final = (
    ("subject_race", Kind.CATEGORY, "race or ethnicity as the officer perceived or recorded it", RACES),
    ("subject_sex", Kind.CATEGORY, "sex or gender as recorded", SEXES),
    ("subject_age", Kind.INTEGER, "age in whole years", ()),
)


Row = tuple[str, Kind, str] | tuple[str, Kind, str, tuple[str, ...]]


def _columns(*rows: Row, need: str) -> tuple[Column, ...]:
    """Build columns from (name, kind, meaning[, values]); `need` names the required ones."""
    required = need.split()
    made = []
    for name, kind, meaning, *values in rows:
        codes = values[0] if values else ()
        made.append(Column(name=name, kind=kind, meaning=meaning, values=codes, required=name in required))
    return tuple(made)


STOPS: Final = Table(
    name="stops",
    grain="one row per person stopped",
    key=("stop_id", "person_number"),
    columns=_columns(
        ("stop_id", Kind.TEXT, "key of the stop"),
        ("person_number", Kind.INTEGER, "which person of the stop"),
        ("date", Kind.DATE, "day of the stop, local"),
        ("moment", Kind.MOMENT, "date and clock time of the stop, local"),
        ("entered", Kind.MOMENT, "when the form was entered"),
        ("district", Kind.TEXT, "district, precinct or beat"),
        ("officer_id", Kind.TEXT, "key of the officer, no name"),
        *PERSON,
        ("type", Kind.CATEGORY, "who was stopped", ("vehicular", "pedestrian", "other")),
        ("reason", Kind.TEXT, "reason for the stop"),
        ("call_for_service", Kind.FLAG, "whether the stop answered a call"),
        ("duration_min", Kind.NUMBER, "length of the stop in minutes"),
        ("frisk_performed", Kind.FLAG, "whether the person was patted down"),
        ("search_conducted", Kind.FLAG, "whether person or vehicle was searched"),
        ("search_person", Kind.FLAG, "whether the person was searched"),
        ("search_vehicle", Kind.FLAG, "whether vehicle or property was searched"),
        ("search_basis", Kind.TEXT, "why a search was made"),
        ("consent_search", Kind.FLAG, "whether the search rested on consent"),
        ("contraband_found", Kind.FLAG, "whether anything was found"),
        ("contraband_weapons", Kind.FLAG, "whether a weapon was found"),
        ("contraband_drugs", Kind.FLAG, "whether drugs were found"),
        ("warning_issued", Kind.FLAG, "whether a warning was given"),
        ("citation_issued", Kind.FLAG, "whether a citation was given"),
        ("arrest_made", Kind.FLAG, "whether an arrest was made"),
        ("force_used", Kind.FLAG, "whether physical force was used or a weapon pointed"),
        ("handcuffed", Kind.FLAG, "whether the person was handcuffed"),
        need="date subject_race",
    ),
)
SEARCHES: Final = Table(
    name="searches",
    grain="one row per search",
    key=("search_id",),
    columns=_columns(
        ("search_id", Kind.TEXT, "key of the search"),
        ("stop_id", Kind.TEXT, "stop that it belongs to"),
        ("date", Kind.DATE, "day"),
        ("officer_id", Kind.TEXT, "key of the officer"),
        *PERSON,
        ("basis", Kind.TEXT, "consent, probable cause, warrant, inventory, arrest"),
        ("discretionary", Kind.FLAG, "whether the officer could have left it"),
        ("contraband_found", Kind.FLAG, "whether anything was found"),
        need="date subject_race contraband_found",
    ),
)
FORCE: Final = Table(
    name="force",
    grain="one row per officer and subject of an incident",
    key=("incident_id", "officer_id", "subject_number"),
    columns=_columns(
        ("incident_id", Kind.TEXT, "key of the incident"),
        ("subject_number", Kind.INTEGER, "which subject of the incident"),
        ("date", Kind.DATE, "day"),
        ("moment", Kind.MOMENT, "date and time"),
        ("agency", Kind.TEXT, "agency"),
        ("district", Kind.TEXT, "district or municipality"),
        ("officer_id", Kind.TEXT, "key of the officer"),
        ("officer_race", Kind.CATEGORY, "race of the officer", RACES),
        ("officer_injured", Kind.FLAG, "whether the officer was injured"),
        *PERSON,
        ("subject_injured", Kind.FLAG, "whether the subject was injured"),
        ("subject_armed", Kind.FLAG, "whether the subject was armed"),
        ("subject_arrested", Kind.FLAG, "whether the subject was arrested"),
        ("origin", Kind.TEXT, "how the contact began"),
        ("resistance", Kind.TEXT, "resistance, all that was ticked"),
        ("force_type", Kind.TEXT, "force, all that was ticked"),
        ("force_level", Kind.INTEGER, "level on the agency's scale, 1 lowest"),
        need="incident_id date",
    ),
)
COMPLAINTS: Final = Table(
    name="complaints",
    grain="one row per complaint",
    key=("complaint_id",),
    columns=_columns(
        ("complaint_id", Kind.TEXT, "key of the complaint"),
        ("incident_date", Kind.DATE, "day of the event"),
        ("received", Kind.DATE, "day the complaint was received"),
        ("closed", Kind.DATE, "day it was closed; empty while open"),
        ("district", Kind.TEXT, "beat or district"),
        ("source", Kind.CATEGORY, "who complained", ("community", "officer", "other", "unknown")),
        ("signed", Kind.FLAG, "whether there is a signed statement"),
        need="complaint_id received",
    ),
)
ACCUSATIONS: Final = Table(
    name="accusations",
    grain="one row per complaint and accused officer",
    key=("complaint_id", "officer_id"),
    columns=_columns(
        ("complaint_id", Kind.TEXT, "complaint that it belongs to"),
        ("officer_id", Kind.TEXT, "key of the officer; empty where nobody was identified"),
        ("category", Kind.TEXT, "what is alleged"),
        ("finding", Kind.CATEGORY, "final finding", ("sustained", "not sustained", "unfounded", "exonerated", "other")),
        ("discipline", Kind.TEXT, "final discipline"),
        ("disciplined", Kind.FLAG, "whether any discipline followed"),
        need="complaint_id",
    ),
)
ARRESTS: Final = Table(
    name="arrests",
    grain="one row per person arrested",
    key=("arrest_id",),
    columns=_columns(
        ("arrest_id", Kind.TEXT, "key of the arrest"),
        ("date", Kind.DATE, "day"),
        ("district", Kind.TEXT, "district"),
        ("officer_id", Kind.TEXT, "key of the officer"),
        *PERSON,
        ("charge", Kind.TEXT, "most serious charge"),
        ("low_level", Kind.FLAG, "whether the most serious charge is of the lowest class"),
        ("charge_declined", Kind.FLAG, "whether the prosecutor declined it"),
        ("released", Kind.FLAG, "whether released with a summons"),
        need="date",
    ),
)
CALLS: Final = Table(
    name="calls",
    grain="one row per call for service",
    key=("call_id",),
    columns=_columns(
        ("call_id", Kind.TEXT, "key of the call"),
        ("received", Kind.MOMENT, "call answered, or incident opened"),
        ("queued", Kind.MOMENT, "handed to the dispatcher"),
        ("dispatched", Kind.MOMENT, "first unit assigned"),
        ("enroute", Kind.MOMENT, "first unit on its way"),
        ("arrived", Kind.MOMENT, "first unit there"),
        ("cleared", Kind.MOMENT, "last unit free"),
        ("priority", Kind.INTEGER, "priority, 1 highest"),
        ("nature", Kind.TEXT, "nature of the call"),
        ("service", Kind.CATEGORY, "who answers", ("police", "fire", "medical", "other")),
        ("self_initiated", Kind.FLAG, "whether an officer started it"),
        ("beat", Kind.TEXT, "beat"),
        ("units", Kind.INTEGER, "how many units went"),
        ("disposition", Kind.TEXT, "how it ended"),
        need="call_id received",
    ),
)
OFFICERS: Final = Table(
    name="officers",
    grain="one row per officer",
    key=("officer_id",),
    columns=_columns(
        ("officer_id", Kind.TEXT, "key of the officer"),
        ("race", Kind.CATEGORY, "race", RACES),
        ("sex", Kind.CATEGORY, "sex or gender", SEXES),
        ("birth_year", Kind.INTEGER, "year of birth"),
        ("appointed", Kind.DATE, "day of appointment"),
        ("left", Kind.DATE, "day of leaving; empty while serving"),
        ("rank", Kind.TEXT, "rank"),
        need="officer_id",
    ),
)
ASSIGNMENTS: Final = Table(
    name="assignments",
    grain="one row per officer and period in a unit",
    key=("officer_id", "unit", "start"),
    columns=_columns(
        ("officer_id", Kind.TEXT, "key of the officer"),
        ("unit", Kind.TEXT, "unit, district or beat"),
        ("shift", Kind.TEXT, "shift"),
        ("start", Kind.DATE, "first day"),
        ("end", Kind.DATE, "last day; empty while it lasts"),
        need="officer_id unit start",
    ),
)
TRAINING: Final = Table(
    name="training",
    grain="one row per officer and course taken",
    key=("officer_id", "course", "date"),
    columns=_columns(
        ("officer_id", Kind.TEXT, "key of the officer"),
        ("course", Kind.TEXT, "course"),
        ("date", Kind.DATE, "day completed"),
        ("hours", Kind.NUMBER, "hours"),
        ("expires", Kind.DATE, "day the certificate ends; empty if never"),
        need="officer_id course date",
    ),
)
INJURIES: Final = Table(
    name="injuries",
    grain="one row per injury of an officer",
    key=("injury_id",),
    columns=_columns(
        ("injury_id", Kind.TEXT, "key of the injury"),
        ("officer_id", Kind.TEXT, "key of the officer"),
        ("date", Kind.DATE, "day"),
        ("cause", Kind.TEXT, "assault, crash, training, strain"),
        ("days_lost", Kind.INTEGER, "working days lost"),
        ("incident_id", Kind.TEXT, "force incident that it belongs to"),
        need="officer_id date",
    ),
)
SURVEYS: Final = Table(
    name="surveys",
    grain="one row per respondent and question",
    key=("respondent", "question"),
    columns=_columns(
        ("respondent", Kind.TEXT, "key of the respondent"),
        ("question", Kind.TEXT, "key of the question"),
        ("answer", Kind.INTEGER, "answer on the scale of the question"),
        ("weight", Kind.NUMBER, "design weight"),
        ("stratum", Kind.TEXT, "stratum of the sample"),
        ("cluster", Kind.TEXT, "cluster of the sample"),
        ("group", Kind.TEXT, "group in which results are shown"),
        ("language", Kind.TEXT, "language of the answer"),
        need="respondent question answer",
    ),
)
OFFENCES: Final = Table(
    name="offences",
    grain="one row per offence reported",
    key=("offence_id",),
    columns=_columns(
        ("offence_id", Kind.TEXT, "key of the offence"),
        ("reported", Kind.DATE, "day of the report"),
        ("category", Kind.TEXT, "kind of offence"),
        ("district", Kind.TEXT, "district"),
        ("cleared", Kind.DATE, "day it was cleared; empty while open"),
        ("how", Kind.CATEGORY, "how it was cleared", ("arrest", "exceptional means", "unfounded")),
        need="offence_id reported",
    ),
)
TABLES: Final = {
    table.name: table
    for table in (
        *(STOPS, SEARCHES, FORCE, COMPLAINTS, ACCUSATIONS, ARRESTS, OFFENCES),
        *(CALLS, OFFICERS, ASSIGNMENTS, TRAINING, INJURIES, SURVEYS),
    )
}


def table(name: str) -> Table:
    """Return the dictionary of one kind of file. Raises BadTable for a kind that is not known."""
    if name not in TABLES:
        raise BadTable(f"no kind of file {name!r}", where="schemas", expected=f"one of {', '.join(TABLES)}")
    return TABLES[name]
