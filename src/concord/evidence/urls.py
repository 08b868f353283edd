from django.urls import path

from concord.evidence import views

_REVISION = "documents/<str:ref>/r<int:revision>/"
_PASSAGE = f"{_REVISION}p<int:page>/<int:paragraph>/"

app_urls = [
    path("engagements/<str:ref>/evidence/", views.evidence, name="evidence"),
    path("evidence/search/", views.search, name="evidence-search"),
    path("evidence/<str:ref>/", views.item, name="evidence-item"),
    path("evidence/<str:ref>/file/", views.file, name="evidence-file"),
    views.LOG.path("focus-areas/"),
    views.WITHDRAW.path("evidence/"),
    path("engagements/<str:ref>/documents/", views.documents, name="documents"),
    path("documents/<str:ref>/", views.document, name="document"),
    path(f"{_REVISION}original/", views.original, name="document-original"),
    path(f"{_REVISION}clean/", views.clean, name="document-clean"),
    path(f"{_REVISION}p<int:page>/", views.page, name="document-page"),
    path(_PASSAGE, views.passage, name="passage"),
    path(f"{_PASSAGE}<int:first>-<int:last>/", views.passage, name="passage-range"),
    views.FILE.path("focus-areas/"),
    views.REVISE.path("documents/"),
    views.READ_AGAIN.path("documents/"),
]
