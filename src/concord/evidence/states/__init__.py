"""The lifecycles of evidence, one file a noun."""

from concord.evidence.states.advice import (
    ADVICE,
    AdviceState,
)
from concord.evidence.states.analyses import (
    ANALYSIS,
    MADE,
    MAPPING,
    AnalysisState,
    MappingState,
)
from concord.evidence.states.codebooks import (
    CODEBOOK,
    CodebookState,
)
from concord.evidence.states.data_sets import (
    DATA_SET,
    DataSetState,
)
from concord.evidence.states.disposals import (
    DISPOSAL,
    HOLD,
    DisposalState,
    HoldState,
)
from concord.evidence.states.documents import (
    DOCUMENT,
    DocumentState,
)
from concord.evidence.states.fieldwork import (
    FIELDWORK,
    FieldworkState,
)
from concord.evidence.states.foia import (
    FOIA,
    FoiaState,
)
from concord.evidence.states.identities import (
    IDENTITY,
    OPENING,
    IdentityState,
    OpeningState,
)
from concord.evidence.states.items import (
    EVIDENCE,
    EvidenceState,
)
from concord.evidence.states.projects import (
    PROJECT,
    ProjectState,
)
from concord.evidence.states.requests import (
    DOCUMENT_REQUEST,
    NOT_GIVEN,
    WAITING,
    DocumentRequestState,
)
from concord.evidence.states.rounds import (
    ROUND,
    RoundState,
)

__all__ = (
    "ADVICE",
    "ANALYSIS",
    "CODEBOOK",
    "DATA_SET",
    "DISPOSAL",
    "DOCUMENT",
    "DOCUMENT_REQUEST",
    "EVIDENCE",
    "FIELDWORK",
    "FOIA",
    "HOLD",
    "IDENTITY",
    "MADE",
    "MAPPING",
    "NOT_GIVEN",
    "OPENING",
    "PROJECT",
    "ROUND",
    "WAITING",
    "AdviceState",
    "AnalysisState",
    "CodebookState",
    "DataSetState",
    "DisposalState",
    "DocumentRequestState",
    "DocumentState",
    "EvidenceState",
    "FieldworkState",
    "FoiaState",
    "HoldState",
    "IdentityState",
    "MappingState",
    "OpeningState",
    "ProjectState",
    "RoundState",
)
