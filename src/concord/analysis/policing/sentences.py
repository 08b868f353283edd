"""Sentences made from an `Estimate` alone: change a figure and the text changes; there is no text of its own to forget.

Three sentences belong together and are shown together: the figure with its interval and base, the verdict, and what was
left out. Words that a caller brings (group names, outcomes) are looked up in `words` for the other language.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from concord.analysis.errors import BadArgument
from concord.analysis.policing.estimate import Estimate, Scale, Verdict
from concord.analysis.policing.phrases import ENGLISH, SPANISH, Phrases
from concord.analysis.policing.spanish import in_spanish

Language = Literal["en", "es"]

PHRASES: Final[Mapping[str, Phrases]] = {"en": ENGLISH, "es": SPANISH}
MOST_DECIMALS: Final = 12


def sentences(
    estimate: Estimate, *, language: Language = "en", words: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the sentences of one estimate: figure, verdict (where something is compared), what was left out.

    `words` translates the labels of the estimate; what is in neither `words` nor the catalogue stays as it is.
    """
    say = _Speaker(estimate, language, words or {})
    if estimate.suppressed:
        return (say.phrases["hidden"],)
    parts = (say.figure(), say.verdict(), say.left_out())
    return tuple(part for part in parts if part)


def limits(estimate: Estimate, *, language: Language = "en", words: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what has to be assumed to read the figure, a sentence each."""
    say = _Speaker(estimate, language, words or {})
    return tuple(say.word(one) for one in estimate.assumptions)


def number(value: float, *, decimals: int) -> str:
    """Return a number with a comma for thousands and a true minus sign; a rounded zero has no sign."""
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not any(digit in text for digit in "123456789") else text.replace("-", "−")


def decimals_for(estimate: Estimate) -> int:
    """Return how many decimals show two figures of the interval's half width, and never round an edge onto the null."""
    if estimate.low is None or estimate.high is None or estimate.value is None:
        return 2
    half = (estimate.high - estimate.low) / 2
    places = 2 if half <= 0 else 1 - math.floor(math.log10(half))
    places = min(max(places, 0), MOST_DECIMALS)
    while places < MOST_DECIMALS and estimate.null is not None and _moved(estimate, places):
        places += 1
    return places


def _moved(estimate: Estimate, places: int) -> bool:
    """Would rounding put an edge of the interval on the value of no difference?"""
    return any(
        edge is not None and edge != estimate.null and round(edge, places) == estimate.null
        for edge in (estimate.low, estimate.high)
    )


class _Speaker:
    """The phrases of one language, filled from one estimate."""

    def __init__(self, estimate: Estimate, language: Language, words: Mapping[str, str]) -> None:
        if language not in PHRASES:
            raise BadArgument(f"language {language!r}", where="sentences", expected=f"one of {sorted(PHRASES)}")
        self.one, self.phrases = _in_hundreds(estimate), PHRASES[language]
        self.words, self.spanish = words, language == "es"
        self.decimals = decimals_for(self.one)

    def word(self, text: str) -> str:
        return self.words.get(text) or (in_spanish(text) if self.spanish else None) or text

    def figure(self) -> str:
        one = self.one
        known = one.measure if one.measure in self.phrases else one.scale
        if one.value is None:
            known = "nothing"
        return _capital(self.fill(self.phrases[known]))

    def verdict(self) -> str:
        verdict = self.one.verdict
        if verdict is None:
            return ""
        limited = verdict is Verdict.TOO_LITTLE and self.one.value is not None and self.one.detectable is not None
        return self.fill(self.phrases["too little, gap" if limited else verdict])

    def left_out(self) -> str:
        if not self.one.excluded:
            return ""
        parts = ", ".join(f"{row.count:,} ({self.word(row.reason)})" for row in self.one.excluded)
        return self.phrases["excluded"].format(parts=parts)

    def fill(self, template: str) -> str:
        one, own = self.one, self.phrases
        texts = {name: self.word(getattr(one, name)) for name in ("group", "reference", "place", "period", "unit")}
        texts["outcome"] = self.word(one.outcome or one.measure.replace("_", " "))
        texts["base"] = self.word(one.base or "cases")
        texts |= {name: self.figures(getattr(one, name)) for name in ("value", "low", "high")}
        texts |= {"n": self.whole(one.n), "denominator": self.whole(one.denominator), "level": self.level()}
        texts |= self._compared() | {"reasons": "; ".join(self.word(reason) for reason in one.unfit)}
        scope = "place_period" if one.place and one.period else "place" if one.place else "period"
        texts["Scope"] = own[scope].format(**texts) if one.place or one.period else ""
        for part, given in (("interval", one.low), ("base_of", one.denominator), ("outcome_of", one.outcome or None)):
            texts[part] = "" if given is None else own[part].format(**texts)
        if one.outcome and not one.group:
            texts["outcome_of"] = own["outcome_alone"].format(**texts)
        for part in ("group_is", "of_group"):
            texts[part] = own[part].format(**texts) if one.group else ""
        return " ".join(template.format(**texts).split()).replace(" ,", ",").replace(" .", ".")

    def _compared(self) -> dict[str, str]:
        one, own = self.one, self.phrases
        up = (one.value or 0.0) >= (one.null or 0.0)
        high = one.measure == "threshold_difference"
        direction = ("higher" if up else "lower") if high else ("more" if up else "fewer")
        gap = self.figures(one.detectable)
        kind = own["by ratio" if one.scale is Scale.RATIO else "by difference"]
        return {
            "direction": own[direction],
            "size": self.figures(None if one.value is None else abs(one.value)),
            "detectable": kind.format(gap=gap, unit=self.word(one.unit)),
        }

    def figures(self, value: float | None) -> str:
        return "–" if value is None else number(value, decimals=self.decimals)

    @staticmethod
    def whole(value: float | None) -> str:
        if value is None:
            return "–"
        return number(value, decimals=0 if float(value).is_integer() else 1)

    def level(self) -> str:
        return f"{self.one.level * 100:g}%"


def _in_hundreds(one: Estimate) -> Estimate:
    """Tell a share as so many of a hundred, which more people read rightly."""
    if one.scale is not Scale.LEVEL or one.unit != "share":
        return one
    value, low, high, se = (None if each is None else 100 * each for each in (one.value, one.low, one.high, one.se))
    return replace(one, value=value, low=low, high=high, se=se, unit="per 100")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
