import re
from collections.abc import Iterator
from datetime import date

from concord.core.checks import Problem, error, warning
from concord.programme.checks.walk import Place, places, texts
from concord.programme.document import Programme
from concord.programme.wording import INSTEAD, hard_words

LONGEST_SENTENCE = 30  # words
_SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")


def wording_is_neutral_and_plain(programme: Programme, on: date) -> list[Problem]:
    """The work is voluntary and takes no side: no hard words. Sentences are short: a long one is pointed out.

    Topics of an edition that has ended stand as they were adopted; and whoever asks about pending investigations has
    to say so: a criterion that routes, what rests on it, and the kinds that a request declares."""
    return [
        problem
        for place in places(programme)
        if not _is_history(programme, place, on)
        for problem in _of(programme, place)
    ]


def _of(programme: Programme, place: Place) -> Iterator[Problem]:
    for text in texts(place):
        for word in hard_words(text):
            if word != "investigation" or not _asks_about_pending_matters(programme, place):
                yield error(f"{place}: “{word}” sounds adversarial: {INSTEAD[word]}.")
        for sentence in _SENTENCE.split(text):
            if (count := len(sentence.split())) > LONGEST_SENTENCE:
                start = " ".join(sentence.split()[:6])
                yield warning(
                    f"{place}: a sentence of {count} words, “{start} …”. Two short ones are read more easily."
                )


def _is_history(programme: Programme, place: Place, on: date) -> bool:
    ended = {each.key for each in programme.topic_edition if each.effective_to and each.effective_to < on.isoformat()}
    return getattr(place.item, "edition", None) in ended if place.part.name == "topic" else False


def _asks_about_pending_matters(programme: Programme, place: Place) -> bool:
    if place.part.name == "choice":
        return bool(place.item.key.startswith("matters."))
    routed = {criterion.key for criterion in programme.eligibility if criterion.effect == "routed"}
    rests_on = place.item.key if place.part.name == "eligibility" else getattr(place.item, "rule", "")
    return rests_on in routed
