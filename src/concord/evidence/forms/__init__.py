"""Input of evidence, by what it is about."""

from concord.evidence.forms.advice import (
    AdviceForm,
    AnswerForm,
)
from concord.evidence.forms.analyses import (
    ChangeMappingForm,
    ChooseForm,
    ChooseOfficersForm,
    LogResultForm,
    MapForm,
    OrderForm,
)
from concord.evidence.forms.codebooks import (
    CodebookForm,
    CodeForm,
    EndCodeForm,
    ImportCodesForm,
    MergeForm,
    RewordCodeForm,
    RoundForm,
    SplitForm,
)
from concord.evidence.forms.codings import DecisionForm, QuoteFilter, StretchForm
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
from concord.evidence.forms.fields import BasisForm, NamelessReasonForm
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
    ConsentForm,
    FoiaForm,
    HoldForm,
    KeepForm,
    ProposeForm,
    RedactForm,
    RedactPageForm,
    RestrictForm,
)
from concord.evidence.forms.observations import (
    SheetForm,
)
from concord.evidence.forms.projects import (
    BringProjectForm,
)
from concord.evidence.forms.requests import (
    AskForm,
    ChangeRequestForm,
    DocumentFilter,
    NotGivenForm,
    PartForm,
    ProvideForm,
)

__all__ = (
    "AdviceForm",
    "AnswerForm",
    "AsOfForm",
    "AskForm",
    "AskToOpenForm",
    "BasisForm",
    "BookForm",
    "BringProjectForm",
    "ChangeMappingForm",
    "ChangeRequestForm",
    "ChooseForm",
    "ChooseOfficersForm",
    "CodeForm",
    "CodebookForm",
    "CompareForm",
    "ConsentForm",
    "DecisionForm",
    "DocumentFilter",
    "EndCodeForm",
    "FieldworkFilter",
    "FileDocumentForm",
    "FoiaForm",
    "HeldForm",
    "HoldForm",
    "ImportCodesForm",
    "ImportForm",
    "KeepForm",
    "LogForm",
    "LogResultForm",
    "MapForm",
    "MergeForm",
    "MoveForm",
    "NamelessReasonForm",
    "NotGivenForm",
    "NotesForm",
    "OrderForm",
    "PartForm",
    "ProposeForm",
    "ProvideForm",
    "QuoteFilter",
    "RedactForm",
    "RedactPageForm",
    "RegisterForm",
    "RestrictForm",
    "ReviseForm",
    "RewordCodeForm",
    "RoundForm",
    "SearchForm",
    "SheetForm",
    "SplitForm",
    "StretchForm",
    "TagForm",
    "WaiveForm",
    "older_than",
)
