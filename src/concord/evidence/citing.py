"""Reading a citation as people write it."""

import re

from concord.core.errors import BadInput
from concord.evidence.models.documents import Citation

_SHORT = re.compile(
    r"(DOC-\d{4}-\d{4,})[ /]+r(\d{1,6})[ /]+p(\d{1,6})[ /]+¶?(\d{1,6})(?:[ /]*\[?(\d{1,6})-(\d{1,6})\]?)?/?"
)


def parse(text: str) -> Citation:
    """Return what a citation names: "DOC-2026-0001 r2 p3 ¶5 [10-57]", or the address of it. Raises BadInput."""
    written = text.strip().partition("#")[0].rpartition("/app/documents/")[2]
    found = _SHORT.fullmatch(written)
    if found is None or (found[5] and int(found[5]) >= int(found[6])):
        raise BadInput(f"{text!r} is no citation; expected such as “DOC-2026-0001 r2 p3 ¶5 [10-57]”.")
    ref, revision, page, paragraph, first, last = found.groups()
    return Citation(ref, int(revision), int(page), int(paragraph), int(first or 0), int(last or 0))
