from concord.core.checks import Problem, error
from concord.workplans.checks.given import Given


def days_are_in_order(on: Given) -> list[Problem]:
    """The plan and each activity begin before they end, no activity begins before the plan or goes on after it, and
    what the agency is asked for is asked for before the plan ends."""
    plan, problems = on.content, []
    whole = bool(plan.starts_on and plan.ends_on)
    if whole and plan.ends_on < plan.starts_on:
        problems.append(error(f"The plan ends on {plan.ends_on}, before it starts on {plan.starts_on}."))
    for activity in plan.activities:
        first, last = activity.starts_on, activity.ends_on
        if first and last and last < first:
            problems.append(error(f"“{activity.what}” ends on {last}, before it starts on {first}."))
        elif first and last and whole and (first < plan.starts_on or last > plan.ends_on):
            problems.append(
                error(
                    f"“{activity.what}” is planned from {first} to {last}, "
                    f"outside the plan's {plan.starts_on} to {plan.ends_on}."
                )
            )
    late = [need for need in plan.needs if whole and need.needed_by > plan.ends_on]
    problems += [error(f"“{need.what}” is needed by {need.needed_by}, after the plan's last day.") for need in late]
    return problems
