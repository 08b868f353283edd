"""Every address of the application: the public forms, the desk under /app/, sign-in, and the public site's files."""

from django.conf import settings
from django.urls import include, path

import concord.accounts.urls
import concord.agencies.urls
import concord.api.urls
import concord.desk.urls
import concord.engagements.urls
import concord.evidence.urls
import concord.findings.urls
import concord.intake.urls
import concord.partners.urls
import concord.programme.urls
import concord.publishing.urls
import concord.reforms.urls
import concord.workplans.urls
from concord.core.health import healthz, readyz

handler400 = "concord.core.middleware.bad_request"
handler404 = "concord.core.middleware.not_found"
handler429 = "concord.core.middleware.too_many"  # allauth looks for it here
handler500 = "concord.core.middleware.unexpected"

_APPS = (
    concord.desk.urls,
    concord.accounts.urls,
    concord.agencies.urls,
    concord.partners.urls,
    concord.programme.urls,
    concord.intake.urls,
    concord.engagements.urls,
    concord.workplans.urls,
    concord.evidence.urls,
    concord.findings.urls,
    concord.reforms.urls,
    concord.publishing.urls,
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/email/", concord.accounts.urls.no_second_address),  # the library would write it outside a verb
    path("accounts/", include("allauth.urls")),
    path("request/", include(concord.intake.urls.public_urls)),
    path("follow/", include(concord.publishing.urls.public_urls)),
    path("calendar/", include(concord.desk.urls.public_urls)),
    path("api/v1/", include(concord.api.urls.api_urls)),
    *(path("app/", include(app.app_urls)) for app in _APPS),
    *([path("demo/", include(concord.accounts.urls.demo_urls))] if settings.CONCORD_DEMO else []),
]
