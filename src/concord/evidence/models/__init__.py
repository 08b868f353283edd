"""The models of evidence, by what they are about."""

from concord.evidence.models.advice import (
    Advice,
    Outcome,
)
from concord.evidence.models.analyses import (
    Analysis,
    AnalysisProgress,
    ColumnMapping,
)
from concord.evidence.models.codebooks import (
    COLOURS,
    Code,
    Codebook,
    CodebookVersion,
    letters,
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
    SEALED_BOOKING,
    ActivityWaiver,
    Attendance,
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
    SEALED_TITLE,
    Consent,
    EvidenceItem,
    Releasability,
)
from concord.evidence.models.meanings import (
    Meaning,
)
from concord.evidence.models.observations import (
    SheetTaken,
)
from concord.evidence.models.projects import CodedProject
from concord.evidence.models.redactions import (
    DocumentRedaction,
    Redaction,
)
from concord.evidence.models.requests import (
    DocumentReceived,
    DocumentRequest,
)
from concord.evidence.models.rounds import (
    Adjudication,
    Coding,
    CodingRound,
    PassageRead,
    RoundCoder,
    RoundPassage,
    Selection,
)
from concord.evidence.models.searches import (
    SavedSearch,
)
from concord.evidence.models.standards import (
    ClauseTag,
)

__all__ = (
    "COLOURS",
    "DESTROYED",
    "EVERYTHING",
    "KEPT_OUT",
    "SEALED",
    "SEALED_BOOKING",
    "SEALED_TITLE",
    "ActivityWaiver",
    "Adjudication",
    "Advice",
    "Analysis",
    "AnalysisProgress",
    "Attendance",
    "ClauseTag",
    "Code",
    "Codebook",
    "CodebookVersion",
    "CodedProject",
    "Coding",
    "CodingRound",
    "ColumnMapping",
    "Consent",
    "DataSet",
    "Disposal",
    "Document",
    "DocumentReceived",
    "DocumentRedaction",
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
    "Meaning",
    "Opening",
    "Outcome",
    "Passage",
    "PassageRead",
    "Redaction",
    "Releasability",
    "Revision",
    "RoundCoder",
    "RoundPassage",
    "SavedSearch",
    "Selection",
    "SheetTaken",
    "letters",
)
