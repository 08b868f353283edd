"""Reading which evidence somebody means: by its number, or by the address or short citation of a passage."""

import re
from dataclasses import dataclass

from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.evidence import citing
from concord.evidence.models import DataSet, Document, EvidenceItem, Fieldwork
from concord.evidence.models.documents import Citation
from concord.evidence.queries import data_set, document, fieldwork, is_unread, item, passage
from concord.evidence.states import DataSetState, EvidenceState

_REF = re.compile(r"(EVD|FLD|DST|DOC)-\d{4}-\d{4,}")
_EXPECTED = (
    "expected the number of an item (EVD-2026-0001), of field work that was held (FLD-…), of a document (DOC-…) or of "
    "a data set (DST-…), or the address of a passage"
)


@dataclass(frozen=True)
class Source:
    """What was meant: an item, with the short citation of a passage or ""; or a data set."""

    evidence: EvidenceItem | None = None
    data_set: DataSet | None = None
    passage: str = ""


def read(text: str, *, of: Engagement) -> Source:
    """Return what a text names in an engagement. Raises BadInput: nothing, of another engagement, withdrawn."""
    written = text.strip()
    whole = _REF.fullmatch(written.rpartition("/app/")[2].strip("/").rpartition("/")[2])
    found = _whole(whole[0]) if whole else _passage(citing.parse(_worded(written)))
    thing = found.evidence or found.data_set
    if thing is None or thing.engagement_id != of.pk:
        raise BadInput(f"There is no “{written}” in this engagement; {_EXPECTED}.")
    if thing.state in (EvidenceState.WITHDRAWN, DataSetState.WITHDRAWN):
        raise BadInput(f"{thing.ref} was withdrawn; nothing new can be built on it.")
    return found


def require_read(of: EvidenceItem) -> None:
    """Raise BadInput where evidence is nothing but files that nobody could read."""
    if is_unread(of):
        raise BadInput(
            f"Nobody could read the files of {of.ref}, so nothing rests on them. File them in another format, or log "
            "what was read in them."
        )


def _worded(written: str) -> str:
    """Return a text that may be a citation. Raises BadInput for one that names no document."""
    if "DOC-" not in written:
        raise BadInput(f"“{written}” names no evidence; {_EXPECTED}.")
    return written


def _whole(ref: str) -> Source:
    """Return what a number names, or nothing."""
    if ref.startswith("DST-"):
        return Source(data_set=data_set(ref))
    found: EvidenceItem | Document | Fieldwork | None
    if ref.startswith("EVD-"):
        return Source(evidence=item(ref))
    found = document(ref) if ref.startswith("DOC-") else fieldwork(ref)
    if isinstance(found, Fieldwork) and found.item is None:
        raise BadInput(f"{ref} was not held, so nothing was said or seen that could be cited.")
    return Source(evidence=found.item if found else None)


def _passage(cited: Citation) -> Source:
    """Return the item of a passage that is there. Raises BadInput."""
    found, of = passage(cited), document(cited.ref)
    if found is None or of is None or cited.last > len(found.text):
        raise BadInput(f"There is no passage {cited.short}.")
    return Source(evidence=of.item, passage=cited.short)
