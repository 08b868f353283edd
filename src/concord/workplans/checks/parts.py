from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given


def required_parts_are_there(on: Given) -> list[Problem]:
    """A plan describes the assistance in detail and names the experts and the staff (owner's page on what a work plan
    holds); and it says everything else that the concurrence binds, above all what ends it."""
    content = on.content
    parts = {person.part for person in content.people}
    there = {
        "the goal": content.goal.strip(),
        "the objectives": content.objectives,
        "the description of the technical assistance": content.description.strip(),
        "the subject matter experts": "expert" in parts,
        "the staff assigned": "staff" in parts,
        "the scope": content.scope.strip(),
        "the audiences: who is heard": content.audiences,
        "the community engagement strategy": content.engagement_strategy.strip(),
        "the communication plan": content.communication.strip(),
        "how often progress is reported": content.reporting_months,
        "the exit criteria: what ends the engagement": content.exit_criteria,
        "its first and its last day": content.starts_on and content.ends_on,
        "what it changes, and why": content.changes.strip() or on.plan.follows_id is None,
    }
    return [error(f"The plan lacks {part}.") for part, is_there in there.items() if not is_there]
