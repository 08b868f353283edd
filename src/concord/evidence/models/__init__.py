"""The models of evidence, by what they are about."""

from concord.evidence.models.advice import (
    Advice,
    Outcome,
)
from concord.evidence.models.data_sets import (
    KEPT_OUT,
    DataSet,
    JusticeInformation,
)
from concord.evidence.models.disposals import (
    EVERYTHING,
    Disposal,
    LegalHold,
)
from concord.evidence.models.documents import (
    Document,
    Passage,
    Revision,
)
from concord.evidence.models.fieldwork import (
    ActivityWaiver,
    Attendance,
    Consent,
    FieldNotes,
    Fieldwork,
    Given,
    GroupType,
)
from concord.evidence.models.foia import (
    FoiaSet,
)
from concord.evidence.models.identities import (
    Identity,
    Opening,
)
from concord.evidence.models.items import (
    DESTROYED,
    SEALED,
    EvidenceItem,
    Releasability,
)
from concord.evidence.models.observations import (
    SheetTaken,
)
from concord.evidence.models.redactions import (
    Redaction,
)
from concord.evidence.models.requests import (
    DocumentReceived,
    DocumentRequest,
)
from concord.evidence.models.searches import (
    SavedSearch,
)
from concord.evidence.models.standards import (
    ClauseTag,
)

__all__ = (
    "DESTROYED",
    "EVERYTHING",
    "KEPT_OUT",
    "SEALED",
    "ActivityWaiver",
    "Advice",
    "Attendance",
    "ClauseTag",
    "Consent",
    "DataSet",
    "Disposal",
    "Document",
    "DocumentReceived",
    "DocumentRequest",
    "EvidenceItem",
    "FieldNotes",
    "Fieldwork",
    "FoiaSet",
    "Given",
    "GroupType",
    "Identity",
    "JusticeInformation",
    "LegalHold",
    "Opening",
    "Outcome",
    "Passage",
    "Redaction",
    "Releasability",
    "Revision",
    "SavedSearch",
    "SheetTaken",
)
