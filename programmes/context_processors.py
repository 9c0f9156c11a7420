"""What every template may know, without asking who is reading."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest | None = None) -> dict[str, object]:
    """Return whether this is a demonstration, and where its source is; nothing that varies by person."""
    return {"demo": settings.DEMO, "source_url": settings.SOURCE_URL}
