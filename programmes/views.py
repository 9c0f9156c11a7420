"""The public list of programmes, and the site's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be taken, and what to do."""
    return render(request, "403_csrf.html", status=403)
