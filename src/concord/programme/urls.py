from django.urls import path

from concord.programme import views

_DRAFT = "drafts/<str:ref>/"

app_urls = [
    path("programme/", views.editions, name="programme"),
    path("editions/<str:ref>/", views.edition, name="edition"),
    path("editions/<str:ref>/changes/", views.edition_changes, name="edition-changes"),
    path(_DRAFT, views.draft, name="draft-edition"),
    path(f"{_DRAFT}changes/", views.draft_changes, name="draft-changes"),
    path(f"{_DRAFT}preview/", views.preview, name="draft-preview"),
    path(f"{_DRAFT}parts/<str:part>/", views.part, name="draft-part"),
    path(f"{_DRAFT}parts/<str:part>/add/", views.add, name="draft-add"),
    path(f"{_DRAFT}parts/<str:part>/items/<str:key>/", views.item, name="draft-item"),
    *(page.path("editions/") for page in views.EDITION_VERBS),
    *(page.path("drafts/") for page in views.DRAFT_VERBS),
]
