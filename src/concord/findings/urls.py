from django.urls import path

from concord.findings import views

app_urls = [
    path("engagements/<str:ref>/findings/", views.of_engagement, name="engagement-findings"),
    path("findings/<str:ref>/", views.finding, name="finding"),
    *(page.path("focus-areas/") for page in views.AREA_VERBS),
    *(page.path("findings/") for page in views.FINDING_VERBS),
    *(page.path("recommendations/") for page in views.RECOMMENDATION_VERBS),
]
