"""Pages of data sets' entries. None opens the data."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.evidence import actions, forms, queries, rules
from concord.evidence.checks.justice import justice_information_stays_out
from concord.evidence.models import DataSet
from concord.evidence.views.pages import of_this_state

P = Permission
REGISTER = VerbPage(
    P.DATA_SET_REGISTER,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.register,
    explain="Where it comes from, what it holds, what it may be used for. Criminal justice information stays with the "
    "agency: such a data set is registered without its file.",
    form=forms.RegisterForm,
)
WITHDRAW = VerbPage(
    P.DATA_SET_WITHDRAW,
    load=queries.data_set,
    see=P.DATA_SET_VIEW,
    may=rules.may,
    action=actions.withdraw_data_set,
    explain="The entry stays on record with your reason; nothing new is worked out from it. A file that is kept here "
    "goes for good, unless something was worked out of it or a legal hold keeps it.",
    form=ReasonForm,
)
BASIS = VerbPage(
    P.DATA_SET_BASIS,
    load=queries.data_set,
    see=P.DATA_SET_VIEW,
    may=rules.may,
    action=actions.set_data_set_basis,
    explain="A records request set that is prepared from now on counts it under this basis.",
    form=forms.BasisForm,
)
VERBS = [REGISTER, WITHDRAW, BASIS]

SHEET = tables.Sheet(
    "Data sets",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Data set", lambda row: row.title),
        tables.Column("Focus area", lambda row: f"{row.focus_area.number}. {row.focus_area.title}"),
        tables.Column("Source", lambda row: row.source),
        tables.Column("Custody", lambda row: row.custody),
        tables.Column("From", lambda row: row.period_from),
        tables.Column("To", lambda row: row.period_to),
        tables.Column("Rows", lambda row: row.row_count),
        tables.Column("Columns in the file", lambda row: row.columns_found),
        tables.Column("Rows in the file", lambda row: row.rows_found),
        tables.Column("SHA-256", lambda row: row.sha256),
        tables.Column("Permitted use", lambda row: row.permitted_use),
        tables.Column("Criminal justice information", lambda row: row.get_justice_information_display()),
        tables.Column("File kept here", lambda row: "yes" if row.file_id else "no"),
        tables.Column("State", lambda row: row.state_label),
    ),
)


@on(P.DATA_SET_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def data_sets(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the data sets of an engagement."""
    rows = queries.data_sets_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    return render(request, "evidence/data_sets.html", {"thing": thing, **page_of(rows, request)})


@on(P.DATA_SET_VIEW, load=queries.data_set, see=P.DATA_SET_VIEW, may=rules.may)
def data_set(request: PersonRequest, thing: DataSet) -> HttpResponse:
    """Show one entry: what is known of the data, never the data."""
    columns = thing.columns.splitlines()
    found = justice_information_stays_out(thing.justice_information, columns, with_file=thing.file_id is not None)
    context = {
        "thing": thing,
        "columns": columns,
        "basis": queries.basis_in_words(thing.engagement, thing.basis),
        "problems": found,
        "registered_by": names([thing.registered_by])[thing.registered_by],
        "buttons": of_this_state([WITHDRAW, BASIS], request.user, thing),
    }
    return render(request, "evidence/data_set.html", context)
