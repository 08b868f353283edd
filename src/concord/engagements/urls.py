from django.urls import path

from concord.engagements.views import agreements, deliveries, engagement, office, recusing, team, together

_ON_ENGAGEMENT = [
    *engagement.ENGAGEMENT_VERBS,
    agreements.DRAFT,
    deliveries.PLAN,
    *together.TOGETHER_VERBS,
    *office.ELIGIBILITY_VERBS,
    *office.COMPONENT_VERBS,
    *office.EFFORT_VERBS,
]
_ON_PARTS = {
    "agreements/": agreements.AGREEMENT_VERBS,
    "deliveries/": deliveries.DELIVERY_VERBS,
    "expectations/": together.EXPECTATION_VERBS,
    "satisfaction/": together.SURVEY_VERBS,
    "concerns/": together.ESCALATION_VERBS,
    "tier-changes/": together.TIER_VERBS,
    "eligibility/": office.REVIEW_VERBS,
    "effort/": office.ENTRY_VERBS,
}
app_urls = [
    path("engagements/", engagement.engagements, name="engagements"),
    path("engagements/<str:ref>/", engagement.engagement, name="engagement"),
    path("engagements/<str:ref>/team/", team.team, name="engagement-team"),
    path("engagements/<str:ref>/agreements/", agreements.agreements, name="agreements"),
    path("engagements/<str:ref>/deliveries/", deliveries.deliveries, name="deliveries"),
    path("engagements/<str:ref>/together/", together.together, name="together"),
    path("engagements/<str:ref>/eligibility/", office.eligibility, name="eligibility"),
    path("engagements/<str:ref>/effort/", office.effort, name="effort"),
    path("focus-areas/<str:ref>/", engagement.focus_area, name="focus-area"),
    path("agreements/<str:ref>/", agreements.agreement, name="agreement"),
    path("agreements/<str:ref>/copies/<str:signatory>/", agreements.copy, name="agreement-copy"),
    path("agreements/<str:ref>/download.<str:ending>", agreements.download, name="agreement-download"),
    path("deliveries/<str:ref>/", deliveries.delivery, name="delivery"),
    path("check-ins/<str:ref>/", together.check_in, name="check-in"),
    path("expectations/<str:ref>/", together.expectation, name="expectation"),
    path("satisfaction/<str:ref>/", together.survey, name="satisfaction"),
    path("concerns/<str:ref>/", together.escalation, name="escalation"),
    path("tier-changes/<str:ref>/", together.tier_change, name="tier-change"),
    path("eligibility/<str:ref>/", office.review, name="eligibility-review"),
    engagement.OPEN_FROM.path("requests/"),
    *(page.path("requests/") for page in engagement.WITHDRAWALS),
    recusing.RECUSE.path("conflicts/"),
    agreements.DRAFT_FOR_REQUEST.path("requests/"),
    *(page.path("engagements/") for page in _ON_ENGAGEMENT),
    *(page.path(prefix) for prefix, pages in _ON_PARTS.items() for page in pages),
]
