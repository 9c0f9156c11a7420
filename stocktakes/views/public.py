"""The public pages of one programme."""

from django.http import HttpRequest, HttpResponse


def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a programme stands, from what was said to what came of it."""
    return HttpResponse(slug)


poster_list = conversation_list = theme_list = finding_list = area_list = feedback_list = progress


def poster_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one poster."""
    return HttpResponse(slug)


poster_picture = theme_detail = finding_detail = area_detail = poster_detail
