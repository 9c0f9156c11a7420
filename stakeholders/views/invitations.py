"""The invitations of a programme at the team's desk: sent, how each stands, and what can be done about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.ask_first import ask_first
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.forms.invitations import InviteForm, ToldNoForm
from stakeholders.invitation_status import invitation_statuses
from stakeholders.models import Invitation
from stakeholders.services import (
    decline_invitation,
    invite_to_appoint,
    readdress_invitation,
    resend_invitation,
    withdraw_invitation,
)


@desk_page()
def invitation_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List the organisations that were asked and named nobody, each with the next thing to do."""
    at = timezone.now()
    invitations = Invitation.objects.with_names().filter(partnership__programme=programme).unresolved(at)
    rows = invitations.order_by("last_sent_at", "pk")
    page = page_of(request, rows, find=["partnership__organisation__name", "name"])
    context = {
        "programme": programme,
        "page": page,
        "invitations": invitation_statuses(page, at),
    }
    return render(request, "stakeholders/invitation_list.html", context)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def partnership_invite(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Ask whom to invite, beginning with the contact we have (which is logged as a look), and invite them."""
    partnership = get_object_or_404(programme.partnerships.with_names(), pk=pk)
    form = posted(request, InviteForm) if "send" in request.POST else InviteForm()
    if request.method == "POST" and "send" not in request.POST and partnership.contact_email:
        look(request, partnership, programme.pk)
        form = InviteForm(initial={"name": partnership.contact_name, "email": partnership.contact_email})
    done = "The invitation is on its way."
    if form.is_valid() and act(request, invite_to_appoint, partnership, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, pk)
    context = {"programme": programme, "partnership": partnership, "form": form}
    return render(request, "stakeholders/partnership_invite.html", context)


@desk_page("stakeholders.appoint_representative", "POST")
@sent_once
def invitation_resend(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    invitation = invitation_or_404(programme, pk)
    act(request, resend_invitation, invitation, done="The invitation is on its way again.")
    return redirect("stakeholders:partnership-detail", programme.slug, invitation.partnership_id)


@desk_page("stakeholders.appoint_representative", "POST")
def invitation_withdraw(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = invitation_or_404(programme, pk)
    back = reverse("stakeholders:partnership-detail", args=[programme.slug, invitation.partnership_id])
    title, told = f"Withdraw what {invitation.name} was sent?", "Its link opens nothing any more, and they are told so."
    if asked := ask_first(request, title, told, yes="Withdraw it", back=back):
        return asked
    act(request, withdraw_invitation, invitation, done="The invitation is withdrawn. Its link no longer works.")
    return redirect(back)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def invitation_readdress(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Send an invitation to another person or address instead."""
    invitation = invitation_or_404(programme, pk)
    form = posted(request, InviteForm, initial={"name": invitation.name})
    done = "The invitation is on its way there. The old link no longer works."
    if form.is_valid() and act(request, readdress_invitation, invitation, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, invitation.partnership_id)
    context = {"programme": programme, "partnership": invitation.partnership, "form": form, "invitation": invitation}
    return render(request, "stakeholders/invitation_readdress.html", context)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def invitation_declined(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down that an organisation told us no, and why."""
    invitation = invitation_or_404(programme, pk)
    form = posted(request, ToldNoForm)
    done = "Written down: they would rather not."
    if form.is_valid() and act(request, decline_invitation, invitation, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, invitation.partnership_id)
    context = {"programme": programme, "partnership": invitation.partnership, "form": form, "invitation": invitation}
    return render(request, "stakeholders/invitation_declined.html", context)


def invitation_or_404(programme: Programme, pk: int) -> Invitation:
    """Return an invitation of the programme."""
    return get_object_or_404(Invitation.objects.with_names(), partnership__programme=programme, pk=pk)
