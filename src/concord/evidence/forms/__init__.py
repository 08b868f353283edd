"""Input of evidence, by what it is about."""

from concord.evidence.forms.advice import (
    AdviceForm,
    AnswerForm,
)
from concord.evidence.forms.comparing import (
    CompareForm,
    TagForm,
    older_than,
)
from concord.evidence.forms.data_sets import (
    RegisterForm,
)
from concord.evidence.forms.documents import (
    FileDocumentForm,
    ReviseForm,
    SearchForm,
)
from concord.evidence.forms.fieldwork import (
    AsOfForm,
    BookForm,
    FieldworkFilter,
    HeldForm,
    ImportForm,
    MoveForm,
    NotesForm,
    WaiveForm,
)
from concord.evidence.forms.items import (
    LogForm,
)
from concord.evidence.forms.keeping import (
    AskToOpenForm,
    FoiaForm,
    HoldForm,
    KeepForm,
    ProposeForm,
    RedactForm,
    RestrictForm,
)
from concord.evidence.forms.observations import (
    SheetForm,
)
from concord.evidence.forms.requests import (
    AskForm,
    DocumentFilter,
    PartForm,
    ProvideForm,
)

__all__ = (
    "AdviceForm",
    "AnswerForm",
    "AsOfForm",
    "AskForm",
    "AskToOpenForm",
    "BookForm",
    "CompareForm",
    "DocumentFilter",
    "FieldworkFilter",
    "FileDocumentForm",
    "FoiaForm",
    "HeldForm",
    "HoldForm",
    "ImportForm",
    "KeepForm",
    "LogForm",
    "MoveForm",
    "NotesForm",
    "PartForm",
    "ProposeForm",
    "ProvideForm",
    "RedactForm",
    "RegisterForm",
    "RestrictForm",
    "ReviseForm",
    "SearchForm",
    "SheetForm",
    "TagForm",
    "WaiveForm",
    "older_than",
)
