"""The invitations of a programme at the team's desk: how each stands, and what can be done about it."""

from collections.abc import Callable
from typing import Any

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
from stakeholders.forms.invitations import DeclineForm, InviteForm
from stakeholders.invitation_status import askings_of
from stakeholders.models import Invitation
from stakeholders.services import (
    AddressRefused,
    decline_invitation,
    readdress_invitation,
    resend_invitation,
    withdraw_invitation,
)
from stakeholders.views.partnerships import APPOINT, draw


def invitation_for(request: SignedInRequest, slug: str, pk: int) -> Invitation:
    """Return an invitation of a programme whose representatives the member of staff may appoint."""
    programme = desk_programme(request, slug, APPOINT)
    return get_object_or_404(Invitation.objects.with_names(), partnership__programme=programme, pk=pk)


@never_cache
@login_required
@require_safe
def invitation_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List the organisations that were asked and named nobody, each with the next thing to do."""
    programme, at = desk_programme(request, slug), timezone.now()
    waiting = Invitation.objects.with_names().filter(partnership__programme=programme).waiting(at)
    context = {
        "programme": programme,
        "askings": askings_of(waiting.order_by("last_sent_at", "pk"), at),
        "may_appoint": request.user.has_perm(APPOINT, programme),
    }
    return render(request, "stakeholders/invitation_list.html", context)


@never_cache
@login_required
@require_POST
def invitation_resend(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    return press(request, slug, pk, resend_invitation, "The invitation is on its way again.")


@never_cache
@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    return press(request, slug, pk, withdraw_invitation, "The invitation is withdrawn. Its link no longer works.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_readdress(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation to another person or address instead."""
    invitation = invitation_for(request, slug, pk)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if form.is_valid():
        try:
            readdress_invitation(invitation, **form.cleaned_data, by=request.user, at=timezone.now())
        except (InvalidTransition, AddressRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The invitation is on its way there. The old link no longer works.")
            return back(slug, invitation)
    return draw(request, "invitation_readdress", invitation.partnership, form, invitation=invitation)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_declined(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down that an organisation told us no, and why."""
    invitation = invitation_for(request, slug, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = "What did they say?"
    if form.is_valid():
        try:
            decline_invitation(invitation, **form.cleaned_data, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down: they would rather not.")
            return back(slug, invitation)
    return draw(request, "invitation_declined", invitation.partnership, form, invitation=invitation)


def press(request: SignedInRequest, slug: str, pk: int, service: Callable[..., Any], done: str) -> HttpResponse:
    """Do one thing to an invitation, and tell what came of it."""
    invitation = invitation_for(request, slug, pk)
    try:
        service(invitation, by=request.user, at=timezone.now())
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return back(slug, invitation)


def back(slug: str, invitation: Invitation) -> HttpResponse:
    """Go to the page of the organisation that was asked."""
    return redirect("stakeholders:partnership-detail", slug=slug, pk=invitation.partnership_id)
