"""What comes of several coders: agreement, and where they differ.

Codes that were merged are read as what they became. Of a blind round that is open everybody gets their own codings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from concord.evidence.models import Adjudication, Code, Coding, CodingRound, PassageRead, RoundPassage
from concord.evidence.queries.coding_quotes import became_in
from concord.evidence.queries.rounds import coders

if TYPE_CHECKING:
    import numpy as np

    from concord.analysis.text.agreement import CodeAgreement, CodedText, Judgements

_LEAST = 2  # coders who can differ


@dataclass(frozen=True)
class Agreement:
    """Agreement of a round by one coefficient: with passages as units, and with characters. None: there is nothing on
    which two coders could agree."""

    codes: tuple[Code, ...]
    coders: tuple[str, ...]
    passages: int
    by_passage: "tuple[CodeAgreement, ...]"
    by_character: "CodeAgreement"


@dataclass(frozen=True)
class Difference:
    """A passage of which some coders say that a code is there and others not; and the decision that stands."""

    passage: RoundPassage
    code: Code
    present: tuple[str, ...]
    absent: tuple[str, ...]
    decided: Adjudication | None


def agreement(of: CodingRound, *, rng: "np.random.Generator") -> Agreement:
    """Return the agreement of a round: Krippendorff's alpha (nominal), Gwet's AC1, percent agreement, of two coders
    Cohen's kappa, each with its interval and with passages as units; and alpha with characters as units."""
    from concord.analysis.text import agreement as measure

    codes, tables, characters = _tables(of)
    who = tuple(coders(of))
    measures = [measure.krippendorff_alpha, measure.gwet_ac1, measure.percent_agreement]
    measures += [measure.cohen_kappa] if len(who) == _LEAST else []
    return Agreement(
        codes,
        who,
        of.passages.count(),
        tuple(measure.with_intervals(tables, one, rng=rng) for one in measures),
        measure.with_intervals(characters, measure.krippendorff_alpha, rng=rng),
    )


def _tables(of: CodingRound) -> "tuple[tuple[Code, ...], Mapping[object, Judgements], Mapping[object, Judgements]]":
    """Return the codes that a round offered, and for each a table of passages and one of characters."""
    import numpy as np

    from concord.analysis.text.agreement import character_table, tables_of

    given, read = _given(of), _read(of)
    codes = _offered(of)
    row = {code.number: n for n, code in enumerate(codes)}
    column = {coder: n for n, coder in enumerate(coders(of))}
    passages = list(of.passages.order_by("place"))
    unit = {one.pk: n for n, one in enumerate(passages)}
    decisions = np.full((len(codes), len(passages), len(column)), -1, dtype=np.int8)
    for passage, coder in read:
        decisions[:, unit[passage], column[coder]] = 0
    for (passage, coder), stretches in given.items():
        for _, _, number in stretches if (passage, coder) in read else ():
            decisions[row[number], unit[passage], column[coder]] = 1
    documents: dict[int, int] = {}
    groups = [documents.setdefault(one.document_id, len(documents)) for one in passages]
    whole = tables_of(decisions, [code.number for code in codes], groups=groups if len(documents) > 1 else None)
    shown = [one for one in passages if one.length and any((one.pk, coder) in read for coder in column)]
    coded = _coded_texts(shown, given, read, list(column))
    characters: dict[object, Judgements] = {}
    if coded:
        characters = {code.number: character_table(coded, code=code.number) for code in codes}
    if len(documents) > 1:  # passages of one document are not independent of each other
        of_text = np.array([documents[one.document_id] for one in shown], dtype=np.int64)
        characters = {key: replace(table, groups=of_text[table.groups]) for key, table in characters.items()}
    return codes, whole, characters


def _coded_texts(
    passages: Sequence[RoundPassage],
    given: Mapping[tuple[int, str], list[tuple[int, int, int]]],
    read: set[tuple[int, str]],
    who: Sequence[str],
) -> "list[CodedText]":
    from concord.analysis.text.agreement import Coded, CodedText

    return [
        CodedText(
            f"passage {one.place}",
            one.length,
            {
                coder: [Coded(*stretch) for stretch in given.get((one.pk, coder), [])]
                for coder in who
                if (one.pk, coder) in read
            },
        )
        for one in passages
    ]


def _given(of: CodingRound) -> dict[tuple[int, str], list[tuple[int, int, int]]]:
    """Return the stretches by passage and coder: first, last, and the number of the code as it is read now."""
    last = became_in(of)
    found: dict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    rows = Coding.objects.filter(passage__round=of, withdrawn_at=None)
    for passage, coder, first, end, code in rows.values_list("passage", "coder", "first", "last", "code"):
        found[passage, coder].append((first, end, last[code].number))
    return found


def _read(of: CodingRound) -> set[tuple[int, str]]:
    return set(PassageRead.objects.filter(passage__round=of).values_list("passage", "coder"))


def _offered(of: CodingRound) -> tuple[Code, ...]:
    """Return the codes that the round's version let be given, as they are read now, by number."""
    numbers = {one["number"] for one in of.version.content if one["codable"]}
    last = became_in(of)
    found = {last[pk].pk: last[pk] for pk, number in _numbers(of) if number in numbers}
    return tuple(sorted(found.values(), key=lambda code: code.number))


def _numbers(of: CodingRound) -> list[tuple[int, int]]:
    return list(Code.objects.filter(codebook=of.codebook_id).values_list("pk", "number"))


def differences(of: CodingRound) -> list[Difference]:
    """Return where coders who read a passage differ, in the order of the round; each with the decision that stands."""
    given, codes = _given(of), {code.number: code for code in _offered(of)}
    readers: dict[int, list[str]] = defaultdict(list)
    for passage, coder in sorted(_read(of)):
        readers[passage].append(coder)
    last = became_in(of)
    rows = Adjudication.objects.filter(passage__round=of).select_related("passage__document").order_by("pk")
    decided = {(row.passage_id, last[row.code_id].number): row for row in rows}  # the newest stands
    found = []
    for one in of.passages.select_related("document__item").order_by("place"):
        who = readers[one.pk]
        having = {c: {number for _, _, number in given.get((one.pk, c), [])} for c in who}
        for number in sorted(set().union(*having.values())) if having else ():
            present = tuple(coder for coder in who if number in having[coder])
            absent = tuple(coder for coder in who if number not in having[coder])
            if absent:
                found.append(Difference(one, codes[number], present, absent, decided.get((one.pk, number))))
    return found
