from django.urls import path

from concord.agencies import views

app_urls = [
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/add/", views.add, name="agency-add"),
    path("agencies/<str:ref>/", views.agency, name="agency"),
    *(page.path("agencies/") for page in views.VERBS),
]
