"""What every way of running shares. Nothing here is safe to loosen."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from wardmote.web.folder import Casebook
from wardmote.web.keys import session_key
from wardmote.web.settings import budgets, case_reviews, single_sign_on
from wardmote.web.settings.database import chosen

CASEBOOK = Casebook(Path(os.environ.get("WARDMOTE_FOLDER", ".")).resolve())
SECRET_KEY = session_key(CASEBOOK.keys)
DATABASES = chosen(CASEBOOK.database, os.environ.get("WARDMOTE_DATABASE_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = False
ROOT_URLCONF = "wardmote.web.urls"
WSGI_APPLICATION = "wardmote.web.wsgi.application"
APPEND_SLASH = False

INSTALLED_APPS = [
    "wardmote.web.accounts",
    "wardmote.web.store",
    "wardmote.web.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "wardmote.web.log.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wardmote.web.pages.answers.SafeAnswers",
    "wardmote.web.api.door.NoCookies",
    "wardmote.web.pages.answers.Sessions",
    "django.middleware.common.CommonMiddleware",
    "wardmote.web.uploads.Uploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wardmote.web.accounts.limits.SessionLimits",
    "wardmote.web.accounts.shut.ShutOut",
    "wardmote.web.access.ListedOnly",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "wardmote.web.accounts.second_factor.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wardmote.web.pages.once.Once",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wardmote.web.pages.frame.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]
FORM_RENDERER = "wardmote.web.pages.form_fields.Renderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# Signing in

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
"""The first keeps passwords. The second opens those kept before it came, and each is kept anew when it is next used."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "wardmote.web.accounts.sign_in.SignIn"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "wardmote.web.accounts.sign_in.SignInForm",
    "reauthenticate": "wardmote.web.accounts.asked_again.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": "wardmote.web.accounts.asked_again.Code",
    "reauthenticate": "wardmote.web.accounts.asked_again.CodeAgain",
    "activate_totp": "wardmote.web.accounts.asked_again.FirstCode",
}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": None, "reauthenticate": "10/15m/user"}
"""No limit on failures by username alone: from one address it would shut a colleague out everywhere. django-axes counts them."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "wardmote.web.accounts.sign_in.SecondFactorWords"
MFA_TOTP_ISSUER = "Wardmote"
SECOND_FACTOR_REQUIRED = False

SINGLE_SIGN_ON = single_sign_on.configured(os.environ)
SOCIALACCOUNT_ADAPTER = "wardmote.web.accounts.single_sign_on.Providers"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

CASES_AN_HOUR = budgets.read(os.environ.get(budgets.NAME, ""))
CASE_REVIEW = case_reviews.read(os.environ.get(case_reviews.NAME, ""))

# Ten wrong passwords for one account from one address, then a quarter of an hour; another address is not shut out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True

SESSION_ENGINE = "wardmote.web.accounts.sessions"
SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "wardmote_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "wardmote_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wardmote.web.pages.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# E-mail says only that notices wait. Without a mail server it is printed where the application runs.

EMAIL_HOST = os.environ.get("WARDMOTE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("WARDMOTE_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("WARDMOTE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WARDMOTE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("WARDMOTE_MAIL_FROM", "wardmote@localhost")

# What a page may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["wardmote.web.uploads.NoFiles"]
UPLOADS = {"add_document": 25_000_000, "bring_in": 10_000_000}
"""The only addresses a file may be sent to, and how large it may be there, in bytes."""

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).resolve().parents[1] / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

REQUESTS_LOGGED_FROM = "INFO" if os.environ.get("WARDMOTE_PUBLIC_URL") else "ERROR"
"""Every request where others are served; on this machine only what failed."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "wardmote.web.log.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
        "wardmote.requests": {"level": os.environ.get("WARDMOTE_LOG_LEVEL") or REQUESTS_LOGGED_FROM},
    },
}
