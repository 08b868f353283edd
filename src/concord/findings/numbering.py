"""Labels and keys of findings and recommendations: which are free in an engagement, which the caller has locked."""

import re

from concord.core.errors import BadInput
from concord.engagements.models import Engagement
from concord.findings.models import Statement

_KEY = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_KEY_LENGTH = 60


def require_label(kind: type[Statement], engagement: Engagement, label: str, *, of: Statement | None = None) -> None:
    """Raise BadInput for a label that is empty or another's in this engagement, which is locked."""
    others = kind._base_manager.filter(engagement=engagement)  # noqa: SLF001 - Django's documented name
    if not label.strip():
        raise BadInput("The label is empty: give the number under which readers will know it.")
    if others.filter(label=label.strip()).exclude(pk=of.pk if of else None).exists():
        raise BadInput(f"The label {label.strip()} is taken in this engagement.")


def wanted(kind: type[Statement], engagement: Engagement, key: str | None) -> str | None:
    """Return a key that is wanted, once it is known that it can be given in this engagement, which is locked."""
    if key is None:
        return None
    if not _KEY.fullmatch(key) or len(key) > _KEY_LENGTH:
        raise BadInput(
            f"The key {key!r} cannot stand in an address: expected letters and digits, parted by . _ or -, "
            f"at most {_KEY_LENGTH} of them."
        )
    others = kind._base_manager.filter(engagement=engagement)  # noqa: SLF001 - as above
    if others.filter(key__iexact=key).exists():
        raise BadInput(f"The key {key} is taken in this engagement, and a key is never used again.")
    return key


def free_key(statement: Statement, engagement: Engagement) -> str:
    """Return a key made from the label that no other statement of its kind has in this engagement."""
    kind = type(statement)
    first = "-".join(re.findall(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*", statement.label)) or statement.ref
    keys = kind._base_manager.filter(engagement=engagement).values_list("key", flat=True)  # noqa: SLF001 - as above
    taken = {key.lower() for key in keys if key}
    number, key = 1, first
    while key.lower() in taken:
        number += 1
        key = f"{first}-{number}"
    return key
