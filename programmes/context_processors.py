"""What every template may know, without asking who is reading."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return whether this is a demonstration; nothing that varies by person."""
    return {"demo": settings.DEMO}
