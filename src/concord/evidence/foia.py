"""What a records request set holds: sorting an engagement's evidence, and writing the archive."""

import csv
import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, TypeVar

from concord.core import files
from concord.core.errors import BadInput
from concord.core.tables import dangerous
from concord.engagements.models import Engagement
from concord.evidence.consent import NO_PUBLICATION, NO_QUOTATION, Use, agreed_to
from concord.evidence.models import (
    Advice,
    DataSet,
    Document,
    DocumentRedaction,
    EvidenceItem,
    FoiaSet,
    Passage,
    Redaction,
    Releasability,
    Revision,
)
from concord.evidence.sealed_items import pieces
from concord.evidence.states import DataSetState, EvidenceState, FoiaState
from concord.evidence.titles import REDACTED_TITLE, titles
from concord.programme.document import Withholding
from concord.programme.queries import of as programme_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
NOT_SAID = "no basis has been recorded"
_WITHDRAWN = "it stands for nothing any more"
_ONE_USE = "registered for one use; nobody has looked which of its rows may be released"
_ELSEWHERE = "its file never came here: whoever has custody of it is asked"
_ADVISED = "told to the team while it weighed what to find; nobody has decided whether it may be released"
_ITS_OWN_FILE = ("File of an item", "nobody has looked for what lies hidden in it; filed as a document it is read")
"""Why a file that belongs to an item itself is not given: it may name its author, or where a picture was taken."""


@dataclass(frozen=True)
class Sorted:
    """An engagement's evidence, sorted: the items that are given, each with its last redacted version or None; the
    documents that are given, each with the revision and its last redacted version or None; and how many are withheld:
    [kind, basis, how many]."""

    items: tuple[tuple[EvidenceItem, Redaction | None], ...]
    documents: tuple[tuple[Document, Revision, DocumentRedaction | None], ...]
    withheld: list[list[str | int]]
    title: str

    @property
    def given(self) -> list[list[str | int]]:
        """[reference, number] of what is given: of an item the redacted version or 0, of a document the revision; and
        behind it the redacted version, where there is one."""
        items: list[list[str | int]] = [[item.ref, version.number if version else 0] for item, version in self.items]
        return items + [
            [document.ref, revision.number, *([version.number] if version else [])]
            for document, revision, version in self.documents
        ]


def sorted_out(engagement: Engagement) -> Sorted:
    """Sort all evidence of an engagement that was not destroyed: what is logged, releasable and agreed to is given with
    its documents, and the rest is counted, data sets and advice too. In a fixed number of queries."""
    rows = EvidenceItem.objects.select_related("file", "focus_area", "fieldwork")
    rows = rows.prefetch_related("redactions", "documents__revisions__clean_copy", "documents__revisions__redactions")
    items: list[tuple[EvidenceItem, Redaction | None]] = []
    documents: list[tuple[Document, Revision, DocumentRedaction | None]] = []
    withheld: Counter[tuple[str, str]] = Counter()
    words = {each.key: in_words(each) for each in bases(engagement)}
    for item in rows.filter(engagement=engagement, destroyed_in="").order_by("pk"):
        if why := _why_not(item, words):
            withheld[why] += 1
        else:
            items.append((item, _last(item.redactions.all())))
            if item.file is not None:
                withheld[_ITS_OWN_FILE] += 1
        for document in item.documents.all():
            one = next((one for one in document.revisions.all() if one.number == document.current), None)
            version = _last(one.redactions.all()) if one else None
            if whole := why or _why_not_whole(document, item, version):
                withheld[f"Document: {whole[0].lower()}", whole[1]] += 1
            elif one is not None:
                documents.append((document, one, version))
    withheld += _beside(engagement, words)
    counts: list[list[str | int]] = [[kind, basis, count] for (kind, basis), count in sorted(withheld.items())]
    return Sorted(tuple(items), tuple(documents), counts, engagement.title)


def _beside(engagement: Engagement, words: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """Count what is evidence and never given: data sets, and what stakeholders advise; by their basis in words, where
    one was said."""
    found: Counter[tuple[str, str]] = Counter()
    for data_set in DataSet.objects.filter(engagement=engagement, destroyed_in=""):
        if data_set.state == DataSetState.WITHDRAWN:
            found["Data set: withdrawn", _WITHDRAWN] += 1
        else:
            found["Data set", words.get(data_set.basis, _ONE_USE if data_set.file_id else _ELSEWHERE)] += 1
    for basis in Advice.objects.filter(engagement=engagement, destroyed_in="").values_list("basis", flat=True):
        found["Advice", words.get(basis, _ADVISED)] += 1
    return found


def _why_not(item: EvidenceItem, words: Mapping[str, str]) -> tuple[str, str] | None:
    """Return under which kind and basis an item is withheld, or None."""
    if item.state == EvidenceState.WITHDRAWN:
        return "Withdrawn", _WITHDRAWN
    if item.releasability != Releasability.RELEASABLE:
        return item.get_releasability_display(), words.get(item.basis, NOT_SAID)
    if agreed_to(item, Use.QUOTE):
        return None
    return ("Not to be quoted", NO_QUOTATION) if agreed_to(item, Use.SAY) else ("Not for publication", NO_PUBLICATION)


def _why_not_whole(document: Document, item: EvidenceItem, version: DocumentRedaction | None) -> tuple[str, str] | None:
    """Return why a document is withheld though its item is given, or None."""
    if document.destroyed_in or not document.current:
        return "Not read", "nobody has seen whether it may be given"
    if item.redactions.all() and version is None:
        return "Redacted", "its item is given redacted, and the document is not"
    if version is None and any(revision.redactions.all() for revision in document.revisions.all()):
        return "Redacted", "an earlier revision was redacted, and the newest is not"
    return None


def no_longer_given(prepared: FoiaSet) -> list[str]:
    """Return the references in a set that are not to be given any more as they are in it."""
    now = sorted_out(prepared.engagement).given
    return [str(each[0]) for each in prepared.given if each not in now]


def unpack(item: EvidenceItem, because: str, *, handed_out: bool = False) -> int:
    """Remove the archives that hold an item or a document of it, since it may not be given any more as it is in them;
    return how many. Sets that wait to be approved lose theirs, and approved ones only where `handed_out`: what has
    left the office is on record as it was, until it is destroyed. Call inside a verb.

    The set itself stays: approving it is refused, and its page says why."""
    states = {FoiaState.PREPARED} | ({FoiaState.APPROVED} if handed_out else set())
    refs = {item.ref, *item.documents.values_list("ref", flat=True)}
    gone = 0
    rows = FoiaSet.objects.filter(engagement=item.engagement_id, state__in=states, file__isnull=False)
    for given in rows.order_by("pk").select_for_update():
        if refs.isdisjoint(str(each[0]) for each in given.given):
            continue
        sha256, given.file = str(given.file_id), None
        given.save(update_fields=["file"])
        files.remove(sha256, because)
        gone += 1
    return gone


@contextmanager
def archive(of: Sorted, *, ref: str) -> Iterator[Iterator[bytes]]:
    """Give the bytes of the archive: an index, each item's text, each document, and the counts of what is withheld."""
    with tempfile.TemporaryFile() as scratch:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as packed:
            _write(packed, "index.csv", _index(of))
            _write(packed, "withheld.csv", _table(("Kind", "Basis", "How many"), of.withheld))
            _write(packed, "read-me.txt", _read_me(of, ref))
            for item, version in of.items:
                _write(packed, f"items/{item.ref}.txt", version.text if version else item.summary)
            for document, revision, redacted in of.documents:
                _pack(packed, _place(document, revision, redacted), _bytes(revision, redacted))
        scratch.seek(0)
        yield iter(lambda: scratch.read(1024 * 1024), b"")


_Version = TypeVar("_Version", Redaction, DocumentRedaction)


def _last(versions: Iterable[_Version]) -> _Version | None:
    return max(versions, key=lambda version: version.number, default=None)


def bases(engagement: Engagement) -> tuple[Withholding, ...]:
    """Return the bases for withholding of the edition under which an engagement was opened."""
    return programme_of(engagement.edition).withholding if engagement.edition else ()


def basis_in_words(engagement: Engagement, key: str) -> str:
    """Return a basis of the edition with its law, or "" where none was said."""
    return next((in_words(each) for each in bases(engagement) if each.key == key), "")


def require_basis(engagement: Engagement, key: str) -> None:
    """Raise BadInput for a basis that the edition does not have; "" is none, until it is said."""
    known = [each.key for each in bases(engagement)]
    if key and key not in known:
        raise BadInput(f"The edition has no basis “{key}” for withholding; expected one of: {', '.join(known)}.")


def in_words(basis: Withholding) -> str:
    """Return a basis with its law."""
    return f"{basis.label} ({basis.law})"


def _index(of: Sorted) -> str:
    head = ("Reference", "Item", "Focus area", "Method", "Collected", "Text", "File")
    called = titles([item for item, _ in of.items])
    items = [_line(item, version, called[item.pk]) for item, version in of.items]
    return _table(head, items + [_line_of_document(*each, called[each[0].item_id]) for each in of.documents])


def _line_of_document(
    document: Document, revision: Revision, version: DocumentRedaction | None, title: str
) -> list[str]:
    item = document.item
    area = f"{item.focus_area.number}. {item.focus_area.title}"
    where = _place(document, revision, version)
    text, file = ("", where) if revision.clean_copy and version is None else (where, "")
    text += f" (redacted, version {version.number})" if version else ""
    return [document.ref, title, area, item.method, _collected(item), text, file]


def _place(document: Document, revision: Revision, version: DocumentRedaction | None) -> str:
    """Return where a document stands in the archive: its redacted text, or its clean copy, or its text. The name under
    which somebody sent the file is left out, since it may be that of a person."""
    name = f"documents/{document.ref}-r{revision.number}"
    if version is not None:
        return f"{name}-redacted-{version.number}.txt"
    return f"{name}{PurePath(revision.file_name).suffix.lower() if revision.clean_copy else '.txt'}"


def _bytes(revision: Revision, version: DocumentRedaction | None) -> Iterator[bytes]:
    if revision.clean_copy is not None and version is None:
        yield from pieces(revision.clean_copy)
        return
    without = {(page, number): text for page, number, text in version.texts} if version else {}
    rows = Passage.objects.filter(revision=revision).order_by("page", "number").values_list("page", "number", "text")
    for page, number, text in rows.iterator():
        yield f"{without.get((page, number), text)}\n\n".encode()


def _line(item: EvidenceItem, version: Redaction | None, title: str) -> list[str]:
    text = f"items/{item.ref}.txt" + (f" (redacted, version {version.number})" if version else "")
    file = f"withheld: {_ITS_OWN_FILE[1]}" if item.file is not None else ""
    area = f"{item.focus_area.number}. {item.focus_area.title}"
    return [item.ref, title, area, item.method, _collected(item), text, file]


def _collected(item: EvidenceItem) -> str:
    """Return the day; the month, where those who took part did not agree that it be said who they are: a day tells."""
    return item.collected_on.isoformat() if agreed_to(item, Use.ROLE) else f"{item.collected_on:%Y-%m}"


def _table(head: tuple[str, ...], rows: list[list[str]] | list[list[str | int]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[f"'{c}" if isinstance(c, str) and dangerous(c) else c for c in row] for row in rows])
    return out.getvalue()


def _read_me(of: Sorted, ref: str) -> str:
    withheld = sum(int(row[2]) for row in of.withheld)
    return (
        f"{ref}: evidence of the engagement “{of.title}”.\n\n"
        f"{len(of.items)} items and {len(of.documents)} documents are given (index.csv), {withheld} are withheld "
        "(withheld.csv: how many, on which basis). Of a document its clean copy is given, without author and history; "
        f"or its text. Where a title would tell what was removed, it says “{REDACTED_TITLE}”.\n"
        "Where those who took part did not agree that their role be named, the month is told and not the day. "
        "A part that was removed from a text is marked where it stood: [redacted: phone]. References "
        "stay the same for ever.\n"
    )


def _write(packed: zipfile.ZipFile, name: str, text: str) -> None:
    _pack(packed, name, iter([text.encode()]))


def _pack(packed: zipfile.ZipFile, name: str, chunks: Iterator[bytes]) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target: IO[bytes]
    with packed.open(entry, "w") as target:
        for chunk in chunks:
            target.write(chunk)
