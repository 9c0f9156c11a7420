"""Headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# No page here asks for any of these, and no other site shows or reads what is here.
FEATURES = ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"]
FEATURES += ["microphone", "midi", "payment", "usb"]
EVERY_ANSWER = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadersMiddleware:
    """Put on every answer what browsers may do with it, files and redirects too: `SECURE_CSP` and `EVERY_ANSWER`.

    Django 6 brings the first under the same setting name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
        self.headers = {"Content-Security-Policy": policy} | EVERY_ANSWER

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class KeptByNobodyMiddleware:
    """What does not say how long it may be kept is kept by nobody: pages of persons, errors, redirects."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
