"""The language in which pages are being rendered: what the house itself says, never what people wrote into a record."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from types import MappingProxyType

SOURCE = "en"
NAMES: Mapping[str, str] = MappingProxyType({SOURCE: "English", "es": "Español"})
"""The languages that we speak → their own names."""
LANGUAGES: Mapping[str, str] = MappingProxyType({SOURCE: NAMES[SOURCE]})
"""The languages of a build that names none."""
CATALOGUES = Path(__file__).resolve().parent / "locale"
_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)
_written: ContextVar[str] = ContextVar("written", default=SOURCE)


@contextmanager
def speaking(language: str, written: str = SOURCE) -> Iterator[None]:
    """Render everything inside in this language; what people wrote into the record is in the language `written`."""
    tokens = _spoken.set(language), _written.set(written)
    try:
        yield
    finally:
        _spoken.reset(tokens[0])
        _written.reset(tokens[1])


def chosen(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the languages of a build with their names; the first of these codes is the language that holds."""
    return {code: NAMES[code] for code in codes}


def authoritative(languages: Mapping[str, str]) -> str:
    """Return which of the languages of a build is the one that holds, and in which records are written."""
    return next(iter(languages))


def foreign() -> str:
    """Return the language of what people wrote, where it is not the one spoken now; else ""."""
    return "" if _written.get() == _spoken.get() else _written.get()


def spoken() -> str:
    """Return the code of the language in which we speak now."""
    return _spoken.get()


def prefix(language: str) -> str:
    """Return what the paths of a language's files begin with: nothing for the source's, "es/" for Spanish."""
    return "" if language == SOURCE else f"{language}/"


def say(text: str, **values: object) -> str:
    """Return a sentence of the house in the language spoken now, its {names} filled in."""
    found = in_language(text, _spoken.get())
    return found.format(**values) if values else found


def in_language(text: str, language: str) -> str:
    """Return a text of the source in another language; the source's own where a catalogue does not hold it."""
    return text if language == SOURCE or not text else catalogue(language).gettext(text)


@cache
def catalogue(language: str) -> GNUTranslations:
    """Read the catalogue of one language, once."""
    with (CATALOGUES / language / "LC_MESSAGES" / "public.mo").open("rb") as file:
        return GNUTranslations(file)
