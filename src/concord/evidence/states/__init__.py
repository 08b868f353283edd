"""The lifecycles of evidence, one file a noun."""

from concord.evidence.states.advice import ADVICE, AdviceState
from concord.evidence.states.data_sets import DATA_SET, DataSetState
from concord.evidence.states.fieldwork import FIELDWORK, FieldworkState
from concord.evidence.states.items import EVIDENCE, EvidenceState
from concord.evidence.states.requests import DOCUMENT_REQUEST, WAITING, DocumentRequestState

__all__ = (
    "ADVICE",
    "DATA_SET",
    "DOCUMENT_REQUEST",
    "EVIDENCE",
    "FIELDWORK",
    "WAITING",
    "AdviceState",
    "DataSetState",
    "DocumentRequestState",
    "EvidenceState",
    "FieldworkState",
)
