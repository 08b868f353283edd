"""Input of evidence and of what keeps it confidential."""

from concord.evidence.forms.items import LogForm
from concord.evidence.forms.keeping import (
    AskForm,
    FoiaForm,
    HoldForm,
    KeepForm,
    ProposeForm,
    RedactForm,
    RestrictForm,
)

__all__ = ("AskForm", "FoiaForm", "HoldForm", "KeepForm", "LogForm", "ProposeForm", "RedactForm", "RestrictForm")
