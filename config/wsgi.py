"""The door for the web server (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

from config.start import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
start()
