"""Codebooks, coding rounds and codings for tests, made by the house's own verbs."""

import io
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.accounts.models import Person
from concord.analysis.text.exchange import model, write_project
from concord.evidence import actions, jobs
from concord.evidence.models import Codebook, CodedProject, Coding, CodingRound
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

SAID = (
    "Nobody tells us why people are moved.",
    "The sergeants help. We trust them.",
    "Ask the night shift 🌙 about it.",
)
TRUST, MOVES, SERGEANTS = 1, 2, 3


def codebook(by: plans.Cast, *, name: str = "Voices", at: datetime = AT) -> Codebook:
    """A codebook of three codes: Trust, with Sergeants below it, and Moves."""
    book = actions.start_codebook(by.engagement, name=name, by=by.lead, at=at)
    actions.add_code(book, name="Trust", definition="Who is trusted.", by=by.lead, at=at)
    actions.add_code(book, name="Moves", definition="Why people are moved.", by=by.lead, at=at)
    actions.add_code(book, name="Sergeants", parent=TRUST, by=by.lead, at=at)
    return book


def text(by: plans.Cast, *said: str, **changed: Any) -> Any:
    return gather.document(by, content="\n\n".join(said or SAID).encode(), **changed)


def opened(by: plans.Cast, book: Codebook | None = None, **changed: Any) -> CodingRound:
    """A blind round of the lead and the expert over all passages; one document of three is filed if none is there."""
    if not by.engagement.documents.exists():
        text(by)
    told: dict[str, Any] = {"name": "First reading", "blind": True}
    told["coders"] = [by.lead.actor_key, by.expert.actor_key]
    seed = changed.pop("seed", None)
    rng = None if seed is None else np.random.default_rng(seed)
    return actions.open_round(book or codebook(by), rng=rng, by=by.lead, at=AT, **(told | changed))


def coded(of: CodingRound, who: Person, place: int, code: int, first: int = 0, last: int = 6, memo: str = "") -> Coding:
    return actions.code_stretch(of, place=place, first=first, last=last, code=code, memo=memo, by=who, at=AT)


def read(of: CodingRound, who: Person, *places: int) -> None:
    actions.note_passages(of, places=places or tuple(of.passages.values_list("place", flat=True)), by=who, at=AT)


def closed(by: plans.Cast, **changed: Any) -> CodingRound:
    """A closed round in which the two agree on Moves in the first passage and differ on Trust in the second."""
    of = opened(by, **changed)
    coded(of, by.lead, 1, MOVES, 0, 37)
    coded(of, by.expert, 1, MOVES, 0, 37)
    coded(of, by.lead, 2, TRUST, 20, 34)
    for who in (by.lead, by.expert):
        read(of, who)
    return actions.close_round(CodingRound.objects.get(pk=of.pk), by=by.lead, at=AT)


def project(by: plans.Cast) -> CodedProject:
    """A coded project of another program that was brought and looked at: one text, in which one code was given."""
    ids = [str(uuid5(NAMESPACE_URL, name)) for name in ("code", "coder", "text", "selection", "coding")]
    given = model.Coding(guid=ids[4], code=ids[0], user=ids[1])
    chosen = model.TextSelection(guid=ids[3], start=0, end=5, codings=(given,))
    made = model.Project(
        header=model.Header(name="Elsewhere", origin="Elsewhere 1.0"),
        users=(model.User(guid=ids[1], name="Somebody"),),
        codes=(model.Code(guid=ids[0], name="Trust"),),
        sources=(model.TextSource(guid=ids[2], name="Talk", text="Trust is slow.", selections=(chosen,)),),
    )
    file = io.BytesIO()
    write_project(made, file)
    told: dict[str, Any] = {"name": "Elsewhere", "focus_area": 1, "method": "interview", "releasability": "releasable"}
    told |= {"consent": "quoted", "open_because": "It was said in the open."}
    upload = SimpleUploadedFile("elsewhere.qdpx", file.getvalue())
    book = by.engagement.codebooks.first() or codebook(by)
    day = gather.told()["collected_on"]
    return jobs.look_at(actions.bring_project(book, upload=upload, collected_on=day, by=by.lead, at=AT, **told))
