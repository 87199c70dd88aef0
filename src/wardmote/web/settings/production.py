"""Behind a web server that holds the certificate. Refuses to start unsafe, with one line for each thing to put right."""

import os
from urllib.parse import urlsplit

from wardmote.web.settings.refusals import refuse_unsafe
from wardmote.web.settings.shared import *
from wardmote.web.settings.shared import CASEBOOK, EMAIL_BACKEND, EMAIL_HOST, MIDDLEWARE, SECRET_KEY

PUBLIC_URL = os.environ.get("WARDMOTE_PUBLIC_URL", "")
refuse_unsafe(os.environ, CASEBOOK, SECRET_KEY)

ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or ""]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.rstrip("/")]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-wardmote_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-wardmote_form"
SECOND_FACTOR_REQUIRED = True
MIDDLEWARE = ["wardmote.web.behind.TrueAddress", *MIDDLEWARE]
# Without a mail server nothing is printed either: an address is personal data, and what is printed is kept as a log.
EMAIL_BACKEND = EMAIL_BACKEND if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
