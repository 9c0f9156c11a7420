"""The team's desk for what people said they will do: sheets to print, paper written down, publishing one by one."""

from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.pages import SignedInRequest
from actions.commitments.forms import CommitmentEnterForm
from actions.commitments.services import (
    close_sheet,
    enter_commitment,
    open_sheets,
    publish_commitment,
    reopen_sheet,
    withdraw_commitment,
)
from actions.models import Commitment, CommitmentSheet
from kit.pages import act, page_of, posted
from kit.qr import qr_code
from programmes.desk import desk_page, public_now
from programmes.models import Programme


@desk_page("actions.keep_areas")
def commitment_sheet_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show every sheet as it is printed, each on a page of its own; `?area=3` shows one."""
    sheets = programme.commitment_sheets.select_related("area").order_by(F("area__number").asc(nulls_first=True), "pk")
    if request.GET.get("area", "").isdecimal():
        sheets = sheets.filter(area__number=int(request.GET["area"][:5]))
    drawn = [(sheet, address_of(sheet), qr_code(address_of(sheet))) for sheet in sheets]
    lacking = programme.action_areas.filter(commitment_sheet=None).count()
    context = {"programme": programme, "commitment_sheets": drawn, "lacking": lacking}
    return render(request, "actions/commitment_sheet_list.html", context)


@desk_page("actions.keep_areas", "POST")
def commitment_sheet_open(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give a sheet to the programme and to every action area that has none."""
    act(request, open_sheets, programme)
    return redirect("actions:commitment-sheet-list", slug=programme.slug)


@desk_page("actions.keep_areas", "POST")
def commitment_sheet_switch(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Close a sheet, or open it again, as the button says."""
    sheet = get_object_or_404(CommitmentSheet, programme=programme, pk=pk)
    if "close" in request.POST:
        act(request, close_sheet, sheet, done="The sheet is closed. Its code takes nothing in any more.")
    else:
        act(request, reopen_sheet, sheet, done="The sheet is open again.")
    return redirect("actions:commitment-sheet-list", slug=programme.slug)


@desk_page("actions.view_areas")
def commitment_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List what people said they will do: first what nobody has read yet."""
    rows = programme.commitments.unpublished_first().select_related("area", "person", "source__entered_by")
    context = {
        "programme": programme,
        "page": page_of(request, rows, find=["what", "public_name", "person__name", "area__title"]),
        "unpublished_count": programme.commitments.unpublished().count(),
        "may_keep": request.user.has_perm("actions.keep_areas", programme),
        "may_publish": request.user.has_perm("actions.publish_area", programme),
    }
    return render(request, "actions/commitment_list.html", context)


@desk_page("actions.keep_areas", "GET", "POST")
def commitment_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Write down what somebody said on paper, or told the team."""
    form = posted(request, CommitmentEnterForm, programme=programme)
    if form.is_valid():
        given = {"area": form.cleaned_data["area"], "channel": form.cleaned_data["channel"]}
        given |= {"key": form.form_key, "details": form.details}
        if act(request, enter_commitment, programme, form=form, done="It is written down.", **given):
            return redirect("actions:commitment-list", slug=programme.slug)
    return render(request, "actions/commitment_create.html", {"programme": programme, "form": form})


@desk_page("actions.publish_area", "POST")
def commitment_publish(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Let the public read a commitment, or take it back, as the button says."""
    commitment = get_object_or_404(Commitment, programme=programme, pk=pk)
    if "withdraw" in request.POST:
        act(request, withdraw_commitment, commitment, done="Only the team reads it now.")
    else:
        around = [programme, commitment.area] if commitment.area else [programme]
        act(request, publish_commitment, commitment, done=public_now("Everybody can read it now.", *around))
    return redirect("actions:commitment-list", slug=programme.slug)


def address_of(sheet: CommitmentSheet) -> str:
    """Return the whole address of a sheet, as its code says it."""
    return f"{settings.SITE_URL}{sheet.get_absolute_url()}"
