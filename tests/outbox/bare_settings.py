"""Settings of the crash harness's processes: the outbox alone, so that they start and fork quickly."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = ["kit", "outbox", "django.contrib.contenttypes", "django.contrib.auth"]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "outbox.urls"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
# The minute's beat, at a pace that a test can wait for.
CELERY_BEAT_SCHEDULE = {"send-due-messages": {"task": "outbox.tasks.send_due", "schedule": 1.0}}
