from django.urls import path
from django.views.decorators.cache import cache_page
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView

from concord.api import coding, evidence, findings
from concord.core.access import by_token, public

_schema = cache_page(3600)(SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer2]))  # it never changes

api_urls = [
    path("schema", public(_schema), name="api-schema"),
    path("coding-rounds", by_token(coding.CodingRoundList.as_view()), name="api-coding-rounds"),
    path("coding-rounds/<str:ref>", by_token(coding.CodingRoundOne.as_view()), name="api-coding-round"),
    path("coding-rounds/<str:ref>/codings", by_token(coding.CodingList.as_view()), name="api-codings"),
    path("evidence", by_token(evidence.EvidenceList.as_view()), name="api-evidence"),
    path("evidence/<str:ref>", by_token(evidence.EvidenceOne.as_view()), name="api-evidence-one"),
    path("evidence/<str:ref>/withdraw", by_token(evidence.EvidenceWithdraw.as_view()), name="api-evidence-withdraw"),
    path("findings", by_token(findings.FindingList.as_view()), name="api-findings"),
    path("findings/<str:ref>", by_token(findings.FindingOne.as_view()), name="api-finding"),
    path("findings/<str:ref>/reword", by_token(findings.FindingReword.as_view()), name="api-finding-reword"),
    path("findings/<str:ref>/citations", by_token(findings.FindingCite.as_view()), name="api-finding-cite"),
    path("findings/<str:ref>/submit", by_token(findings.FindingSubmit.as_view()), name="api-finding-submit"),
    path(
        "findings/<str:ref>/recommendations",
        by_token(findings.FindingRecommend.as_view()),
        name="api-finding-recommend",
    ),
    path("recommendations", by_token(findings.RecommendationList.as_view()), name="api-recommendations"),
    path("recommendations/<str:ref>", by_token(findings.RecommendationOne.as_view()), name="api-recommendation"),
]
