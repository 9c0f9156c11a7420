"""The door for the web server (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

from config.start import ErasedFirst, start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = ErasedFirst(get_wsgi_application())
start()
