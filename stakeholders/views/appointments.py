"""Who speaks for an organisation, as the team is told of it at its desk: appointed, given a sign-in, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.pages import act, posted, sent_once
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.forms.appointments import AppointForm, EndAppointmentForm, IdentityForm, SignInForm
from stakeholders.models import Appointment
from stakeholders.services import appoint_representative, correct_identity, end_appointment, give_sign_in


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def partnership_appoint(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Write down an appointment that the team was told of; whoever speaks until now is replaced."""
    partnership = get_object_or_404(programme.partnerships.with_names(), pk=pk)
    current = partnership.appointments.current(timezone.now()).select_related("person").first()
    form = posted(request, AppointForm, current=current)
    if form.is_valid():
        made = act(
            request,
            appoint_representative,
            partnership,
            form=form,
            done=lambda made: f"{made.person.name} now speaks for {partnership.organisation}.",
            **form.for_service(),
        )
        if made:
            if form.says_otherwise_than(made.person):
                messages.info(request, "What they had told us of themself before stays. They can change it themself.")
            return redirect("stakeholders:partnership-detail", programme.slug, pk)
    context = {"programme": programme, "partnership": partnership, "form": form, "current": current}
    return render(request, "stakeholders/partnership_appoint.html", context)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def appointment_end(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Record that somebody no longer speaks for an organisation, and why."""
    appointment = appointment_or_404(programme, pk)
    form = posted(request, EndAppointmentForm)
    done = f"{appointment.person.name} no longer speaks for it. Ask somebody to follow."
    if form.is_valid() and act(request, end_appointment, appointment, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, appointment.partnership_id)
    context = {"programme": programme, "partnership": appointment.partnership, "form": form, "appointment": appointment}
    return render(request, "stakeholders/appointment_end.html", context)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def appointment_sign_in(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Give a representative without an e-mail address one, by which they sign in from now on."""
    appointment = appointment_or_404(programme, pk)
    form = posted(request, SignInForm)
    done = f"{appointment.person.name} can sign in from now on, and is told so by e-mail."
    if form.is_valid() and act(request, give_sign_in, appointment, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, appointment.partnership_id)
    context = {"programme": programme, "partnership": appointment.partnership, "form": form, "appointment": appointment}
    return render(request, "stakeholders/appointment_sign_in.html", context)


@desk_page("stakeholders.appoint_representative", "GET", "POST")
@sent_once
def appointment_identity(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Put right what a representative is called, or with which address they sign in, with the reason."""
    appointment = appointment_or_404(programme, pk)
    form = posted(request, IdentityForm, initial={"name": appointment.person.name})
    done = "It is changed, and they are told by e-mail where they have an address."
    if form.is_valid() and act(request, correct_identity, appointment, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, appointment.partnership_id)
    context = {"programme": programme, "partnership": appointment.partnership, "form": form, "appointment": appointment}
    return render(request, "stakeholders/appointment_identity.html", context)


def appointment_or_404(programme: Programme, pk: int) -> Appointment:
    """Return an appointment of the programme that is in force now."""
    appointments = Appointment.objects.current(timezone.now()).with_names()
    return get_object_or_404(appointments, partnership__programme=programme, pk=pk)
