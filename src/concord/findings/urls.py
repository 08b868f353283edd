from django.urls import path

from concord.findings.views import claims, grounds, statements

app_urls = [
    path("engagements/<str:ref>/findings/", statements.of_engagement, name="engagement-findings"),
    path("findings/<str:ref>/", statements.finding, name="finding"),
    *(page.path("focus-areas/") for page in statements.AREA_VERBS),
    *(page.path("findings/") for page in statements.FINDING_VERBS),
    *(page.path("recommendations/") for page in statements.RECOMMENDATION_VERBS),
    path("engagements/<str:ref>/claims/", claims.claims, name="engagement-claims"),
    path("claims/<str:ref>/", claims.claim, name="claim"),
    path("engagements/<str:ref>/matrix/", grounds.triangulation, name="triangulation"),
    path("engagements/<str:ref>/justification/", grounds.of_engagement, name="engagement-justification"),
    path("recommendations/<str:ref>/justification/", grounds.of_recommendation, name="justification"),
    claims.MAKE.path("focus-areas/"),
    *(page.path("claims/") for page in claims.CLAIM_VERBS),
]
