from django.urls import path

from concord.publishing import views

app_urls = [
    path("engagements/<str:ref>/reports/", views.reports, name="reports"),
    views.COMPILE.path("engagements/"),
    path("reports/<str:ref>/", views.report, name="report"),
    *(page.path("reports/") for page in views.REPORT_VERBS),
]
