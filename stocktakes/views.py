"""The team's desk: the programmes I have a hat on, what waits in each, and the stocktakes they issue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition
from programmes.desk import desk_programme
from stocktakes.forms import IssueForm
from stocktakes.models import FileKind
from stocktakes.services import issue_stocktake, retry_stocktake
from stocktakes.todo import waiting_of

WATCH_SECONDS = 3


@never_cache
@login_required
@require_safe
def stocktake_desk_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List a programme's stocktakes, those being made among them."""
    programme = desk_programme(request, slug, "stocktakes.view_making")
    context = {
        "programme": programme,
        "editions": programme.stocktakes.listed().select_related("requested_by", "corrects"),
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "stocktakes/stocktake_desk_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stocktake_issue(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for title and foreword, and have the next edition gathered and made."""
    programme = desk_programme(request, slug, "stocktakes.issue_stocktake")
    editions = programme.stocktakes.listed()
    newest = editions.first()
    number = newest.number + 1 if newest else 1
    form = IssueForm(request.POST or None, initial={"number": number}, editions=editions.issued())
    if request.method == "POST" and form.is_valid():
        try:
            issue_stocktake(programme, **form.cleaned_data, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        return redirect("stocktakes:stocktake-making", slug=slug, number=form.cleaned_data["number"])
    context = {
        "programme": programme,
        "form": form,
        "waiting": waiting_of(programme, timezone.localdate()),
        "number": number,
    }
    return render(request, "stocktakes/stocktake_issue.html", context)


@never_cache
@login_required
@require_safe
def stocktake_making(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show how far the making of an edition has come; the page loads itself again only if that is asked for."""
    programme = desk_programme(request, slug, "stocktakes.view_making")
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


@never_cache
@login_required
@require_POST
def stocktake_retry(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Have an edition that could not be made tried again."""
    programme = desk_programme(request, slug, "stocktakes.issue_stocktake")
    stocktake = get_object_or_404(programme.stocktakes, number=number)
    try:
        retry_stocktake(stocktake, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    return redirect("stocktakes:stocktake-making", slug=slug, number=number)
