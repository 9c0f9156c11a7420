"""An erasure at the desk: what goes, what loses a name and what stays; one person proposes it, another confirms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act
from privacy.erasure.models import Erasure
from privacy.erasure.plan import reasons_not_to_erase, receipt_of, steps_for
from privacy.erasure.services import confirm_erasure, give_up_erasure, propose_erasure
from privacy.finding.sought import sought_by
from privacy.requests.models import RequestKind
from privacy.requests.views.register import ANSWER, request_or_404
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import renamed

CANNOT_BE_UNDONE = "It cannot be undone, and a backup that is put back is erased again."


@desk_page(ANSWER)
def erasure_detail(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Show in three lists what an erasure does, or has done."""
    asked = request_or_404(programme, number, RequestKind.ERASURE)
    erasure = Erasure.objects.filter(request=asked).select_related("proposed_by", "confirmed_by").first()
    if erasure and erasure.confirmed_at:
        receipt, in_the_way = erasure.receipt, []
    else:
        receipt = receipt_of(steps_for(asked.found.in_order(), sought_by(asked), programme))
        in_the_way = reasons_not_to_erase(asked, at=timezone.now())
    context = {
        "programme": programme,
        "asked": asked,
        "erasure": erasure,
        "receipt": receipt | {"kept": {renamed(programme, why): tables for why, tables in receipt["kept"].items()}},
        "in_the_way": in_the_way,
        "is_own": erasure is not None and erasure.proposed_by_id == request.user.pk,
    }
    return render(look(request, asked, programme.pk), "privacy/erasure_detail.html", context)


@desk_page(ANSWER, "POST")
def erasure_propose(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Propose the erasure."""
    asked = request_or_404(programme, number, RequestKind.ERASURE)
    act(request, propose_erasure, asked, done="Proposed. Somebody else confirms it: nothing has gone yet.")
    return redirect("privacy:erasure-detail", programme.slug, number)


@desk_page(ANSWER, "POST")
def erasure_give_up(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Take the proposal back."""
    erasure = Erasure.objects.filter(request=request_or_404(programme, number, RequestKind.ERASURE)).first()
    # Pressed again, it has been taken back.
    if erasure is not None:
        act(request, give_up_erasure, erasure, done="Taken back. Nothing has gone.")
    return redirect("privacy:erasure-detail", programme.slug, number)


@desk_page(ANSWER, "POST")
def erasure_confirm(request: SignedInRequest, programme: Programme, number: int) -> HttpResponse:
    """Confirm what somebody else has proposed: it is done at once."""
    erasure = get_object_or_404(Erasure, request=request_or_404(programme, number, RequestKind.ERASURE))
    back = reverse("privacy:erasure-detail", args=[programme.slug, number])
    if asked := ask_first(request, "Erase it now?", CANNOT_BE_UNDONE, yes="Erase it", back=back):
        return asked
    act(request, confirm_erasure, erasure, done="Erased. Tell them, by answering the request.")
    return redirect(back)
