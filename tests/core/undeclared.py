"""An address whose view declares no rule, for the check that finds it."""

from django.urls import include, path

from tests.core.pages import ok, open_to_all

urlpatterns = [
    path("open/", open_to_all),
    path("app/", include([path("forgotten/<str:ref>/", ok)])),
]
