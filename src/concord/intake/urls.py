from django.urls import path

from concord.intake import views

public_urls = [
    path("", views.ask, name="ask"),
    path("status/<str:token>/", views.status, name="request-status"),
    path("status/<str:token>/withdraw/", views.withdraw, name="request-withdraw"),
]
app_urls = [
    path("requests/", views.requests, name="requests"),
    path("requests/<str:ref>/", views.detail, name="request"),
    *(page.path("requests/") for page in views.VERBS),
]
