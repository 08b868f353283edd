"""Every verb that works on one thing, by its name: pages are made of them, and `concord do` calls them."""

from concord.accounts import views as accounts
from concord.agencies import views as agencies
from concord.core.verbs import VerbPage
from concord.desk import mail_pages as mails
from concord.desk import task_pages as tasks
from concord.engagements import views as engagements
from concord.evidence import views as evidence
from concord.findings import views as findings
from concord.intake import views as intake
from concord.partners import views as partners
from concord.programme import views as programme
from concord.publishing import views as publishing
from concord.reforms import views as reforms
from concord.workplans import views as workplans

_APPS = (
    tasks,
    mails,
    accounts,
    agencies,
    programme,
    partners,
    intake,
    engagements,
    workplans,
    evidence,
    findings,
    reforms,
    publishing,
)
VERBS: dict[str, VerbPage] = {page.url_name: page for app in _APPS for page in app.VERBS}
