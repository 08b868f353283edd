from django.urls import path

from concord.evidence.views import foia, identities, items, retention

app_urls = [
    path("engagements/<str:ref>/evidence/", items.evidence, name="evidence"),
    path("evidence/<str:ref>/", items.item, name="evidence-item"),
    path("evidence/<str:ref>/file/", items.file, name="evidence-file"),
    path("evidence/<str:ref>/redacted/", items.redacted, name="redaction"),
    items.LOG.path("focus-areas/"),
    *(page.path("evidence/") for page in items.ITEM_VERBS),
    path("engagements/<str:ref>/identities/", identities.identities, name="identities"),
    identities.KEEP.path("engagements/"),
    path("identities/<str:ref>/", identities.identity, name="identity"),
    *(page.path("identities/") for page in identities.IDENTITY_VERBS),
    path("openings/", identities.openings, name="identity-openings"),
    path("openings/<str:ref>/", identities.opening, name="identity-opening"),
    *(page.path("openings/") for page in identities.OPENING_VERBS),
    path("engagements/<str:ref>/foia/", foia.foia_sets, name="foia-sets"),
    foia.PREPARE.path("engagements/"),
    path("foia/<str:ref>/", foia.foia_set, name="foia-set"),
    path("foia/<str:ref>/file/", foia.foia_file, name="foia-file"),
    *(page.path("foia/") for page in foia.SET_VERBS),
    path("retention/", retention.retention, name="retention"),
    path("retention/propose/", retention.propose, name="retention-propose"),
    path("disposals/<str:ref>/", retention.disposal, name="retention-disposal"),
    *(page.path("disposals/") for page in retention.DISPOSAL_VERBS),
    path("holds/", retention.holds, name="holds"),
    path("holds/place/", retention.place, name="hold-place"),
    path("holds/<str:ref>/", retention.hold, name="hold"),
    *(page.path("holds/") for page in retention.HOLD_VERBS),
]
