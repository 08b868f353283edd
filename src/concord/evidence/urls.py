from django.urls import path

from concord.evidence import views

app_urls = [
    path("engagements/<str:ref>/evidence/", views.evidence, name="evidence"),
    path("evidence/<str:ref>/", views.item, name="evidence-item"),
    path("evidence/<str:ref>/file/", views.file, name="evidence-file"),
    views.LOG.path("focus-areas/"),
    views.WITHDRAW.path("evidence/"),
]
