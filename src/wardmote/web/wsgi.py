"""The application as a web server calls it. DJANGO_SETTINGS_MODULE says how it is run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardmote.web.settings.production")
application = get_wsgi_application()
