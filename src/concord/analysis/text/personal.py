"""Suggestions of what may be personal in a text, for a person to accept: never applied by themselves.

Own recognisers of what English-language police records hold: e-mail and network addresses, telephone and social
security numbers, payment cards and accounts, dates of birth, badge and case numbers, licence plates, street addresses,
postal codes, and names after a title ("Sgt. Example"). They are patterns: they find what has a shape. A name without a
title has none, and is for a person, or for the optional recogniser of names (`named`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from concord.analysis.text.redacting import Span

_CARD_DIGITS, _PHONE_DIGITS = range(12, 20), range(7, 16)
_ACCOUNT_DIGITS, _ACCOUNT_LETTERS = 8, 15
_LARGEST_BYTE = 255


@dataclass(frozen=True)
class _Recogniser:
    """A kind in words, the pattern whose group "it" (or whole match) is meant, and a test that it has to pass."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _text: True


def _any(pattern: str) -> re.Pattern[str]:
    """Return a pattern for letters of whatever case."""
    return re.compile(pattern, re.IGNORECASE)


def find(text: str) -> list[Span]:
    """Return what may be personal in a text, in order; of two that overlap the longer."""
    found = sorted(_all(text), key=lambda span: (span.start - span.end, span.start))
    taken = bytearray(len(text))
    kept = [span for span in found if _takes(taken, span)]
    return sorted(kept, key=lambda span: span.start)


def _takes(taken: bytearray, span: Span) -> bool:
    """Take a part of the text unless something of it is taken already; say whether."""
    free = not any(taken[span.start : span.end])
    if free:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return free


def _all(text: str) -> Iterator[Span]:
    for each in _RECOGNISERS:
        for match in each.pattern.finditer(text):
            group = "it" if "it" in each.pattern.groupindex else 0
            if each.holds(match[group]):
                yield Span(match.start(group), match.end(group), each.kind)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _is_card(text: str) -> bool:
    """The sum by Luhn, which every payment card keeps."""
    digits = [int(c) for c in reversed(_digits(text))]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return len(digits) in _CARD_DIGITS and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_account(text: str) -> bool:
    return len(_digits(text)) >= _ACCOUNT_DIGITS and len(text.replace(" ", "")) >= _ACCOUNT_LETTERS


def _is_phone(text: str) -> bool:
    return len(_digits(text)) in _PHONE_DIGITS


def _is_network_address(text: str) -> bool:
    return all(int(part) <= _LARGEST_BYTE for part in text.split("."))


_STREETS = (
    r"street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter|way|circle|cir|"
    r"highway|hwy|parkway|pkwy|square|sq|trail|trl|crescent|close|alley|row|plaza|loop|run|ridge|grove|path|mews|"
    r"turnpike|pike|crossing|point|view|hill|park|gardens?|strasse|straße|rue|via|calle"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|AS|GU|MP|PR|VI|AA|AE|AP|FM|MH|PW"
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}|{_MONTHS} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTHS} \d{{4}})"
_DOOR = (
    r"\b(?:\d{1,6} )?(?:[^\W\d_][\w.'’-]{0,30} ){0,5}?(?:\d{1,4}[a-z]? )?"
    r"(?:apt|suite|ste|unit|apartment|flat)\.? #?\d{1,5}\b"
)
_TOWN = (
    r"(?:(?:[,\s]{1,3}[^\W\d_][\w.'’-]{0,30}){0,6}?[,\s]{1,3}"
    r"(?:[A-Z]{1,2}-?)?\d{4,6}(?:-\d{3,4})?\b(?: [A-Z][\w-]{1,30})?)?"
)
_ROAD_IN_A_WORD = (
    r"[^\W\d_][\w-]{1,30}(?:tie|katu|gatan|vägen|straße|strasse|str\.|vej|weg|gade|gata|laan|straat|utca|platz|gasse|allee|"
    r"väg|gränd|kuja|polku|veien|gaten|vegen|ulica|út|sokak)"
)
_NUMBER = r"(?=[A-Z0-9-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)*"

_RECOGNISERS = (
    _Recogniser("e-mail", re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    _Recogniser("network address", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"), _is_network_address),
    _Recogniser("network address", _any(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])")),
    _Recogniser("social security number", re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])")),
    _Recogniser("social security number", _any(r"\b(?:ssn|social security)\D{0,20}(?P<it>\d{9})(?!\d)")),
    _Recogniser("payment card", re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)"), _is_card),
    _Recogniser(
        "account",
        _any(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"),
        _is_account,
    ),
    _Recogniser(
        "date of birth",
        re.compile(
            rf"\b(?:d\.?o\.?b\.?|born(?: on)?|birth ?da(?:y|te)|date of birth)\W{{0,6}}(?:is )?(?P<it>{_DAY})",
            re.IGNORECASE,
        ),
    ),
    _Recogniser(
        "badge number",
        _any(r"\b(?:badge|shield|serial)(?: (?:number|no\.?))?[ :#]{1,3}(?P<it>[A-Z]?\d{2,6})\b"),
    ),
    _Recogniser(
        "case number",
        re.compile(
            rf"\b(?:case|incident|report|complaint|citation|warrant|docket|cad|ir)(?: (?:number|no\.?))?[ :#]{{1,3}}"
            rf"(?P<it>{_NUMBER})\b",
            re.IGNORECASE,
        ),
    ),
    _Recogniser("case number", re.compile(r"\b[A-Z]{2,4}[- ]?(?:19|20)\d{2}[- ]\d{3,7}\b")),
    _Recogniser(
        "licence plate",
        re.compile(
            r"\b(?:licen[cs]e )?(?:plates?|tags?|registration)(?: (?:number|no\.?|reading|of))?[ :#]{1,3}"
            r"(?P<it>(?=[A-Z0-9 -]{0,8}\d)[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,4})\b",
            re.IGNORECASE,
        ),
    ),
    _Recogniser(
        "address",
        re.compile(
            r"\b\d{1,6}[A-Z]?(?:[-/]\d{1,5})? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.? )?"
            rf"(?:[^\W\d_][\w'’.-]*\s){{1,4}}?(?:{_STREETS})\b\.?"
            r"(?:,? (?:apt|suite|ste|unit|floor|apartment|#)\.? ?#?\w{1,5})?(?:\sSuite \w{1,10})?"
            rf"(?:[,\s]+[A-Z][\w.' -]{{1,30}}?)?(?:[,\s]+(?:{_STATES}|[A-Z]{{2,3}}))?"
            r"(?:[,\s]+\d{5}(?:-\d{4})?)?(?!\w)",
            re.IGNORECASE,
        ),
    ),
    _Recogniser("address", _any(rf"{_DOOR}{_TOWN}")),
    _Recogniser("address", re.compile(rf"\b{_ROAD_IN_A_WORD} \d{{1,4}}[A-Za-z]?\b{_TOWN}")),
    _Recogniser(
        "address",
        re.compile(
            r"\b(?:lives?|living|resides?|residing|moved|located|home|address(?: is)?)(?: at| to|:) "
            r"(?P<it>\d[^\n.;!?]{4,80})"
        ),
    ),
    _Recogniser("address", _any(r"\bP\.? ?O\.? Box \d{1,7}\b")),
    _Recogniser(
        "address",
        re.compile(
            r"(?:\b\w{1,30} \d{1,4}[A-Za-z]?\s{0,3}[,\n]\s{0,3})?"
            rf"\b[A-Z][\w.'-]{{1,30}}(?: [A-Z][\w.'-]{{1,30}})?,? "
            rf"(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b"
        ),
    ),
    _Recogniser("postal code", re.compile(rf"\b(?:{_STATES}),? (?P<it>\d{{5}}(?:-\d{{4}})?)\b")),
    _Recogniser(
        "postal code",
        re.compile(
            r"\b(?:zip|postal)(?: ?code)?\W{1,3}(?:is )?(?P<it>[A-Z0-9][A-Z0-9 -]{2,8}[A-Z0-9])\b", re.IGNORECASE
        ),
    ),
    _Recogniser("postal code", re.compile(r"(?<![\d-])\d{5}-\d{4}(?![\d-])")),
    _Recogniser(
        "name",
        re.compile(
            r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Officer|Ofc|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Cpl|Corporal|Det|Detective|"
            r"Deputy|Trooper|Agent|Chief|Sheriff)\.? (?P<it>[A-Z][\w'’-]{1,30}(?: [A-Z]\.)?(?: [A-Z][\w'’-]{1,30})?)"
        ),
    ),
    _Recogniser(
        "phone",
        re.compile(
            r"(?<![\w.-])(?!\d{1,3}(?:\.\d{1,3}){3}(?!\d))"
            r"(?:\+\d{1,3}[ .-]?|00\d{1,3}[ .-]?|1[ .-])?(?:\(0?\d{1,5}\)[ .-]?|0?\d{1,4}[ .-])?"
            r"\d{2,4}[ .-]\d{2,4}(?:[ .-]?\d{2,4}){0,2}(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w-])"
        ),
        _is_phone,
    ),
    _Recogniser("phone", re.compile(r"(?<![\w.])\+\d{8,15}(?!\w)")),
    _Recogniser("phone", re.compile(r"(?<![\w.-])(?:0\d{8,10}|[2-9]\d{9})(?![\w.-])")),
)
