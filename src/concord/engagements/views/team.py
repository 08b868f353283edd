"""The page of an engagement's assessment team."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.engagements import queries, rules
from concord.engagements.models import Engagement
from concord.partners.queries import topics

P = Permission


@on(P.ENGAGEMENT_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def team(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show who is on the team, in which roles, and what they know from the field. Where it stands with conflicts of
    interest the office reads alone: the scope of a declaration is the person and no colleague."""
    rows, weighs = queries.team(thing), bool(permit(request.user, P.CONFLICT_CLEAR, thing))
    known = {key: topic.text for key, topic in topics(clock.today()).items()}
    if file := tables.export(request, rows, _sheet(known, weighs=weighs), at=clock.now()):
        return file
    context = {"thing": thing, "rows": rows, "topics": known, "weighs": weighs}
    return render(request, "engagements/team.html", context)


def _sheet(known: Mapping[str, str], *, weighs: bool) -> tables.Sheet:
    columns = (
        tables.Column("Name", lambda row: row.person.name),
        tables.Column("Roles", lambda row: "; ".join(of.role_class.title for of in row.held)),
        tables.Column("Since (UTC)", lambda row: min(of.since for of in row.held)),
        tables.Column("Last day", lambda row: max((of.last_day for of in row.held if of.last_day), default=None)),
        tables.Column("From the field", lambda row: "; ".join(row.expert.credentials) if row.expert else ""),
        tables.Column(
            "Topics", lambda row: "; ".join(known.get(key, key) for key in row.expert.topics) if row.expert else ""
        ),
        tables.Column("Languages", lambda row: ", ".join(row.expert.languages) if row.expert else ""),
    )
    conflict = tables.Column("Conflict of interest", lambda row: "; ".join(_standing(row)))
    return tables.Sheet("Team", (*columns, conflict) if weighs else columns)


def _standing(row: queries.Member) -> list[str]:
    """Say where somebody stands with the agency; where several are assisted, with each by its name."""
    if len(row.standing) == 1:
        return [of.declaration.state_label for of in row.standing if of.declaration]
    said = {of.agency.name: of.declaration.state_label if of.declaration else "not asked" for of in row.standing}
    return [f"{name}: {label}" for name, label in said.items()]
