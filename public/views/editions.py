"""Issued editions, as the public reads them: the page in the site's frame, the files byte for byte as issued."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kit.pages import page_of
from programmes.models import Programme
from programmes.publication import page, public_page, versioned
from stocktakes.frozen_line import canonical, sha256
from stocktakes.models import FileKind, Stocktake, StocktakeFile, StocktakePicture, StocktakeQuerySet
from stocktakes.rendering import edition_csv, edition_html
from stocktakes.withdrawals import as_given

# What is issued never changes; but people take back what they said, and a programme may be taken down: whoever kept a
# copy asks each time whether it still stands.


@public_page(asks=["page", "q"])
def stocktake_list(request: HttpRequest, programme: Programme, at: datetime) -> HttpResponse:
    """List the editions of a programme, newest first, 50 on a page."""
    issued = programme.stocktakes.issued().listed().select_related("corrects")
    editions = page_of(request, issued, find=["number", "title"])
    return page("public/stocktake_list.html", {"programme": programme, "page": editions})


@public_page
def stocktake_detail(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Show one edition as it was issued, and what has been issued since."""
    editions = list(programme.stocktakes.issued().listed())
    stocktake = next((each for each in editions if each.number == number), None)
    if stocktake is None:
        raise Http404("No edition with this number has been issued.")
    files = {file.kind: file for file in stocktake.files.defer("content")}
    given = as_given(stocktake)
    frozen = StocktakeFile.objects.values_list("content", flat=True).get(pk=files[FileKind.HTML].pk)
    edition = edition_html(stocktake, given.data) if given.withdrawn else bytes(frozen)
    context = {
        "programme": programme,
        "stocktake": stocktake,
        "edition": edition.decode(),
        "withdrawn": given.withdrawn,
        "position": len(editions) - editions.index(stocktake),
        "count": len(editions),
        "newest": editions[0],
        "corrects": next((each for each in editions if each.pk == stocktake.corrects_id), None),
        "corrections": [each for each in editions if each.corrects_id == stocktake.pk],
        "files": files,
    }
    return page("public/stocktake_detail.html", context)


@public_page(own_version=True)
def stocktake_pdf(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Give an edition's PDF, byte for byte as issued; once something in it was taken back, say so instead."""
    stocktake = get_object_or_404(_readable(programme, number))
    if withdrawn := as_given(stocktake).withdrawn:
        context = {"programme": stocktake.programme, "stocktake": stocktake, "withdrawn": withdrawn}
        return page("public/stocktake_gone.html", context, status=410)
    return _file(request, stocktake, FileKind.PDF, "application/pdf")


@public_page(own_version=True)
def stocktake_csv(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Give an edition's spreadsheet, byte for byte as issued but for what has been taken back."""
    stocktake = get_object_or_404(_readable(programme, number))
    content_type = "text/csv; charset=utf-8"
    if (given := as_given(stocktake)).withdrawn:
        content = edition_csv(stocktake, given.data)
        return _frozen(
            request, sha256(content), lambda: content, content_type, f"{programme.slug}-stocktake-{number}.csv"
        )
    return _file(request, stocktake, FileKind.CSV, content_type)


@public_page(own_version=True)
def stocktake_json(request: HttpRequest, programme: Programme, at: datetime, number: int) -> HttpResponse:
    """Give an edition's data in the one way they are written, so that anybody can work out their SHA-256.

    What has been taken back is left out, and the SHA-256 is then no longer the one that was issued.
    """
    stocktake = get_object_or_404(_readable(programme, number))
    content = canonical(as_given(stocktake).data)
    name = f"{programme.slug}-stocktake-{number}.json"
    return _frozen(request, sha256(content), lambda: content, "application/json", name)


@public_page(own_version=True)
def stocktake_picture(
    request: HttpRequest, programme: Programme, at: datetime, number: int, poster: int
) -> HttpResponse:
    """Give a poster's picture as it was when the edition was gathered, unless its group has withdrawn it since."""
    stocktake = get_object_or_404(_readable(programme, number))
    if poster not in {each["poster"] for each in as_given(stocktake).data["pictures"]}:
        raise Http404
    picture = get_object_or_404(StocktakePicture, stocktake=stocktake, poster_number=poster)
    return _frozen(request, picture.sha256, lambda: bytes(picture.content), "image/jpeg")


def _readable(programme: Programme, number: int) -> StocktakeQuerySet:
    return Stocktake.objects.issued().select_related("programme").filter(programme=programme, number=number)


def _file(request: HttpRequest, stocktake: Stocktake, kind: FileKind, content_type: str) -> HttpResponse:
    file = get_object_or_404(StocktakeFile, stocktake=stocktake, kind=kind)
    name = f"{stocktake.programme.slug}-stocktake-{stocktake.number}.{kind}"
    return _frozen(request, file.sha256, lambda: bytes(file.content), content_type, name)


def _frozen(
    request: HttpRequest, sha256: str, content: Callable[[], bytes], content_type: str, name: str = ""
) -> HttpResponse:
    """Answer with bytes that never change, named by their SHA-256; 304 to whoever has them."""

    def answer() -> HttpResponse:
        headers = {"Content-Disposition": f'inline; filename="{name}"'} if name else {}
        return HttpResponse(content(), content_type=content_type, headers=headers)

    return versioned(request, f'"{sha256}"', answer)
