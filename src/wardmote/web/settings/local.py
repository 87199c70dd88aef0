"""On this machine only: no certificate, so nothing but the loopback address is answered."""

from wardmote.web.settings.shared import *

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
