"""The gate before a role: called inside the verb that gives it."""

from concord.accounts.queries import person
from concord.agencies.models import Agency
from concord.partners import rules
from concord.partners.models import ConflictDeclaration


def require(email: str, agency: Agency) -> None:
    """Raise Denied unless the person with this address may serve the agency.

    Their declaration stays locked until the verb ends, so that a recusal at the same moment sees the role."""
    who = person(email)
    if who is not None:
        ConflictDeclaration.objects.select_for_update(no_key=True).filter(person=who, agency=agency).first()
    rules.may_serve(who, agency).require()
