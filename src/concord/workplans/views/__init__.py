"""Pages of work plans."""

from concord.workplans.views.comparing import difference, document
from concord.workplans.views.deciding import ON_ENGAGEMENT, OPEN_FOCUS_AREA, PLAN_VERBS
from concord.workplans.views.discussing import (
    COMMENT_VERBS,
    SCOPE_ASKING,
    SCOPE_VERBS,
    plan_comment,
    scope_change,
    scope_changes,
)
from concord.workplans.views.editing import edit, part, rows, section
from concord.workplans.views.plans import scan, work_plan, work_plans

VERBS = [*ON_ENGAGEMENT, *PLAN_VERBS, OPEN_FOCUS_AREA, *COMMENT_VERBS, *SCOPE_ASKING, *SCOPE_VERBS]

__all__ = (
    "COMMENT_VERBS",
    "ON_ENGAGEMENT",
    "OPEN_FOCUS_AREA",
    "PLAN_VERBS",
    "SCOPE_ASKING",
    "SCOPE_VERBS",
    "VERBS",
    "difference",
    "document",
    "edit",
    "part",
    "plan_comment",
    "rows",
    "scan",
    "scope_change",
    "scope_changes",
    "section",
    "work_plan",
    "work_plans",
)
