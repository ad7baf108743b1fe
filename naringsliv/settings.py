"""Settings: production by default; every difference is a variable read through env.py (see .env.example)."""

from datetime import date

from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor

from naringsliv import env, headers, logs

BASE_DIR = env.BASE_DIR

# What must be said, and the two switches. There is no default for a secret.
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)
HTTPS = env.flag("HTTPS", True)

# The example lives in one stretch of time; in a demo the site's clock stands on its last day.
DEMO_TODAY = date(2017, 12, 31) if DEMO else None
SILENT_AFTER_DAYS = env.number("FOLLOW_UP_SILENT_DAYS", 90)

INSTALLED_APPS = [
    "actionplan",
    "django.contrib.admin.apps.SimpleAdminConfig",  # finds nothing by itself: actionplan/admin says what there is
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "heroicons",
    "rules",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "actionplan.middleware.no_store",
    "actionplan.middleware.keep_a_log",
    "actionplan.middleware.plain_refusals",
    "actionplan.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "actionplan.middleware.carry_typed_text",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "naringsliv.urls"

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
                "actionplan.context_processors.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database and cache: SQLite syncs every commit to disk and takes the write lock at once. Connections are kept: with its
# last one SQLite takes away the files it cannot even read without, and on a full disk it could not make them again.
DATABASES = {"default": env.database("DATABASE_URL")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if DATABASES["default"]["NAME"] != ":memory:":
        DATABASES["default"]["NAME"] = str(BASE_DIR / DATABASES["default"]["NAME"])
    # Not for runserver, which makes a thread and a connection for each request and would never close one.
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # Just-in-time compilation costs more than these queries ever take.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by the workers, which the brake on wrong passwords needs.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What has been counted, under the revision it was counted at; each process has its own.
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Parts of pages that look the same to everybody who reads the plan, under the same revision.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
FORMAT_MODULE_PATH = "naringsliv.formats"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# Signing in
AUTH_USER_MODEL = "actionplan.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "actionplan.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "actionplan.accounts.LoginForm",
    "change_password": "actionplan.accounts.ChangePasswordForm",
    "set_password": "actionplan.accounts.SetPasswordForm",
    "reset_password": "actionplan.accounts.ResetPasswordForm",
    "reset_password_from_key": "actionplan.accounts.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_PRESERVE_USERNAME_CASING = True  # or "Anna", made by an administrator, could never sign in
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# The account is counted first: whoever hammers on one must not stop the colleagues behind the same office address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key,30/m/ip"}

# Sessions last a working day from signing in. Plain cookie names only where there is no HTTPS: on loopback.
SESSION_COOKIE_AGE = 8 * 60 * 60
_COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "actionplan.views.errors.csrf_failure"
MESSAGE_STORAGE = "naringsliv.messages.MessageStorage"
MESSAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}messages"

# Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("TRUST_PROXY_HEADER", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = headers.content_security_policy(https=HTTPS)
PERMISSIONS_POLICY = headers.PERMISSIONS_POLICY

# Limits on what is taken in
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
EVENT_FILE_MAX_BYTES = 10 * 1024 * 1024
# What is larger than a few megabytes waits on disk; what is larger than the limit never gets there.
FILE_UPLOAD_HANDLERS = [
    "naringsliv.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Static files come from the site itself, hashed and compressed by collectstatic.
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "naringsliv.finders.BootstrapFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # The list of all files stands beside the folder that is served, not in it.
        "OPTIONS": {"manifest_storage": FileSystemStorage(location=f"{STATIC_ROOT}-manifest")},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# A stylesheet's map is read by developers alone, and took most of the time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# E-mail: without EMAIL_URL mail is printed to the log, which suits a demo.
_EMAIL = env.email("EMAIL_URL", "console:")
EMAIL_BACKEND, EMAIL_TIMEOUT = _EMAIL["EMAIL_BACKEND"], 10
EMAIL_HOST, EMAIL_PORT = _EMAIL["EMAIL_HOST"], _EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _EMAIL["EMAIL_HOST_USER"], _EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _EMAIL["EMAIL_USE_TLS"], _EMAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _EMAIL["EMAIL_FILE_PATH"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "naringslivsplanen@localhost")
# Where the accessibility statement and the error pages ask readers to write.
CONTACT_EMAIL = env.text("CONTACT_EMAIL", DEFAULT_FROM_EMAIL)
# Links in mails that a command sends begin with it; a page knows its own address.
SITE_URL = env.site("SITE_URL", "")

LOGGING = logs.config(level=env.text("LOG_LEVEL", "INFO"))
