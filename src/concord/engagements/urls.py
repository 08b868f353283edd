from django.urls import path

from concord.engagements import views

app_urls = [
    path("engagements/", views.engagements, name="engagements"),
    path("engagements/<str:ref>/", views.engagement, name="engagement"),
    path("focus-areas/<str:ref>/", views.focus_area, name="focus-area"),
    views.OPEN_FROM.path("requests/"),
    *(page.path("engagements/") for page in views.ENGAGEMENT_VERBS),
]
