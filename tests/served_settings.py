"""Settings of a site that a test serves for itself: production's, without the names that `collectstatic` makes."""

from config.settings import *  # noqa: F403
from config.settings import STORAGES as _STORAGES

STORAGES = _STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
