"""A request read back: what was asked, question by question, in the words of the edition under which it was made."""

from collections.abc import Iterator
from typing import NamedTuple

from concord.agencies.directory import PLACES, Kind
from concord.intake.models import AssistanceRequest, Capacity
from concord.programme.document import Programme
from concord.programme.queries import choice, question
from concord.programme.queries import of as programme_of


class Line(NamedTuple):
    """One question with its answer; an answer of several lines keeps them."""

    question: str
    answer: str


def lines(of: AssistanceRequest) -> list[Line]:
    """Return what a request says, without what nobody answered."""
    found = (*_agency(of), *_people(of), *_need(of), *_beside(of))
    return [Line(question, answer) for question, answer in found if answer]


def _agency(of: AssistanceRequest) -> Iterator[tuple[str, str]]:
    yield "Agency", f"{of.agency_name}, {PLACES[of.agency_state]}"
    yield "Kind of agency, as given", Kind(of.agency_kind).label if of.agency_kind else ""
    yield _asked(of, "authority.primary_enforcement"), _YES_NO[of.primary_enforcement]
    yield _asked(of, "authority.patrol"), _YES_NO[of.patrol]
    yield _asked(of, "members.members"), "\n".join(f"{m.name}, {PLACES[m.state]}" for m in of.members.order_by("pk"))


def _people(of: AssistanceRequest) -> Iterator[tuple[str, str]]:
    yield "Chief executive", of.chief_name
    yield "Asked by", f"{of.contact_name}\n{_CAPACITY[Capacity(of.capacity)]}"
    yield "Contact", "\n".join(filter(None, (of.contact_email, of.contact_phone)))


def _need(of: AssistanceRequest) -> Iterator[tuple[str, str]]:
    programme = programme_of(of.edition)
    yield _asked(of, "tier.tier"), next((t.name for t in programme.tier if t.key == of.tier), of.tier)
    topics = {topic.key: topic.text for topic in programme.topic}
    yield _asked(of, "topics.topics"), "\n".join(topics.get(key, key) for key in of.topics)
    yield _asked(of, "need.need"), of.need
    yield _asked(of, "before.prior_assistance"), of.prior_assistance
    yield _asked(of, "before.other_funding"), of.other_funding


def _beside(of: AssistanceRequest) -> Iterator[tuple[str, str]]:
    programme = programme_of(of.edition)
    matters = [f"{_chosen(programme, 'matters.kinds', m.kind)}: {m.detail}" for m in of.matters.order_by("pk")]
    yield _asked(of, "matters.kinds"), "\n".join(matters) or "None declared"
    yield (
        "Others who have a part",
        "\n".join(f"{_chosen(programme, 'stakeholders', s.kind)}: {s.name}" for s in of.stakeholders.order_by("pk")),
    )


def _asked(of: AssistanceRequest, key: str) -> str:
    """Return how the question was put in the edition under which the request was made."""
    words = question(programme_of(of.edition), key)
    return words.label if words else key


def _chosen(programme: Programme, of: str, answer: str) -> str:
    return choice(programme, f"{of}.{answer}").label


_YES_NO = {True: "Yes", False: "No", None: "Not said"}
_CAPACITY = {Capacity.CHIEF: "the chief executive", Capacity.DELEGATE: "for the chief executive"}
