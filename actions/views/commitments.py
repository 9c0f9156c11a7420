"""The team's desk for what people said they will do: sheets to print, paper written down, publishing one by one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import SignedInRequest
from actions.forms import EnterForm
from actions.models import Commitment, Sheet
from actions.services import (
    SaidAlready,
    close_sheet,
    enter_commitment,
    open_sheets,
    publish_commitment,
    reopen_sheet,
    withdraw_commitment,
)
from kit.pages import act
from kit.qr import qr_code
from programmes.desk import desk_programme


@login_required
@require_GET
def sheet_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show every sheet as it is printed, each on a page of its own; `?area=3` shows one."""
    programme = desk_programme(request, slug, "actions.keep_areas")
    sheets = (
        Sheet.objects.filter(programme=programme)
        .select_related("area")
        .order_by(F("area__number").asc(nulls_first=True), "pk")
    )
    if request.GET.get("area", "").isdecimal():
        sheets = sheets.filter(area__number=int(request.GET["area"][:5]))
    drawn = [(sheet, address_of(sheet), qr_code(address_of(sheet))) for sheet in sheets]
    lacking = programme.action_areas.filter(sheet=None).count()
    context = {"programme": programme, "sheets": drawn, "lacking": lacking}
    return render(request, "actions/sheet_list.html", context)


@login_required
@require_POST
def sheet_open(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give a sheet to the programme and to every action area that has none."""
    programme = desk_programme(request, slug, "actions.keep_areas")
    open_sheets(programme, by=request.user, at=timezone.now())
    return redirect("actions:sheet-list", slug=slug)


@login_required
@require_POST
def sheet_switch(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Close a sheet, or open it again, as the button says."""
    programme = desk_programme(request, slug, "actions.keep_areas")
    sheet = get_object_or_404(Sheet, programme=programme, pk=pk)
    if "close" in request.POST:
        act(request, close_sheet, sheet, done="The sheet is closed. Its code takes nothing in any more.")
    else:
        act(request, reopen_sheet, sheet, done="The sheet is open again.")
    return redirect("actions:sheet-list", slug=slug)


@login_required
@require_GET
def commitment_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List what people said they will do: first what nobody has read yet."""
    programme = desk_programme(request, slug, "actions.view_areas")
    rows = programme.commitments.select_related("area", "person", "saying__entered_by")
    context = {
        "programme": programme,
        "waiting": rows.standing().filter(published_at=None).order_by("pk"),
        "taken_back": rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "pk"),
        "public": rows.filter(published_at__isnull=False).order_by("-published_at", "pk"),
        "may_keep": request.user.has_perm("actions.keep_areas", programme),
        "may_publish": request.user.has_perm("actions.publish_area", programme),
    }
    return render(request, "actions/commitment_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def commitment_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write down what somebody said on paper, or told the team."""
    programme = desk_programme(request, slug, "actions.keep_areas")
    form = EnterForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        area, said_by = form.areas.get(form.cleaned_data["area"]), form.cleaned_data["said_by"]
        said, key, at = form.said, form.form_key, timezone.now()
        try:
            enter_commitment(programme, area=area, key=key, said=said, said_by=said_by, by=request.user, at=at)
        except SaidAlready:
            form.already_sent()
        else:
            messages.success(request, "It is written down.")
            return redirect("actions:commitment-list", slug=slug)
    return render(request, "actions/commitment_create.html", {"programme": programme, "form": form})


@login_required
@require_POST
def commitment_publish(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let the public read a commitment, or take it back, as the button says."""
    programme = desk_programme(request, slug, "actions.publish_area")
    commitment = get_object_or_404(Commitment, programme=programme, pk=pk)
    if "withdraw" in request.POST:
        act(request, withdraw_commitment, commitment, done="Only the team reads it now.")
    else:
        act(request, publish_commitment, commitment, done="Everybody can read it now.")
    return redirect("actions:commitment-list", slug=slug)


def address_of(sheet: Sheet) -> str:
    """Return the whole address of a sheet, as its code says it."""
    return settings.SITE_URL + sheet.get_absolute_url()
