from django.urls import path

from concord.reforms import views

app_urls = [
    path("recommendations/", views.recommendations, name="recommendations"),
    path("recommendations/<str:ref>/", views.recommendation, name="recommendation"),
    path("engagements/<str:ref>/recommendations/", views.of_engagement, name="engagement-recommendations"),
    path("measures/<str:ref>/", views.measure, name="measure"),
    path("reforms/<str:ref>/", views.reform, name="reform"),
    *(page.path("recommendations/") for page in views.RECOMMENDATION_VERBS),
    *(page.path("measures/") for page in views.MEASURE_VERBS),
    *(page.path("reforms/") for page in views.REFORM_VERBS),
]
