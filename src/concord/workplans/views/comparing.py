"""Two versions of a plan compared in words, and one version as a document to print or to keep as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import documents as docs
from concord.core import zones
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput
from concord.core.permissions import Permission
from concord.engagements.models import Origin
from concord.programme.queries import of as programme_of
from concord.workplans import export, queries, rules
from concord.workplans.difference import difference as differ
from concord.workplans.models import WorkPlan
from concord.workplans.wording import day

P = Permission


@on(P.PLAN_VIEW, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def difference(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """Show in words what a version says that another one (?from=, the one that it follows unless chosen) does not."""
    others = [plan for plan in queries.of(thing.engagement) if plan.pk != thing.pk]
    others = [plan for plan in others if rules.may(request.user, P.PLAN_VIEW, plan)]
    other = _chosen(request.GET.get("from", ""), thing, others)
    context = {"thing": thing, "others": others, "other": other}
    if other is not None:
        old, new = other.content, thing.content
        context["sections"] = differ(
            old, new, old_names=queries.names_in(other, old), new_names=queries.names_in(thing, new)
        )
    return render(request, "workplans/difference.html", context)


def _chosen(asked: str, plan: WorkPlan, others: list[WorkPlan]) -> WorkPlan | None:
    """Return the version that was asked for, else the one that a plan follows, else the newest before it.

    Raises BadInput for a version that is not among the others."""
    if asked:
        found = next((each for each in others if str(each.version) == asked), None)
        if found is None:
            raise BadInput("There is no such other version of this work plan.")
        return found
    earlier = [each for each in others if each.version < plan.version]
    return next((each for each in earlier if each.pk == plan.follows_id), earlier[0] if earlier else None)


@on(P.PLAN_VIEW, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def document(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """Show a version as it is printed; ?format=docx and ?format=pdf give it as a file."""
    asked = request.GET.get("format")
    made = _document(thing)
    if not asked:
        return render(request, "workplans/print.html", {"thing": thing, "document": docs.html(made)})
    if asked not in list(docs.Format):
        raise BadInput("A work plan can be had as docx or pdf.")
    name = f"{thing.ref} {thing.engagement.title} version {thing.version}"
    return docs.download(made, docs.Format(asked), name=name, at=thing.state_since)


def _document(plan: WorkPlan) -> docs.Document:
    content, engagement = plan.content, plan.engagement
    since = day(zones.day(plan.state_since).isoformat())
    standing = [("Reference", plan.ref), ("Agency", engagement.agency.title), ("State", f"{plan.state_label}, {since}")]
    if plan.follows is not None:
        standing.append(("Follows", f"Version {plan.follows.version}"))
    return export.document(
        content,
        queries.names_in(plan, content),
        title=f"Work plan, version {plan.version}",
        subtitle=engagement.title,
        standing=standing,
        short_hash=plan.short_hash,
        signature=_signature(plan),
        mark="Fictional" if engagement.origin == Origin.FICTIONAL else "",
        author=programme_of(engagement.edition).office.name if engagement.edition else "",
    )


def _signature(plan: WorkPlan) -> docs.Signature | None:
    """Return the concurrence as it was given, or lines for one; none for what cannot be signed yet."""
    given = getattr(plan, "concurrence", None)
    if not plan.short_hash:
        return None
    statement = (
        f"I have read version {plan.version} of this work plan, fingerprint {plan.short_hash}, and concur with it."
    )
    if given is None:
        return docs.Signature(statement, proof=plan.short_hash)
    signed = f"{day(given.signed_on.isoformat())}, and {given.get_shown_by_display()}"
    said = given.statement or statement
    return docs.Signature(said, given.name, given.capacity, signed, given.content_hash)
