"""Every setting. Environments differ by values, not by code: see `.env.example` for each variable."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.databases import with_options
from config.schedule import SCHEDULE as CELERY_BEAT_SCHEDULE  # noqa: F401 - a setting

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

SAMPLE_SECRETS = {"", "change-me", "secret"}


def required(name: str, what_to_do: str) -> str:
    """Return the variable `name`, or stop the start with one sentence that says what to do."""
    value: str = env.str(name, default="")
    if value in SAMPLE_SECRETS:
        raise ImproperlyConfigured(f"{name} is not set; {what_to_do}")
    return value


# -- What kind of place this is ------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
# A demonstration shows its mail on a page and says on every page that its people are invented.
DEMO = env.bool("DEMO", default=False)
# The demonstration's one password; everybody else in it signs in by a code.
DEMO_STAFF_PASSWORD = env.str("DEMO_STAFF_PASSWORD", default="")
# Where the source of this site can be had (AGPL-3.0, section 13): a link in the footer.
SOURCE_URL = env.str("SOURCE_URL", default="")
# Where somebody who finds a way in tells of it (security.txt): an address of a page, or mailto:.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
SECRET_KEY = required(
    "SECRET_KEY",
    "put a long random value in the environment, or run `make run`, which makes one for a demonstration.",
)
# Those in use before it: what they signed or kept can still be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not DEMO and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short; use at least 50 random characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set; list the host names of this site, separated by commas.")
# The address people see, for links in e-mails: no request is at hand when they are written.
SITE_URL = env.str("SITE_URL", default=f"http://{ALLOWED_HOSTS[0]}:8000" if DEMO else f"https://{ALLOWED_HOSTS[0]}")
HTTPS = SITE_URL.startswith("https://")
# How many proxies of our own stand before the web server.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# -- What it is made of ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "kit",
    "outbox",
    "accounts",
    "programmes",
    "stakeholders",
    "phases",
    "consultations",
    "findings",
    "actions",
    "line",
    "stocktakes",
    "public",
    "digests",
    "privacy",
    "desk",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    # Reads each room's rules.py, so that permissions are known wherever they are asked.
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # The form renderer finds templates in installed rooms, so that ours can stand beside Django's.
    "django.forms",
]

MIDDLEWARE = [
    # Stands first: a page that was drawn already costs one query and nothing else.
    "programmes.middleware.KeptPagesMiddleware",
    "config.middleware.HeadersMiddleware",
    "config.middleware.KeptByNobodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.WordsKeptMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.LooksMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# What stands on nearly every page: days, for whom a form was drawn, how people write to us, words called otherwise.
BUILTINS = [f"kit.templatetags.{name}" for name in ("days", "form_tokens", "said")]
BUILTINS += [f"programmes.templatetags.{name}" for name in ("contact", "nouns")]
OF_APPS = "django.template.loaders.app_directories.Loader"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # What people wrote keeps its direction: each value in the text of a page goes through `said`.
            "loaders": [("django.template.loaders.cached.Loader", ["kit.template_loader.Loader", OF_APPS])],
            "builtins": BUILTINS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programmes.context_processors.site",
                "kit.looks.looked",
            ],
        },
    }
]

# -- Where it keeps things ------------------------------------------------------------------------

DATABASES = {
    "default": with_options(
        env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'throughline.sqlite3'}"),
        test_file=DATA_DIR / "test.sqlite3",
        pool_size=env.int("DATABASE_POOL_SIZE", default=10),
    )
}

# How much memory each web process spends on public pages as they were drawn, in millions of bytes; 0 keeps none.
KEPT_PAGES_MB = env.int("KEPT_PAGES_MB", default=32)
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # A page that waits for a silent Redis soon says that it cannot.
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
else:
    # Shared by every process on this machine, so that sign-in limits count once.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
            # Beyond this, entries are dropped at random: a hall's worth of limits fits many times over.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
# Photographs as they were sent, until they are drawn anew: nothing is ever served from here.
SENT_ROOT = DATA_DIR / "sent"
# How much of that is taken from strangers for one programme in a day, in millions of bytes: a hall of 150 fits.
HAND_IN_MB_A_DAY = env.int("HAND_IN_MB_A_DAY", default=4000)
ERASURES_FILE = DATA_DIR / "privacy" / "erasures.log"
# For how many months of 30 days it is kept who handed in a poster, or told of a conversation.
HAND_IN_KEPT_MONTHS = env.int("HAND_IN_KEPT_MONTHS", default=24)
# Which rule shows counts of people (docs/small-numbers.md): chosen before the first is public, never changed later.
SMALL_NUMBERS = env.str("SMALL_NUMBERS", default="star7")
if SMALL_NUMBERS not in {"star7", "lt10"}:
    raise ImproperlyConfigured("SMALL_NUMBERS is neither star7 nor lt10; choose one.")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "kit.uploads.UploadHandler"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kit.static_files.HashedStorage"},
}

# -- Work outside the request ---------------------------------------------------------------------

CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long the broker is away, the worker waits for it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A caller that rings the doorbell while Redis is away gives up at once: the row is the queue.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
    }
    CELERY_TASK_PUBLISH_RETRY = False
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": DATA_DIR / "celery" / "queue",
        "data_folder_out": DATA_DIR / "celery" / "queue",
        "control_folder": DATA_DIR / "celery" / "control",
        "polling_interval": 0.2,
    }
    for folder in ("queue", "control"):
        (DATA_DIR / "celery" / folder).mkdir(parents=True, exist_ok=True)
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
DATA_DIR.mkdir(parents=True, exist_ok=True)

# -- E-mail ---------------------------------------------------------------------------------------

# `page:` keeps mail on a page of the demonstration; `smtp://user:password@host:port` (or `smtp+tls://`) sends it.
EMAIL_URL = env.str("EMAIL_URL", default="page:" if DEMO else "")
if not EMAIL_URL:
    raise ImproperlyConfigured("EMAIL_URL is not set; give the relay as smtp+tls://user:password@host:587.")
if EMAIL_URL == "page:" and not DEMO:
    raise ImproperlyConfigured("EMAIL_URL=page: shows mail on a page and is only for DEMO=true; give a relay.")
EMAIL_BACKEND = "outbox.backend.OutboxEmailBackend"
OUTBOX_TRANSPORTS = {
    "page": "outbox.transports.page.PageTransport",
    "smtp": "outbox.transports.smtp.SMTPTransport",
    "smtp+tls": "outbox.transports.smtp.SMTPTransport",
    "smtp+ssl": "outbox.transports.smtp.SMTPTransport",
    "notify": "outbox.transports.notify.NotifyTransport",
}
# Whether a message of which nobody knows if it went is sent once more (`resend`) or waits for a person (`hold`).
OUTBOX_UNCERTAIN = env.str("OUTBOX_UNCERTAIN", default="resend")
# What the relay allows: connections at once (one more is kept for sign-in codes), messages a minute (0: no limit).
OUTBOX_CONNECTIONS = env.int("OUTBOX_CONNECTIONS", default=4)
OUTBOX_PER_MINUTE = env.int("OUTBOX_PER_MINUTE", default=0)
# Time limits: an answer, a message, and (twice that or more) a silent worker, which with a sign-in code has less.
OUTBOX_REPLY_SECONDS = env.float("OUTBOX_REPLY_SECONDS", default=60)
OUTBOX_MESSAGE_SECONDS = env.float("OUTBOX_MESSAGE_SECONDS", default=240)
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=600)
OUTBOX_FAST_LEASE_SECONDS = env.float("OUTBOX_FAST_LEASE_SECONDS", default=120)
if OUTBOX_UNCERTAIN not in {"resend", "hold"}:
    raise ImproperlyConfigured("OUTBOX_UNCERTAIN is neither resend nor hold; choose one.")
if OUTBOX_LEASE_SECONDS < 2 * OUTBOX_MESSAGE_SECONDS:
    raise ImproperlyConfigured("OUTBOX_LEASE_SECONDS is less than twice OUTBOX_MESSAGE_SECONDS; make it longer.")
# The relay's certificate authority, where it is not one that the system knows.
OUTBOX_CA_FILE = env.str("OUTBOX_CA_FILE", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Throughline <throughline@example.org>")

# -- Who signs in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed; but only with a password here does staff's sign-in page ask for one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Nobody learns from the sign-in page who has an account, and strangers are not written to.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The subject of a sign-in mail begins with the code itself.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# Signed in for two weeks, without being asked about it: asking for a code each day keeps people away.
ACCOUNT_SESSION_REMEMBER = True
# Whoever has signed in is sent on by us (accounts.decorators.pass_on_signed_in); whoever has not can start again.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Per e-mail address (`key`), from wherever attempts come; per IP wide enough for a hall of 150 people behind one.
# Letters that anybody may ask for are few, and never bar the owner of an address: see accounts/own_letters.py.
# A code is tried three times at most; whoever guesses at passwords, or second steps, keeps nobody from the others.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,10/h/key",
    "request_login_code": "600/m/ip",
    "sign_in_letters": "10/d/key",
    "own_sign_in_letters": "30/d/key",
    # Posters and conversations handed in without an account: a hall of 150 people who all tap twice, three times over.
    "hand_in": "900/m/ip",
    # Letters at once to an address that somebody typed there; what comes after them is told in one letter.
    "typed_address": "3/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
# Whether staff must take a second step: a passkey, or a code from an app. A demonstration only offers it.
STAFF_SECOND_FACTOR = env.str("STAFF_SECOND_FACTOR", default="offered" if DEMO else "required")
if STAFF_SECOND_FACTOR not in {"required", "offered"}:
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR is neither required nor offered; choose one.")
if STAFF_SECOND_FACTOR == "offered" and not DEMO:
    raise ImproperlyConfigured(
        "STAFF_SECOND_FACTOR=offered lets staff in by one step and is only for DEMO=true; leave it out."
    )
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.forms.AuthenticateWebAuthnForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.forms.ReauthenticateWebAuthnForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Throughline"
# Somebody who types the six digits as the app moves on to the next is not turned away.
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "actions:home"
LOGOUT_REDIRECT_URL = "/"

# -- Time and language ----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "Europe/London"
# Where neither a template nor `kit.days` says how: the web admin, above all.
FORMAT_MODULE_PATH = "config.formats"

# -- Safety ---------------------------------------------------------------------------------------

# The name and shape of Django 6's setting.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# By names that begin so a browser takes them from this host alone, and over HTTPS alone.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{'__Host-' if HTTPS else ''}{name}" for name in ("sessionid", "csrftoken"))
CSRF_FAILURE_VIEW = "programmes.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Whether browsers may be built with this rule in them, for this host and all below it: hard to take back.
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
# Django warns of the operator's choice.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.TokenlessFormatter", "fmt": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # The drawing of a PDF tells of every page; only its warnings matter.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # It warns of each HEAD; that it leaves the body out is what it is there for.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
