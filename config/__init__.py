"""How the rooms are put together. Nothing imports this package but Django, Celery and the web server."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
