from django.urls import path

from concord.intake import views

public_urls = [
    path("", views.start, name="ask"),
    path("check/", views.check, name="request-self-check"),
    path("start/", views.begin, name="request-begin"),
    path("d/<str:token>/", views.draft, name="request-draft"),
    path("d/<str:token>/later/", views.later, name="request-later"),
    path("d/<str:token>/check/", views.check_answers, name="request-check"),
    path("d/<str:token>/<str:step>/", views.page, name="request-step"),
    path("authorize/<str:token>/", views.authorize, name="request-authorize"),
    path("status/<str:token>/", views.status, name="request-status"),
    path("status/<str:token>/reply/", views.reply, name="request-reply"),
    path("status/<str:token>/file/", views.attach, name="request-attach"),
    path("status/<str:token>/files/<int:number>/", views.file, name="request-status-file"),
    path("status/<str:token>/chief/", views.chief, name="request-chief"),
    path("status/<str:token>/again/", views.again, name="request-again"),
    path("status/<str:token>/letters/", views.letters_by_link, name="request-letters"),
    path("status/<str:token>/withdraw/", views.withdraw, name="request-withdraw"),
]
app_urls = [
    path("requests/", views.requests, name="requests"),
    path("requests/receive/", views.receive, name="request-receive"),
    path("requests/<str:ref>/", views.detail, name="request"),
    path("requests/<str:ref>/files/<int:number>/", views.request_file, name="request-file"),
    path("requests/<str:ref>/letters/", views.letters, name="letters"),
    *(page.path("requests/") for page in views.VERBS),
]
