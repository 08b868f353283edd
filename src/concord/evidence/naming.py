"""What looks like a person's name in a line that should hold none. Pure: a guess to be asked about, no refusal.

A phone without network guesses by the same lists: static/concord/observe.js gets them with its page."""

import re

TITLES = (
    "mr|mrs|ms|mx|dr|chief|captain|capt|lieutenant|lt|sergeant|sgt|corporal|cpl|officer|ofc|detective|det|deputy|"
    "commander|cmdr|mayor|judge|professor|prof|reverend|rev|pastor|councilman|councilwoman"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_TITLED = re.compile(rf"\b(?:{TITLES})\.?\s+({_CAPITAL})\b", re.IGNORECASE)
_PAIR = re.compile(rf"\b({_CAPITAL})\s+(?:[A-Z]\.\s+)?({_CAPITAL})\b")
ORDINARY_WORDS = (
    "academy advisory affairs agency american analysis area asian association avenue black board branch bureau center "
    "centre church city civil civilian college command commission community council county court crime crisis data "
    "day department district division east english first focus group hall high hispanic home hospital house internal "
    "interview interviews july june justice lake latino library main middle municipal native neighborhood "
    "neighbourhood night north office officers old park patrol police port precinct programme program public records "
    "review river roll safety school second section sector session sheriff shift south spanish special square st "
    "standards state station street task team third training tribal union unit university use valley victim ward west "
    "working youth"
)
_ORDINARY = frozenset(ORDINARY_WORDS.split())


def looks_like_a_name(text: str) -> str:
    """Return the first part of a text that looks like somebody's name ("Sergeant Miller", "Ada Miller"), or ""."""
    titled = next((m for m in _TITLED.finditer(text) if m[1][0].isupper() and m[1].lower() not in _ORDINARY), None)
    if titled:
        return titled[0]
    for pair in _PAIR.finditer(text):
        if not {pair[1].lower(), pair[2].lower()} & _ORDINARY:
            return pair[0]
    return ""
