from django.urls import path

from concord.publishing import views

public_urls = [
    path("", views.follow, name="follow-all"),
    path("confirm/<str:token>/", views.confirm, name="follow-confirm"),
    path("leave/<str:token>/", views.leave, name="follow-leave"),
    path("<slug:slug>/", views.follow, name="follow"),
]
app_urls = [
    path("engagements/<str:ref>/reports/", views.reports, name="reports"),
    views.COMPILE.path("engagements/"),
    views.EXPLAIN.path("engagements/"),
    views.CLOSE.path("engagements/"),
    path("engagements/<str:ref>/published/", views.published, name="published"),
    path("engagements/<str:ref>/elsewhere/", views.elsewhere, name="elsewhere"),
    views.COPY.path("engagements/"),
    path("engagements/<str:ref>/letter/", views.letter, name="completion-letter"),
    path("releases/<str:ref>/", views.release, name="release"),
    views.ASK_WITHHOLD.path("releases/"),
    path("withholdings/<str:ref>/", views.withholding, name="withholding"),
    *(page.path("withholdings/") for page in views.WITHHOLDING_VERBS),
    path("reports/<str:ref>/", views.report, name="report"),
    path("reports/<str:ref>/preview/", views.preview, name="report-preview"),
    path("reports/<str:ref>/preview/site/", views.preview_site, name="report-preview-site"),
    *(page.path("reports/") for page in views.REPORT_VERBS),
]
