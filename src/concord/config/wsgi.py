"""The WSGI application: the built public site first, the application behind it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from concord.publishing.serve import PublicSite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord.config.settings")
application = PublicSite(get_wsgi_application(), settings.CONCORD_PUBLIC_SITE)
