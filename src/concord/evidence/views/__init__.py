"""Pages of evidence, by what they are about."""

from concord.evidence.views import advice, data_sets, fieldwork, foia, identities, items, requests, retention

VERBS = [
    *items.VERBS,
    *fieldwork.VERBS,
    *requests.VERBS,
    *data_sets.VERBS,
    *advice.VERBS,
    *identities.VERBS,
    *foia.VERBS,
    *retention.VERBS,
]
