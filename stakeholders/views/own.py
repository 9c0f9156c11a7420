"""A representative's own pages: their organisation, themselves, the others, and how to step down.

Each request asks anew for whom this person speaks: what has ended, and what is somebody else's, is alike not there.
"""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition
from programmes.models import Programme
from stakeholders import services
from stakeholders.corrections import OwnDetails
from stakeholders.forms.own import AboutMeForm, OrganisationForm, StepDownForm
from stakeholders.models import Appointment, StakeholderGroup
from stakeholders.models.appointment import AppointmentQuerySet


def appointments_of(request: SignedInRequest, at: datetime) -> AppointmentQuerySet:
    """Return the appointments by which whoever asks speaks at a moment."""
    current = Appointment.objects.of(request.user).current(at)
    return current.select_related("person", "partnership__organisation", "partnership__programme")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct what is told of my organisation, and which groups it represents."""
    at = timezone.now()
    partnership = get_object_or_404(appointments_of(request, at), partnership=pk).partnership
    form = OrganisationForm(request.POST or None, partnership=partnership)
    status = 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.correct_organisation(partnership, details=form.snapshot, version=version, by=request.user, at=at)
        except services.NotTheirs as error:
            raise Http404 from error
        except services.CorrectedMeanwhile as error:
            form.overtaken_by(error.details)
            status = 409
        else:
            messages.success(request, f"What is told of {partnership.organisation} is as you wrote it.")
            return redirect("actions:home")
    context = {"form": form, "partnership": partnership, "programme": partnership.programme}
    return render(request, "stakeholders/own_organisation.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: SignedInRequest) -> HttpResponse:
    """Say how I am reached and what I need, and who else may see how to reach me."""
    at = timezone.now()
    appointments = list(appointments_of(request, at).order_by("partnership__programme__title", "pk"))
    if not appointments:
        raise Http404
    person = appointments[0].person
    programmes = [appointment.partnership.programme_id for appointment in appointments]
    form = AboutMeForm(request.POST or None, details=OwnDetails.of(person, at), programmes=programmes)
    status = 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.correct_own_details(person, details=form.snapshot, version=version, by=request.user, at=at)
        except services.NotTheirs as error:
            raise Http404 from error
        except services.CorrectedMeanwhile as error:
            form.overtaken_by(error.details)
            status = 409
        else:
            messages.success(request, "We have noted what you told us about yourself.")
            return redirect("actions:home")
    context = {"form": form, "person": person, "programme": appointments[0].partnership.programme}
    return render(request, "stakeholders/about_me.html", context, status=status)


@never_cache
@login_required
@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """List who else speaks in a programme, for whom; how to reach them only where they agreed to it."""
    at = timezone.now()
    mine = list(appointments_of(request, at).filter(partnership__programme__slug=slug))
    if not mine:
        raise Http404
    programme: Programme = mine[0].partnership.programme
    current = Appointment.objects.current(at).filter(partnership__programme=programme)
    by_name = Prefetch("partnership__groups", StakeholderGroup.objects.order_by("name"))
    current = current.select_related("person__user", "partnership__organisation").prefetch_related(by_name)
    context = {
        "programme": programme,
        "mine": {appointment.pk for appointment in mine},
        "is_shared": any(appointment.contact_shared_at for appointment in mine),
        "appointments": current.order_by("partnership__organisation__name", "pk"),
    }
    return render(request, "stakeholders/people.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that I step down, why, and whom I suggest: written, read through, then done."""
    at = timezone.now()
    appointment = get_object_or_404(appointments_of(request, at), pk=pk)
    form = StepDownForm(request.POST or None)
    context = {"form": form, "appointment": appointment, "partnership": appointment.partnership}
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "stakeholders/step_down.html", context)
    if "done" not in request.POST:
        return render(request, "stakeholders/step_down_check.html", context)
    try:
        services.step_down(appointment, **form.cleaned_data, by=request.user, at=at)
    except InvalidTransition as error:
        raise Http404 from error
    messages.success(request, f"You no longer speak for {appointment.partnership.organisation}. Thank you.")
    return redirect("actions:home")
