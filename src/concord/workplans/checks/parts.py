from concord.core.checks import Problem, error
from concord.workplans.models import Part, WorkPlan


def required_parts_are_there(plan: WorkPlan) -> list[Problem]:
    """A plan describes the assistance in detail and names the experts and the staff (owner's page on what a work plan
    holds); and it says its scope, whom it hears and what ends it, since the concurrence binds these too."""
    parts = {person.part for person in plan.people.all()}
    there = {
        "the description of the technical assistance": plan.description.strip(),
        "the subject matter experts": Part.EXPERT in parts,
        "the staff assigned": Part.STAFF in parts,
        "the scope": plan.scope.strip(),
        "the audiences: who is heard": plan.audiences,
        "the exit criteria: what ends the engagement": plan.exit_criteria,
    }
    return [error(f"The plan lacks {part}.") for part, is_there in there.items() if not is_there]
