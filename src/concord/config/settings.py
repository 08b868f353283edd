"""All settings, from a few environment variables; docs/reference/index.md lists them."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from concord.config.database import databases
from concord.config.environment import flag, some_of, text, whole_number
from concord.core import secret_file

CONCORD_HOME = Path(text("CONCORD_HOME", "var")).resolve()
CONCORD_DEMO = flag("CONCORD_DEMO")
CONCORD_PUBLICATION_NOTICE_H = whole_number("CONCORD_PUBLICATION_NOTICE_H", 0 if CONCORD_DEMO else 24)
CONCORD_HOST = text("CONCORD_HOST", "localhost")
CONCORD_PORT = int(text("PORT", "8000"))
CONCORD_MASTER_KEY_FILE = text("CONCORD_MASTER_KEY_FILE", str(CONCORD_HOME / "keys" / "master.key"))
CONCORD_PUBLIC_SITE = CONCORD_HOME / "public"
CONCORD_PUBLIC_LANGUAGES = some_of("CONCORD_PUBLIC_LANGUAGES", "en es", with_="en")  # the first is the one that holds
CONCORD_PUBLIC_PUSH = text("CONCORD_PUBLIC_PUSH", "")  # a folder, or s3://bucket/prefix; unset, nothing is copied
AWS_REGION = text("AWS_REGION", "us-east-1")
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY = text("AWS_ACCESS_KEY_ID", ""), text("AWS_SECRET_ACCESS_KEY", "")
AWS_SESSION_TOKEN = text("AWS_SESSION_TOKEN", "")
CONCORD_S3_ENDPOINT = text("CONCORD_S3_ENDPOINT", f"https://s3.{AWS_REGION}.amazonaws.com")
CONCORD_FORM_GUARD = not flag("CONCORD_NO_FORM_GUARD")  # off only where the public forms are measured
CONCORD_FILE_LIMIT_MB = int(text("CONCORD_FILE_LIMIT_MB", "50"))
CONCORD_CLAMD = text("CONCORD_CLAMD", "")  # unix:///run/clamav/clamd.ctl or tcp://host:3310; unset, none scans
CONCORD_BASE_URL = text("CONCORD_BASE_URL", f"http://{CONCORD_HOST}:{CONCORD_PORT}")
_LOCAL = ("localhost", "127.0.0.1", "[::1]")

for _name in (urlsplit(f"//{CONCORD_HOST}").hostname, urlsplit(CONCORD_BASE_URL).hostname):
    if CONCORD_DEMO and _name not in ("localhost", "127.0.0.1", "::1"):
        sys.exit(
            f"CONCORD_DEMO=1 signs anybody in with one click, so it refuses the public host name {_name!r}. "
            "Unset CONCORD_DEMO, or set CONCORD_HOST=localhost and no CONCORD_BASE_URL."
        )


def _secret_key() -> str:
    """Return the signing key: from the environment, else made once in the data folder."""
    if given := os.environ.get("CONCORD_SECRET_KEY"):
        return given
    place = CONCORD_HOME / "keys" / "signing.key"
    secret_file.keep(place, secrets.token_urlsafe(50))
    return place.read_text()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [*_LOCAL, CONCORD_HOST]
CSRF_TRUSTED_ORIGINS = [CONCORD_BASE_URL] if CONCORD_BASE_URL.startswith("https") else []
_HTTPS = CONCORD_BASE_URL.startswith("https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("CONCORD_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "concord.accounts",  # before allauth: its sign-in pages wear our templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "concord.core",
    "concord.core.tasks",
    "concord.core.telling",
    "concord.agencies",
    "concord.programme",
    "concord.partners",
    "concord.intake",
    "concord.engagements",
    "concord.workplans",
    "concord.evidence",
    "concord.findings",
    "concord.reforms",
    "concord.publishing",
    "concord.desk",
]
MIDDLEWARE = [
    "concord.core.middleware.content_security_policy",  # the outermost, so that no answer goes without
    "concord.core.middleware.one_page",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "concord.accounts.middleware.second_factor",
    "concord.core.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "concord.core.middleware.csrf_failure"
ROOT_URLCONF = "concord.config.urls"
WSGI_APPLICATION = "concord.config.wsgi.application"
_SOURCE = Path(__file__).resolve().parent.parent
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_SOURCE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "concord.desk.context.chrome",
            ],
            "builtins": ["concord.core.templatetags.concord"],
        },
    }
]
FORM_RENDERER = "concord.core.forms.Renderer"

DATABASES = databases(CONCORD_HOME, owner=text("CONCORD_DB_ROLE", "app") == "owner")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "concord.accounts.backend.Backend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/app/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "concord.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited to an address; the invitation proves it
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the library's own is whatever host the browser asked for
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after SESSION_COOKIE_AGE
MFA_ADAPTER = "concord.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Concord"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has proved the address; else nobody could add a second factor
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "concord.core.middleware.too_many"

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["concord.api.authenticating.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["concord.api.authenticating.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["concord.api.authenticating.ReadRate", "concord.api.authenticating.WriteRate"],
    "DEFAULT_THROTTLE_RATES": {"read": "600/min", "write": "120/min"},  # of one person, in each process
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "concord.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Concord",
    "DESCRIPTION": "Evidence and findings of collaborative reform, for programs that act as a person.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "concord.api.describing.nothing_more"],
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = CONCORD_HOME / "static"  # stays empty: whitenoise finds the files where they are, but wants the folder
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [_SOURCE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
EMAIL_HOST, EMAIL_PORT = text("EMAIL_HOST", "localhost"), int(text("EMAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = text("CONCORD_MAIL_FROM", f"no-reply@{CONCORD_HOST}")

LOGGING_CONFIG = "concord.config.logs.configure"
LOGGING: dict[str, Any] = {"version": 1}  # not empty: only then is LOGGING_CONFIG called
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
