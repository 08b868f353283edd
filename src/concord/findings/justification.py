"""What a recommendation rests on, as far as a reader may see it: computed from the records each time it is rendered.

What is said of each piece of evidence is decided in `showing` alone; a quotation is left out, too, where something in
it looks personal. Nothing that the team wrote on its cards about a piece goes in here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from concord.analysis.text.personal import find
from concord.engagements.models import Engagement
from concord.evidence.models import EvidenceItem, Redaction
from concord.evidence.titles import REDACTED_TITLE, telling
from concord.findings.grounds import Counted, Ground, counted, how_borne_out, of_findings, standing
from concord.findings.models import Claim, Direction, Finding, Recommendation
from concord.findings.quotes import texts
from concord.findings.schemes import natural
from concord.findings.showing import Level, level_of, tells_of_whom
from concord.findings.strength import BorneOut

_DATED = (Level.WHOLE, Level.NAMED)
_COUNTED = (*_DATED, Level.GATHERED)


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as a reader sees it; "" for what is not theirs to see. `number` is stable for ever, `place` a
    passage's citation, `quoted` its words or the item's own."""

    number: str
    place: str
    method: str
    title: str
    audience: str
    when: str
    how_many: str
    strength: str
    level: Level
    quoted: str
    unquoted_because: str


@dataclass(frozen=True)
class Basis:
    """A finding with what it rests on, by direction, and the numbers: what counts by method in each direction, how many
    pieces may be shown how far, and how well it is borne out."""

    finding: Finding
    recommendations: tuple[Recommendation, ...]
    shown: dict[Direction, tuple[Shown, ...]]
    counts: dict[Direction, tuple[Counted, ...]]
    levels: tuple[tuple[Level, int], ...]
    items: int
    borne_out: BorneOut
    weighed: str


class _Said(NamedTuple):
    """The words of what may be shown whole, by its number or citation; and the keys of the items of which the title
    would tell what was removed."""

    words: dict[str, str]
    telling: set[int]


def bases(engagement: Engagement, recommendations: Sequence[Recommendation]) -> list[Basis]:
    """Return the findings that recommendations of an engagement answer, in the order of their labels, each with what it
    rests on; the number of queries does not depend on how many there are (but one more for every 200 passages)."""
    findings = {each.finding_id: each.finding for each in recommendations}
    grounds = of_findings(engagement, findings.values())
    every = [each for of_it in grounds.values() for each in of_it]
    said = _said(every)
    weighed = dict(Claim.objects.filter(finding__in=findings).values_list("finding", "weighed"))
    answered = {pk: tuple(each for each in recommendations if each.finding_id == pk) for pk in findings}
    found = [_basis(each, answered[pk], grounds[pk], said, weighed.get(pk, "")) for pk, each in findings.items()]
    return sorted(found, key=lambda basis: natural(basis.finding.label))


def _basis(
    finding: Finding,
    recommendations: tuple[Recommendation, ...],
    grounds: list[Ground],
    said: _Said,
    weighed: str,
) -> Basis:
    levels = Counter({each.thing.ref: level_of(each) for each in grounds}.values())
    return Basis(
        finding=finding,
        recommendations=recommendations,
        shown={side: _rows(grounds, side, said) for side in Direction},
        counts={side: tuple(_counts(grounds, side)) for side in Direction},
        levels=tuple((level, levels[level]) for level in Level if levels[level]),
        items=len({each.thing.ref for each in grounds if each.stands}),
        borne_out=how_borne_out(grounds),
        weighed=weighed,
    )


def _counts(grounds: Iterable[Ground], side: Direction) -> Iterator[Counted]:
    """Yield what counts by method. How many took part is left out of a method of which anything is told less of: with
    one talk alone it would be told of that one."""
    of_side = standing(grounds, side)
    less = {each.method for each in of_side if level_of(each) not in _COUNTED}
    for one in counted(of_side):
        yield replace(one, people=0) if one.method in less else one


def _rows(grounds: Iterable[Ground], side: Direction, said: _Said) -> tuple[Shown, ...]:
    """Return the pieces of a direction as they are shown; what would be two equal lines is one."""
    return tuple(dict.fromkeys(_shown(each, said) for each in grounds if each.direction == side))


def _shown(ground: Ground, said: _Said) -> Shown:
    level = level_of(ground)
    of_whom = tells_of_whom(ground)
    quoted = said.words.get(ground.source, "") if level == Level.WHOLE else ""
    personal = sorted({span.kind for span in find(quoted)})
    return Shown(
        number=ground.thing.ref,
        place=ground.passage if level in _DATED else "",
        method=ground.name,
        title=_title(ground, said) if level == Level.WHOLE else "",
        audience=ground.audience if level in _COUNTED and of_whom else "",
        when=_when(ground.on, level, exactly=of_whom),
        how_many=f"{ground.count} {ground.one if ground.count == 1 else ground.many}" if level in _COUNTED else "",
        strength=ground.strength.label,
        level=level,
        quoted="" if personal else quoted,
        unquoted_because=_why_not_quoted(ground, level, quoted, personal),
    )


def _title(ground: Ground, said: _Said) -> str:
    tells = ground.evidence is not None and ground.evidence.pk in said.telling
    return REDACTED_TITLE if tells else ground.thing.title


def _why_not_quoted(ground: Ground, level: Level, text: str, personal: Sequence[str]) -> str:
    if personal:
        return f"Not quoted: it may hold something personal ({', '.join(personal)})."
    if level == Level.WHOLE and ground.passage and not text:
        return "Not quoted: something was removed from this document, and this revision has no version without it."
    return ""


def _when(on: date | None, level: Level, *, exactly: bool) -> str:
    """Return the day; of what is told less of, the month."""
    if on is None or level not in _COUNTED:
        return ""
    return f"{on.day} {on:%B %Y}" if level in _DATED and exactly else f"{on:%B %Y}"


def _facts(items: set[int]) -> Iterable[tuple[str, str]]:
    return EvidenceItem.objects.filter(pk__in=items).values_list("ref", "summary")


def _said(grounds: Iterable[Ground]) -> _Said:
    """Return what may be told: of an item the facts, in the newest version where something was removed from them."""
    whole = [each for each in grounds if level_of(each) == Level.WHOLE and each.evidence]
    items = dict(_facts({each.evidence.pk for each in whole if each.evidence and not each.passage}))
    versions = Redaction.objects.filter(item__ref__in=items).order_by("number")
    redacted = dict(versions.values_list("item__ref", "text"))  # the last one of each item stays
    own = {ref: redacted.get(ref, facts) for ref, facts in items.items()}
    quoted = own | texts((each.passage for each in whole if each.passage), redacted=True)
    return _Said(quoted, telling({each.evidence.pk for each in whole if each.evidence}))
