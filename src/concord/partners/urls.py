from django.urls import path

from concord.partners import views

app_urls = [
    path("providers/", views.providers, name="providers"),
    path("providers/add/", views.add_provider, name="provider-add"),
    path("providers/<str:ref>/", views.provider, name="provider"),
    *(page.path("providers/") for page in views.PROVIDER_VERBS),
    path("experts/", views.experts, name="experts"),
    path("experts/add/", views.add_expert, name="expert-add"),
    path("experts/match/", views.match, name="expert-match"),
    path("experts/<str:ref>/", views.expert, name="expert"),
    *(page.path("experts/") for page in views.EXPERT_VERBS),
    path("conflicts/", views.conflicts, name="conflicts"),
    path("conflicts/ask/", views.ask, name="conflict-ask"),
    path("conflicts/<str:ref>/", views.conflict, name="conflict"),
    *(page.path("conflicts/") for page in views.CONFLICT_VERBS),
]
