from django.urls import path

from concord.workplans import views

_EDIT = "work-plans/<str:ref>/edit/"

app_urls = [
    path("engagements/<str:ref>/work-plans/", views.work_plans, name="work-plans"),
    path("engagements/<str:ref>/scope-changes/", views.scope_changes, name="scope-changes"),
    path("work-plans/<str:ref>/", views.work_plan, name="work-plan"),
    path("work-plans/<str:ref>/difference/", views.difference, name="work-plan-difference"),
    path("work-plans/<str:ref>/document/", views.document, name="work-plan-document"),
    path("work-plans/<str:ref>/scan/", views.scan, name="work-plan-scan"),
    path(_EDIT, views.edit, name="work-plan-edit"),
    path(f"{_EDIT}<slug:section>/", views.section, name="work-plan-section"),
    path(f"{_EDIT}<slug:listed>/rows/", views.rows, name="work-plan-rows"),
    path(f"{_EDIT}<slug:listed>/<slug:key>/", views.part, name="work-plan-part"),
    path("plan-comments/<str:ref>/", views.plan_comment, name="plan-comment"),
    path("scope-changes/<str:ref>/", views.scope_change, name="scope-change"),
    *(page.path("engagements/") for page in (*views.ON_ENGAGEMENT, *views.SCOPE_ASKING)),
    *(page.path("work-plans/") for page in views.PLAN_VERBS),
    *(page.path("plan-comments/") for page in views.COMMENT_VERBS),
    *(page.path("scope-changes/") for page in views.SCOPE_VERBS),
    views.OPEN_FOCUS_AREA.path("focus-areas/"),
]
