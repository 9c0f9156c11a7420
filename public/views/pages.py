"""The public pages: where a programme stands, and each thing on its line with what it came from and led to."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from consultations.models import Poster
from consultations.posters.pictures import small_path
from kit.lists import grouped
from kit.pages import page_of
from line.graph import Line
from line.queries import programme_facts
from programmes.models import Programme
from programmes.publication import QUARTER_SECONDS, page, public_page, versioned
from public.pages.detail import area_context, poster_context, theme_context
from public.pages.factors import factor_words, factors_context
from public.pages.input import conversation_words, conversations_said, feedback_by_call, feedback_words
from public.pages.programme_list import PROGRAMMES_BY, glances, published_programmes
from public.pages.progress import progress_context
from public.pages.wall import WallForm, poster_words


@public_page(shows_all=True, asks=["page", "q"])
def programme_list(request: HttpRequest, at: datetime) -> HttpResponse:
    """List the published programmes, each with where it stands."""
    programmes = page_of(request, published_programmes(timezone.localdate(at)), find=PROGRAMMES_BY)
    return page("public/programme_list.html", {"page": programmes, "programmes": glances(programmes)})


@public_page(seconds=QUARTER_SECONDS)
def progress(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show where a programme stands, from what was said to what came of it."""
    context = progress_context(Line.read(programme), programme_facts(programme, at))
    return page("public/progress.html", context)


def _page_of_line(template: str, programme: Programme, **context: Any) -> HttpResponse:
    return page(template, {"programme": programme, **context})


def _found(line: Line, kind: str, number: int) -> Any:
    node = line.find(kind, number)
    if node is None:
        raise Http404("Nothing published has this number.")
    return node


@public_page(asks=["theme", "group", "q", "page"])
def poster_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show the posters on the wall, all or by theme and by group, each with how far it has come."""
    line = Line.read(programme)
    filter = WallForm(request.GET, line=line)
    posters = page_of(request, filter.found, find=poster_words)
    return _page_of_line("public/poster_list.html", programme, line=line, filter=filter, page=posters)


@public_page
def poster_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one poster whole, with everything it led to."""
    line = Line.read(programme)
    node = _found(line, "poster", number)
    return _page_of_line("public/poster_detail.html", programme, **poster_context(line, node))


@public_page(asks=["size"], own_version=True)
def poster_picture(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Give the picture of a published poster as JPEG, small with `?size=small`."""
    posters = Poster.objects.published().filter(consent_to_publish=True, programme=programme, number=number)
    poster = posters.exclude(picture="").first()
    if poster is None:
        raise Http404("No published picture has this number.")
    storage, path = poster.picture.storage, str(poster.picture.name)
    if request.GET.get("size") == "small" and storage.exists(small_path(path)):
        path = small_path(path)

    def picture() -> HttpResponse:
        with storage.open(path) as file:
            return HttpResponse(file.read(), content_type="image/jpeg")

    # A group may take its consent back: whoever kept a copy asks each time.
    return versioned(request, f'W/"{path}"', picture)


@public_page(asks=["page", "q"])
def conversation_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show what was said in the conversations held beforehand."""
    shown = page_of(request, Line.read(programme).conversations, find=conversation_words)
    conversations = conversations_said(shown)
    return _page_of_line("public/conversation_list.html", programme, page=shown, conversations=conversations)


@public_page(asks=["page", "q"])
def feedback_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show what organisations and people said in each consultation."""
    shown = page_of(request, Line.read(programme).feedback, find=feedback_words)
    return _page_of_line("public/feedback_list.html", programme, page=shown, calls=feedback_by_call(shown))


@public_page
def theme_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one theme: in whose words it was heard, and what it led to."""
    node = _found(Line.read(programme), "theme", number)
    return _page_of_line("public/theme_detail.html", programme, **theme_context(node))


@public_page
def finding_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one priority or gap: what was decided, why, and what came of it."""
    node = _found(Line.read(programme), "finding", number)
    return _page_of_line("public/finding_detail.html", programme, node=node)


@public_page(asks=["page", "q"])
def area_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show everything people took on, with the latest word of each."""
    line = Line.read(programme)
    words = attrgetter("number", "title", "obj.summary", "proposed_by")
    shown = page_of(request, line.areas, find=lambda node: " ".join(map(str, words(node))))
    return _page_of_line("public/area_list.html", programme, line=line, page=shown)


@public_page
def area_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one action area: where it came from, its plan, and what was told of it round by round."""
    node = _found(Line.read(programme), "area", number)
    return _page_of_line("public/area_detail.html", programme, **area_context(node, timezone.localdate(at)))


@public_page(asks=["page", "q"])
def factor_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """Show what helps and what stands in the way across all areas, in people's words, and how each came along."""
    context = factors_context(Line.read(programme))
    told = grouped(helped=context["helped"], hindered=context["hindered"], rows=context["rows"])
    context["page"] = page_of(request, told, find=factor_words)
    return _page_of_line("public/factor_list.html", programme, **context)
