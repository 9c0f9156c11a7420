"""Issued editions, as the public reads them: the page in the site's frame, the files byte for byte as issued."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from programmes.models import Programme
from programmes.publication import page, published
from stocktakes.gathering import canonical
from stocktakes.models import FileKind, Stocktake, StocktakeFile, StocktakePicture, StocktakeQuerySet

# What is issued never changes; a day, so that a programme taken down is gone from shared caches the day after.
KEEP = "public, max-age=86400, immutable"


@published
def stocktake_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """List the editions of a programme, newest first."""
    editions = programme.stocktakes.issued().listed().select_related("corrects")
    return page("stocktakes/stocktake_list.html", {"programme": programme, "editions": editions})


@published
def stocktake_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one edition as it was issued, and what has been issued since."""
    editions = list(programme.stocktakes.issued().listed())
    stocktake = next((each for each in editions if each.number == number), None)
    if stocktake is None:
        raise Http404("No edition with this number has been issued.")
    files = {file.kind: file for file in stocktake.files.defer("content")}
    frozen = StocktakeFile.objects.values_list("content", flat=True).get(pk=files[FileKind.HTML].pk)
    context = {
        "programme": programme,
        "stocktake": stocktake,
        "edition": bytes(frozen).decode(),
        "position": len(editions) - editions.index(stocktake),
        "count": len(editions),
        "newest": editions[0],
        "corrects": next((each for each in editions if each.pk == stocktake.corrects_id), None),
        "corrections": [each for each in editions if each.corrects_id == stocktake.pk],
        "files": files,
    }
    return page("stocktakes/stocktake_detail.html", context)


@require_safe
def stocktake_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give an edition's PDF, byte for byte as issued."""
    return _file(request, slug, number, FileKind.PDF, "application/pdf")


@require_safe
def stocktake_csv(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give an edition's spreadsheet, byte for byte as issued."""
    return _file(request, slug, number, FileKind.CSV, "text/csv; charset=utf-8")


@require_safe
def stocktake_json(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give an edition's data in the one way they are written, so that anybody can work out their SHA-256."""
    stocktake = get_object_or_404(_readable(slug, number))
    name = f"{slug}-stocktake-{number}.json"
    return _frozen(request, stocktake.data_sha256, lambda: canonical(stocktake.data), "application/json", name)


@require_safe
def stocktake_picture(request: HttpRequest, slug: str, number: int, poster: int) -> HttpResponse:
    """Give a poster's picture as it was when the edition was gathered."""
    pictures = StocktakePicture.objects.filter(stocktake__in=_readable(slug, number))
    picture = get_object_or_404(pictures, poster_number=poster)
    return _frozen(request, picture.sha256, lambda: bytes(picture.content), "image/jpeg")


def _readable(slug: str, number: int) -> StocktakeQuerySet:
    return Stocktake.objects.issued().filter(programme__slug=slug, programme__published_at__isnull=False, number=number)


def _file(request: HttpRequest, slug: str, number: int, kind: FileKind, content_type: str) -> HttpResponse:
    file = get_object_or_404(StocktakeFile, stocktake__in=_readable(slug, number), kind=kind)
    name = f"{slug}-stocktake-{number}.{kind}"
    return _frozen(request, file.sha256, lambda: bytes(file.content), content_type, name)


def _frozen(
    request: HttpRequest, sha256: str, content: Callable[[], bytes], content_type: str, name: str = ""
) -> HttpResponse:
    """Answer with bytes that never change, named by their SHA-256; 304 to whoever has them."""
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content(), content_type=content_type)
        response.headers["ETag"] = etag
        if name:
            response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = KEEP
    return response
