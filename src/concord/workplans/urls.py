from django.urls import path

from concord.workplans import views

app_urls = [
    path("engagements/<str:ref>/work-plans/", views.work_plans, name="work-plans"),
    path("work-plans/<str:ref>/", views.work_plan, name="work-plan"),
    views.DRAFT.path("engagements/"),
    views.OPEN_FOCUS_AREA.path("focus-areas/"),
    *(page.path("work-plans/") for page in views.PLAN_VERBS),
]
