"""The models of evidence, by what they are about."""

from concord.evidence.models.advice import Advice, Outcome
from concord.evidence.models.data_sets import KEPT_OUT, DataSet, JusticeInformation
from concord.evidence.models.fieldwork import (
    ActivityWaiver,
    Attendance,
    Consent,
    FieldNotes,
    Fieldwork,
    Given,
    GroupType,
)
from concord.evidence.models.items import EvidenceItem, Releasability
from concord.evidence.models.requests import DocumentReceived, DocumentRequest

__all__ = (
    "KEPT_OUT",
    "ActivityWaiver",
    "Advice",
    "Attendance",
    "Consent",
    "DataSet",
    "DocumentReceived",
    "DocumentRequest",
    "EvidenceItem",
    "FieldNotes",
    "Fieldwork",
    "Given",
    "GroupType",
    "JusticeInformation",
    "Outcome",
    "Releasability",
)
