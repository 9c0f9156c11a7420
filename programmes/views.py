"""The site's own pages, and each programme's colour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static

from programmes.models import Programme
from programmes.publication import KEEP, KEEP_FOR_LONG, page, public, release, versioned


@public
def brand_css(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the programme's colour as a style sheet; asked for by its colour (`?v=0b5c63`), it may be kept for long."""
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    colour = programme.thread_colour
    keep = KEEP_FOR_LONG if request.GET.get("v") == colour[1:] else KEEP
    sheet = f":root{{--thread:{colour}}}\n"
    return versioned(request, colour[1:], lambda: HttpResponse(sheet, content_type="text/css; charset=utf-8"), keep)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, and whom to tell what does not work."""
    return versioned(request, release(), lambda: page("programmes/accessibility.html", {}))


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, and why."""
    return versioned(request, release(), lambda: page("programmes/privacy.html", {}))


@public
def cookies(request: HttpRequest) -> HttpResponse:
    """Say which cookies are set."""
    return versioned(request, release(), lambda: page("programmes/cookies.html", {}))


@public
def another_format(request: HttpRequest) -> HttpResponse:
    """Say how to ask for something in another format, and whom to ask, programme by programme."""
    programmes = Programme.objects.published().order_by("-starts_on", "title")
    return page("programmes/another_format.html", {"programmes": programmes})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be taken, and what to do."""
    return render(request, "403_csrf.html", status=403)


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines from the pages that are for somebody in particular; the rest is for everybody."""
    kept_from = ["/admin/", "/accounts/", "/desk/", "/home/", "/f/", "/follow-up/", "/i/", "/invitation/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in kept_from), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that ask at the old address on to the icon."""
    return redirect(static("images/favicon.svg"))
