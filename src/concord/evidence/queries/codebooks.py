"""Reads of codebooks: the tree of codes, what a version holds, and what a change of codes would touch."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from concord.accounts.models import Person
from concord.engagements.models import Engagement
from concord.evidence.models import Code, Codebook
from concord.evidence.states import CodebookState

_WITH = ("engagement__agency", "engagement__edition")
_TOLD = ("number", "name", "definition", "inclusion", "exclusion", "examples", "categories", "colour", "codable")


@dataclass(frozen=True)
class Branch:
    """A code at its place in the tree: 0 for one that stands at the top."""

    code: Code
    depth: int


@dataclass(frozen=True)
class Effect:
    """What stands on a code: how many codings, in how many passages, by how many coders, in how many rounds."""

    codings: int
    passages: int
    coders: int
    rounds: int


@dataclass(frozen=True)
class Incoming:
    """A code of a file as it would be taken in: its place in the tree of the file, by names from the top. Without a
    colour, 1 to 12, it gets the next one."""

    path: tuple[str, ...]
    definition: str
    codable: bool
    colour: int | None = None


def codebook(ref: str) -> Codebook | None:
    """Return the codebook with this reference, or None."""
    return Codebook.objects.select_related(*_WITH).filter(ref=ref).first()


def codebooks_of(engagement: Engagement) -> QuerySet[Codebook]:
    """Return the codebooks of an engagement, with how many codes and rounds each has."""
    rows = Codebook.objects.select_related(*_WITH).filter(engagement=engagement)
    living = Count("codes", filter=Q(codes__ended_at=None), distinct=True)
    return rows.annotate(code_count=living, round_count=Count("rounds", distinct=True))


def codebooks_in_use(engagement: str) -> QuerySet[Codebook]:
    """Return the codebooks of the engagement with this reference that were not set aside."""
    rows = Codebook.objects.select_related(*_WITH).filter(engagement__ref=engagement, state=CodebookState.OPEN)
    return rows.order_by("pk")


def codebooks_open_for(person: Person) -> QuerySet[Codebook]:
    """Return nothing: a codebook waits for nobody."""
    del person
    return Codebook.objects.none()


def tree(of: Codebook) -> list[Branch]:
    """Return the codes that have not ended, each before those below it, in the order of their numbers."""
    return _walked(list(of.codes.filter(ended_at=None).order_by("number")))


def _walked(codes: list[Code]) -> list[Branch]:
    there = {code.pk for code in codes}
    below: dict[int | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent_id if code.parent_id in there else None, []).append(code)
    found: list[Branch] = []
    waiting = [Branch(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        found.append(here := waiting.pop())
        waiting += [Branch(code, here.depth + 1) for code in reversed(below.get(here.code.pk, []))]
    return found


def code(of: Codebook, number: int) -> Code | None:
    """Return the code with this number in a codebook, ended or not, or None."""
    rows = Code.objects.select_related("codebook__engagement__agency", "parent", "merged_into")
    return rows.filter(codebook=of, number=number).first()


def content(of: Codebook) -> list[dict[str, Any]]:
    """Return what a version of the codebook holds: one object a code, in the order of the tree."""
    numbers: dict[int | None, int] = dict(of.codes.values_list("pk", "number"))
    return [
        {**{name: getattr(branch.code, name) for name in _TOLD}, "parent": numbers.get(branch.code.parent_id)}
        for branch in tree(of)
    ]


def digest(codes: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of what a version holds."""
    return hashlib.sha256(json.dumps(codes, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def effects(of: Codebook) -> dict[int, Effect]:
    """Return what stands on each code, by its number; codings that were withdrawn are left out."""
    standing = Q(codings__withdrawn_at=None, codings__isnull=False)
    rows = of.codes.annotate(
        of_it=Count("codings", filter=standing, distinct=True),
        in_passages=Count("codings__passage", filter=standing, distinct=True),
        by_coders=Count("codings__coder", filter=standing, distinct=True),
        in_rounds=Count("codings__passage__round", filter=standing, distinct=True),
    )
    told = rows.values_list("number", "of_it", "in_passages", "by_coders", "in_rounds")
    return {number: Effect(*counts) for number, *counts in told}


def became(codes: Iterable[Code]) -> dict[int, Code]:
    """Return what each code of a codebook (by its key in the database) is read as: itself, or what it was merged into.

    Give all codes of the codebook, ended ones too."""
    known = {code.pk: code for code in codes}
    found = {}
    for pk, code in known.items():
        last, seen = code, {pk}
        while last.merged_into_id in known and last.merged_into_id not in seen:
            seen.add(last.merged_into_id)
            last = known[last.merged_into_id]
        found[pk] = last
    return found
