"""Reads of coded projects of other programs."""

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.evidence.models import Codebook, CodedProject
from concord.evidence.states import ProjectState

_WITH = ("engagement__agency", "engagement__edition", "codebook", "focus_area", "file", "round")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


def coded_project(ref: str) -> CodedProject | None:
    """Return the project with this reference, or None."""
    return CodedProject.objects.select_related(*_WITH).filter(ref=ref).first()


def coded_projects_of(codebook: Codebook) -> QuerySet[CodedProject]:
    """Return the projects that were brought to a codebook, newest first."""
    return CodedProject.objects.filter(codebook=codebook).order_by("-pk")


def coded_projects_open_for(person: Person) -> QuerySet[CodedProject]:
    """Return the projects that somebody brought and has still to take in or to set aside."""
    rows = CodedProject.objects.select_related(*_WITH)
    mine = rows.filter(visible(person, Permission.PROJECT_VIEW, **_AT), brought_by=person.actor_key)
    return mine.filter(state=ProjectState.SURVEYED)
