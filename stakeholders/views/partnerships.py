"""One organisation's part in a programme, at the team's desk: who speaks for it, who has spoken, who is asked to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition, Refused
from programmes.desk import desk_programme
from stakeholders.corrections import corrections_of
from stakeholders.forms.invitations import (
    ContactForm,
    EndForm,
    InviteForm,
    NeedsForm,
    OnDayForm,
    SignInForm,
    ToldUsForm,
)
from stakeholders.history import who_spoke
from stakeholders.invitation_status import askings_of
from stakeholders.models import Appointment, Invitation, Partnership
from stakeholders.services import (
    AddressRefused,
    appoint_representative,
    end_appointment,
    give_sign_in,
    invite_to_appoint,
)
from stakeholders.services.organisations import look_at_contact

APPOINT = "stakeholders.appoint_representative"
OF_THEMSELF = [*ContactForm.base_fields, *NeedsForm.base_fields]


def partnership_for(request: SignedInRequest, slug: str, pk: int, permission: str) -> Partnership:
    """Return a partnership of a programme that the member of staff sees (else 404) and may do this to (else 403)."""
    programme = desk_programme(request, slug, permission)
    partnerships = Partnership.objects.select_related("programme", "organisation", "identified_by", "merged_into")
    return get_object_or_404(partnerships, programme=programme, pk=pk)


def appointment_for(request: SignedInRequest, slug: str, pk: int) -> Appointment:
    """Return an appointment in force whose end the member of staff may record."""
    programme = desk_programme(request, slug, APPOINT)
    appointments = Appointment.objects.current(timezone.now()).select_related("person", "partnership__organisation")
    return get_object_or_404(appointments, partnership__programme=programme, pk=pk)


@never_cache
@login_required
@require_safe
def partnership_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show who speaks for an organisation, who is asked to, and who spoke for it on any day."""
    partnership, at = partnership_for(request, slug, pk, "programmes.view_desk"), timezone.now()
    appointments = partnership.appointments.select_related("person", "appointed_by").order_by("-started_at", "-pk")
    invitations = Invitation.objects.with_names().filter(partnership=partnership).order_by("-invited_at", "-pk")
    askings = askings_of(invitations, at)
    form = OnDayForm(request.GET if "day_0" in request.GET else None)
    context = {
        "programme": partnership.programme,
        "partnership": partnership,
        "groups": partnership.groups.order_by("name"),
        "formerly": partnership.organisation.merged.order_by("name"),
        "current": appointments.current(at).first(),
        "appointments": appointments,
        "asking": askings[0] if askings else None,
        "earlier_askings": askings[1:],
        "corrections": corrections_of(partnership),
        "form": form,
        "spoke": who_spoke(partnership, form.cleaned_data["day"]) if form.is_valid() else "",
        "may_appoint": request.user.has_perm(APPOINT, partnership.programme),
        "may_change": request.user.has_perm("stakeholders.change_partnership", partnership.programme),
    }
    return render(request, "stakeholders/partnership_detail.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_invite(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whom to invite, beginning with the contact we have (which is logged as a look), and invite them."""
    partnership, at = partnership_for(request, slug, pk, APPOINT), timezone.now()
    form = InviteForm(request.POST if "send" in request.POST else None)
    if request.method == "POST" and "send" not in request.POST and partnership.contact_email:
        look_at_contact(partnership, by=request.user, at=at)
        form = InviteForm(initial={"name": partnership.contact_name, "email": partnership.contact_email})
    if form.is_valid():
        try:
            invite_to_appoint(partnership, **form.cleaned_data, by=request.user, at=at)
        except (InvalidTransition, AddressRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The invitation is on its way.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=pk)
    return draw(request, "partnership_invite", partnership, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_appoint(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Write down an appointment that the team was told of; whoever speaks until now is replaced."""
    partnership, at = partnership_for(request, slug, pk, APPOINT), timezone.now()
    current = partnership.appointments.current(at).select_related("person").first()
    form = ToldUsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        # Whom the page said would be replaced, not whoever speaks by now.
        replacing = current if current and request.POST.get("replacing") == str(current.pk) else None
        try:
            made = appoint_representative(partnership, **form.cleaned_data, replacing=replacing, by=request.user, at=at)
        except Refused as refusal:
            form.add_error("email" if isinstance(refusal, AddressRefused) else None, str(refusal))
        else:
            messages.success(request, f"{made.person.name} now speaks for {partnership.organisation}.")
            if any(form.cleaned_data[name] not in ("", getattr(made.person, name)) for name in OF_THEMSELF):
                messages.info(request, "What they had told us of themself before stays. They can change it themself.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=pk)
    return draw(request, "partnership_appoint", partnership, form, current=current)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_end(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Record that somebody no longer speaks for an organisation, and why."""
    appointment, at = appointment_for(request, slug, pk), timezone.now()
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_appointment(appointment, **form.cleaned_data, by=request.user, at=at)
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{appointment.person.name} no longer speaks for it. Ask somebody to follow.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=appointment.partnership_id)
    return draw(request, "appointment_end", appointment.partnership, form, appointment=appointment)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_sign_in(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a representative without an e-mail address one, by which they sign in from now on."""
    appointment = appointment_for(request, slug, pk)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_sign_in(appointment, **form.cleaned_data, by=request.user, at=timezone.now())
        except (InvalidTransition, AddressRefused) as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{appointment.person.name} can sign in from now on, and is told so by e-mail.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=appointment.partnership_id)
    return draw(request, "appointment_sign_in", appointment.partnership, form, appointment=appointment)


def draw(request: SignedInRequest, name: str, partnership: Partnership, form: forms.Form, **more: Any) -> HttpResponse:
    """Draw one of the desk's forms about a partnership."""
    context = {"programme": partnership.programme, "partnership": partnership, "form": form, **more}
    return render(request, f"stakeholders/{name}.html", context)
