"""The directory's fixed words: states and territories, kinds of agency, and how the FBI's nine types map to them."""

from django.db.models import TextChoices

ORI_SHAPE = r"^[A-Z][A-Z0-9]{8}$"
"""The nine characters of an ORI; cities of old have letters inside (PAPEP0000), and the FBI's list has C0034019E."""

TERRITORIES = {
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
}
STATES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
FORMER = {"CZ": "Canal Zone (until 1979)"}  # the FBI's list still has it
FICTIONAL = {"ZZ": "Fictional state"}  # of the example agency, which is marked fictional wherever it stands
PLACES = STATES | TERRITORIES | FORMER | FICTIONAL
"""Every two-letter code that an agency may carry → its name in full."""


def place_of(state: str) -> str:
    """Return what stands behind an agency's name: the code that mail uses, and words where that is no code of any."""
    return FICTIONAL[state].lower() if state in FICTIONAL else state


class Kind(TextChoices):
    """What kind of agency it is: the six that may ask for assistance, federal, and not known."""

    STATE = "state", "State agency"
    LOCAL = "local", "Local agency"
    COUNTY = "county", "County agency"
    TRIBAL = "tribal", "Tribal agency"
    CAMPUS = "campus", "Campus agency"
    TERRITORIAL = "territorial", "Territorial agency"
    FEDERAL = "federal", "Federal agency"
    UNKNOWN = "unknown", "Kind not known"


ELIGIBLE_KINDS = frozenset({Kind.STATE, Kind.LOCAL, Kind.COUNTY, Kind.TRIBAL, Kind.CAMPUS, Kind.TERRITORIAL})
"""The kinds of the owner's page, “Who can request?”."""

KIND_OF_FBI_TYPE = {
    "City": Kind.LOCAL,
    "County": Kind.COUNTY,
    "Other State Agency": Kind.STATE,
    "State Police": Kind.STATE,
    "University or College": Kind.CAMPUS,
    "Tribal": Kind.TRIBAL,
    "Other": Kind.UNKNOWN,
    "Unknown": Kind.UNKNOWN,
    "Federal": Kind.FEDERAL,
}
"""The FBI's nine types, spelled as in its files → ours. “Other” and “Unknown” say too little: the agency is asked."""


def kind_of(fbi_type: str, state: str) -> Kind:
    """Return our kind for an FBI type in a state; KeyError for a type that is not one of the nine.

    In a territory everything is territorial, except what is federal, and except “Unknown”, under which the FBI's
    list has federal sites too (a historic site of the National Park Service)."""
    kind = KIND_OF_FBI_TYPE[fbi_type]
    if state in TERRITORIES and fbi_type not in ("Federal", "Unknown"):
        return Kind.TERRITORIAL
    return kind
