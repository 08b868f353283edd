"""Who became chief executive after the concurrence with a plan, as the roles have it: the directory may not say so."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from concord.accounts.models import Membership
from concord.agencies.models import ChiefTenure
from concord.core.roles import ChiefExecutive
from concord.workplans.models import Reaffirmation, WorkPlan


def seated_since() -> QuerySet[Membership]:
    """Return, inside a query of plans, the role of a chief executive that began after the concurrence: not of who
    concurred (by name, where it was on paper), nor of who has reaffirmed the plan or is on record to have left."""
    key = Concat(Value("person:"), Cast("person_id", CharField()))
    later = Q(since__gt=OuterRef("concurrence__at")) | Q(since__date__gt=OuterRef("concurrence__signed_on"))
    left = ChiefTenure.objects.filter(
        agency=OuterRef(OuterRef("engagement__agency")),
        person_name__iexact=OuterRef("person__name"),
        until__gte=OuterRef("since__date"),
    )
    done = Reaffirmation.objects.filter(plan=OuterRef(OuterRef("pk")), by=OuterRef("key"))
    on_agency = Concat(Value("agency:"), OuterRef("engagement__agency__ref"), output_field=CharField())
    seats = Membership.objects.alias(key=key).filter(later, role=ChiefExecutive.key, scope=on_agency, until=None)
    seats = seats.exclude(key=OuterRef("concurrence__by")).exclude(person__name__iexact=OuterRef("concurrence__name"))
    return seats.exclude(Exists(left)).exclude(Exists(done)).order_by("since")


def newly_seated(plan: WorkPlan) -> Membership | None:
    """Return the role of whoever became chief executive after the concurrence and has not reaffirmed it, or None."""
    found = WorkPlan.objects.filter(pk=plan.pk).values_list(Subquery(seated_since().values("pk")[:1]))
    return Membership.objects.select_related("person").filter(pk__in=found).first()
