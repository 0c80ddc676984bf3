"""Settings, from the environment only (docs/configuration.md lists them); the defaults are safe for the trial."""

import importlib.util
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.addresses import is_public
from config.logs import configure as configure_logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# ---- where it runs -------------------------------------------------------------------------------------------------
PRODUCTION = env.bool("PRODUCTION", default=False)


def _in_trial(default: str) -> Any:
    """The default of a trial; in production the setting is required, and it does not start without it."""
    return env.NOTSET if PRODUCTION else default


DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default=_in_trial("http://localhost:8000")).rstrip("/")
_site = urlsplit(SITE_URL)
if PRODUCTION and _site.scheme != "https":
    raise ImproperlyConfigured("SITE_URL must be the public https address: it is printed in every QR code.")
# A dead QR is never printed on a real certificate (design §3.11).
DOCUMENTS_ARE_SPECIMENS = not is_public(SITE_URL)
_key = DATA_DIR / "secret_key"  # start.py makes it
SECRET_KEY = env.str("SECRET_KEY", default=_in_trial(_key.read_text() if _key.exists() else "trial-only-" + "k" * 50))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if _site.scheme == "https" else []
# How many reverse proxies stand in front: 0 means that X-Forwarded-For is not believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_https = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

# ---- what it is made of --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "people",
    "courses",
    "assessment",
    "certificates",
    "postcourse",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "config.apps.StaticFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_structlog",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # What follows is for pages that know who is looking.
    "config.middleware.PublicMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]
ROOT_URLCONF = "config.urls"
PUBLIC_URLCONF = "certificates.urls_public"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.shell",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=_in_trial(f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # With recursive triggers the register's refusals hold for INSERT OR REPLACE, too (certificates.guarding).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
REDIS_URL = env.str("REDIS_URL", default=_in_trial("redis://127.0.0.1:6379/0"))
CACHES = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Uploaded and generated files are private: no URL serves this folder, views hand files out.
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
_bootstrap = importlib.util.find_spec("bootstrap")
_bootstrap_css = Path(_bootstrap.submodule_search_locations[0]) / "css" if _bootstrap else BASE_DIR / "static"  # type: ignore[index]
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap/css", _bootstrap_css)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "ico", "woff2", "map")

# ---- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("DEFAULT_LANGUAGE", default="kk")
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# ---- who signs in --------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "people.forms_account.RequestLoginCodeForm",
    "reset_password": "people.forms_account.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; with "password1" absent allauth would take the password out of the sign-in form, too.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# The page that adds one is closed (config.urls); if it ever opens, there is still no second address.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# Accounts are given by the organisation: a user with a password has no "verified" address in the sense of allauth.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Basqaru"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https


def _hours(name: str, text: str) -> tuple[int, int] | None:
    """21-8: from 21:00 to 08:00; nothing where no hours are quiet."""
    if not text.strip():
        return None
    begin, _dash, end = text.strip().partition("-")
    if not all(part.isascii() and part.isdecimal() and int(part) < 24 for part in (begin, end)) or begin == end:
        raise ImproperlyConfigured(f"{name} must be two hours of the day, as 21-8, or nothing.")
    return int(begin), int(end)


def _at_least_one(name: str, number: int) -> int:
    """With none a day, whatever can wait would wait for ever."""
    if number < 1:
        raise ImproperlyConfigured(f"{name} must be 1 or more.")
    return number


# ---- mail ----------------------------------------------------------------------------------------------------------
# In the trial mail is written to files that only the administrator of the machine reads.
vars().update(env.email_url("EMAIL_URL", default=_in_trial(f"filemail:///{DATA_DIR / 'mail'}")))
EMAIL_TIMEOUT = 20
# Local hours in which nobody is written to what can wait (people/kinds.py).
QUIET_HOURS = _hours("QUIET_HOURS", env.str("QUIET_HOURS", default="21-8"))
# Of what can wait, a person gets so many messages a day; the others come together the next morning.
DAILY_MESSAGES = _at_least_one("DAILY_MESSAGES", env.int("DAILY_MESSAGES", default=3))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Basqaru <basqaru@{_site.hostname or 'localhost'}>")

# ---- background work -----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) if REDIS_URL.startswith("unix:") else REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request that nudges does not wait for a broker that is down; workers have retries of their own.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TIMEZONE = TIME_ZONE
# Whoever runs shows signs of life (config/pulse.py).
CELERY_BEAT_SCHEDULER = "config.pulse:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
_BEAT = {
    "send the outbox": {"task": "people.tasks.send_outbox", "schedule": 60.0},
    "count checks": {"task": "certificates.tasks.fold_checks", "schedule": 60.0},
    "forget who reported a forgery": {"task": "certificates.tasks.sweep_forgery_contacts", "schedule": 3600.0},
    "forget who checks lists no more": {"task": "certificates.tasks.sweep_checkers", "schedule": 3600.0},
    "clear old sessions": {"task": "people.tasks.clear_sessions", "schedule": 3600.0},
    "render documents": {"task": "certificates.tasks.sweep_renders", "schedule": 60.0},
    "remind of retakes": {"task": "assessment.tasks.sweep_retakes", "schedule": 3600.0},
    "plan support": {"task": "postcourse.tasks.sweep_plans", "schedule": 60.0},
    "remind of renewals": {"task": "postcourse.tasks.sweep_renewals", "schedule": 600.0},
    "invite and remind": {"task": "postcourse.tasks.sweep_due", "schedule": 60.0},
    "tell of webinars": {"task": "postcourse.tasks.sweep_webinars", "schedule": 60.0},
    "begin and remind of implementations": {"task": "postcourse.tasks.sweep_implementations", "schedule": 60.0},
    "tell of the network": {"task": "postcourse.tasks.sweep_digests", "schedule": 300.0},
    "invite to the survey": {"task": "assessment.tasks.sweep_surveys", "schedule": 60.0},
}
# What nobody had time for until its next turn is not done twice then.
CELERY_BEAT_SCHEDULE = {name: {**entry, "options": {"expires": entry["schedule"]}} for name, entry in _BEAT.items()}

# ---- documents -----------------------------------------------------------------------------------------------------
# Papers of Kazakh cohorts carry Russian and English glosses.
PAPER_WITH_GLOSSES = env.bool("PAPER_WITH_GLOSSES", default=False)
# How many days before its last one a certificate is said to expire soon.
EXPIRES_SOON_DAYS = env.int("EXPIRES_SOON_DAYS", default=90)
# For so long what somebody says of themselves in a report of a forgery is kept.
FORGERY_CONTACT_MONTHS = env.int("FORGERY_CONTACT_MONTHS", default=12)
# For so long after a report was settled its photo and its words are kept.
FORGERY_FILE_MONTHS = env.int("FORGERY_FILE_MONTHS", default=12)
# A registration to check lists that was not used for so long is ended.
CHECKER_MONTHS = env.int("CHECKER_MONTHS", default=24)
# With fewer protected blanks of a kind ready, the organiser is told to order new ones.
BLANKS_LOW = env.int("BLANKS_LOW", default=30)

# ---- attendance ----------------------------------------------------------------------------------------------------
# For so many days after a session what was said of its attendance is corrected without a reason.
ATTENDANCE_CORRECTION_DAYS = env.int("ATTENDANCE_CORRECTION_DAYS", default=3)


# ---- support after the course: what the programme leaves open (§9) ------------------------------------------------
def _figures(name: str, text: str, lowest: int, highest: int, *, most: int = 1) -> list[int]:
    figures = [int(part) for part in text.split(",") if part.strip().isascii() and part.strip().isdecimal()]
    grow = all(one < next_one for one, next_one in pairwise(figures))
    count = text.count(",") + 1
    if len(figures) != count or count > most or not grow or not lowest <= figures[0] <= figures[-1] <= highest:
        raise ImproperlyConfigured(f"{name} must be from {lowest} to {highest}, of several the smallest first.")
    return figures


# Contacts, in months after the issue date.
SUPPORT_MONTHS = _figures("SUPPORT_MONTHS", env.str("SUPPORT_MONTHS", default="1,3,6,12"), 1, 60, most=12)
# A criterion below this share of its maximum gets a consultation of its own.
[SUPPORT_WEAK_PERCENT] = _figures("SUPPORT_WEAK_PERCENT", env.str("SUPPORT_WEAK_PERCENT", default="60"), 0, 100)
# A consultation is moved at least so long before. Nothing is planned nearer than two days, so that is the most.
[SUPPORT_NOTICE_HOURS] = _figures("SUPPORT_NOTICE_HOURS", env.str("SUPPORT_NOTICE_HOURS", default="24"), 1, 48)

# ---- what a page may load ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# ---- logs: who did what is in the database; a log line carries no personal data -----------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "config.logs.WithoutPersonalData"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "django_structlog": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
configure_logs()
