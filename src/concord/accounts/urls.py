from django.urls import path

from concord.accounts import views

app_urls = [
    path("people/", views.people, name="people"),
    path("tokens/", views.tokens, name="tokens"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<str:ref>/", views.person, name="person"),
    *(page.path("people/") for page in views.VERBS),
]
demo_urls = [
    path("", views.demo, name="demo"),
    path("outbox/", views.demo_outbox, name="demo-outbox"),
    path("sign-in/<int:number>/", views.demo_sign_in, name="demo-sign-in"),
]
no_second_address = views.no_second_address
