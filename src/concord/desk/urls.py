from django.urls import path

from concord.desk import views

app_urls = [
    path("", views.home, name="desk"),
    path("history/<str:ref>/", views.thing_history, name="history"),
    path("audit/", views.audit, name="audit"),
]
