from datetime import date
from urllib.parse import urlsplit

from concord.core.checks import Problem, error
from concord.programme.document import Page, Programme


def recordings_can_be_followed_by_all(programme: Programme, on: date) -> list[Problem]:
    """A recording stands on a page with its captions named; the text of that page is its transcript, so none lacks
    one."""
    del on
    return [error(f"Pages, “{page.title}”: {text}") for page in programme.page for text in _wrong(page)]


def _wrong(page: Page) -> list[str]:
    if not page.recording:
        return ["captions and a length are named, and no recording."] if page.captions or page.length else []
    found = urlsplit(page.recording)
    wrong = []
    if found.scheme != "https" or not found.hostname or " " in page.recording:
        wrong.append(f"“{page.recording}” is no address of a recording: expected one that begins with https://.")
    if not page.captions:
        wrong.append("the languages of the recording's captions are missing; without captions it is not published.")
    return wrong
