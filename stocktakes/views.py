"""The stocktakes of a programme at the team's desk: listed, issued, and how far their making has come."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.numbering import next_number
from kit.pages import act, page_of, posted
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import reword
from stocktakes.forms import IssueForm
from stocktakes.models import FileKind
from stocktakes.services import issue_stocktake, retry_stocktake
from stocktakes.todo import todo_before_issue

WATCH_SECONDS = 3


@desk_page("stocktakes.view_making")
def stocktake_desk_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List a programme's stocktakes, those being made among them."""
    context = {
        "programme": programme,
        "page": page_of(
            request, programme.stocktakes.listed().select_related("requested_by", "corrects"), find=["number", "title"]
        ),
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "stocktakes/stocktake_desk_list.html", context)


@desk_page("stocktakes.issue_stocktake", "GET", "POST")
def stocktake_issue(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Have the next edition gathered and made; pressed twice, it leads to the one edition that came of it."""
    form = posted(request, IssueForm, programme=programme)
    reword(form, programme)
    if form.is_valid():
        edition = act(request, issue_stocktake, programme, form=form, **form.for_service())
        if edition:
            return redirect("stocktakes:stocktake-making", programme.slug, edition.number)
    todo = todo_before_issue(programme, timezone.localdate())
    context = {"programme": programme, "form": form, "todo": todo, "number": next_number(programme.stocktakes.all())}
    return render(request, "stocktakes/stocktake_issue.html", context)


@desk_page("stocktakes.view_making")
def stocktake_making(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show how far the making of an edition has come; the page loads itself again only if that is asked for."""
    stocktake = get_object_or_404(programme.stocktakes.listed().select_related("requested_by", "making"), number=number)
    files = {file.kind: file for file in stocktake.files.defer("content")}
    context = {
        "programme": programme,
        "stocktake": stocktake,
        "files": files,
        "lacks_pdf": bool(files) and FileKind.PDF not in files,
        "watch": WATCH_SECONDS if "watch" in request.GET and stocktake.status == stocktake.Status.RENDERING else None,
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "stocktakes/stocktake_making.html", context)


@desk_page("stocktakes.issue_stocktake", "POST")
def stocktake_retry(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Have an edition that could not be made tried again."""
    act(request, retry_stocktake, get_object_or_404(programme.stocktakes, number=number))
    return redirect("stocktakes:stocktake-making", programme.slug, number)
