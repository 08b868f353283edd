from django.urls import path

from concord.evidence.views import advice, data_sets, fieldwork, items, requests

app_urls = [
    path("engagements/<str:ref>/evidence/", items.evidence, name="evidence"),
    path("evidence/<str:ref>/", items.item, name="evidence-item"),
    path("evidence/<str:ref>/file/", items.file, name="evidence-file"),
    items.LOG.path("focus-areas/"),
    items.WITHDRAW.path("evidence/"),
    path("engagements/<str:ref>/fieldwork/", fieldwork.fieldwork, name="fieldwork"),
    path("engagements/<str:ref>/fieldwork/counts/", fieldwork.counts, name="fieldwork-counts"),
    path("fieldwork/<str:ref>/", fieldwork.fieldwork_one, name="fieldwork-one"),
    path("fieldwork/<str:ref>/notes/", fieldwork.notes, name="fieldwork-notes"),
    fieldwork.BOOK.path("focus-areas/"),
    fieldwork.WAIVE.path("focus-areas/"),
    *(page.path("fieldwork/") for page in fieldwork.FIELDWORK_VERBS),
    path("engagements/<str:ref>/document-requests/", requests.document_requests, name="document-requests"),
    path("document-requests/<str:ref>/", requests.document_request, name="document-request"),
    requests.ASK.path("focus-areas/"),
    *(page.path("document-requests/") for page in requests.REQUEST_VERBS),
    path("engagements/<str:ref>/data-sets/", data_sets.data_sets, name="data-sets"),
    path("data-sets/<str:ref>/", data_sets.data_set, name="data-set"),
    data_sets.REGISTER.path("focus-areas/"),
    data_sets.WITHDRAW.path("data-sets/"),
    path("engagements/<str:ref>/advice/", advice.advice, name="advice"),
    path("advice/<str:ref>/", advice.advice_one, name="advice-one"),
    advice.LOG.path("focus-areas/"),
    advice.ANSWER.path("advice/"),
]
