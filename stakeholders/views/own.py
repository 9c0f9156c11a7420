"""A representative's own pages: their organisation, themselves, the others, and how to step down.

Each request asks anew for whom this person speaks: what has ended, and what is somebody else's, is alike not there.
"""

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from kit.kept_words import words_refused
from kit.looks import look
from kit.pages import act, page_of, posted, refuse
from kit.refusals import InvalidTransition
from programmes.nouns import reword
from stakeholders.corrections import OwnDetails
from stakeholders.forms.own import AboutMeForm, OrganisationForm, StepDownCheckForm, StepDownForm
from stakeholders.models import Appointment, StakeholderGroup
from stakeholders.services import correct_organisation, correct_own_details, step_down


@signed_in_page("GET", "POST")
def own_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct what is told of my organisation, and which groups it represents."""
    mine = Appointment.objects.of(request.user).current(timezone.now()).with_names()
    partnership = get_object_or_404(mine, partnership=pk).partnership
    form = posted(request, OrganisationForm, partnership=partnership)
    if form.is_valid():
        done = f"What is told of {partnership.organisation} is as you wrote it."
        said = {"details": form.snapshot, "version": form.cleaned_data["version"]}
        if act(request, correct_organisation, partnership, form=form, done=done, **said):
            return redirect("actions:home")
    context = {"form": form, "partnership": partnership, "programme": partnership.programme}
    return render(request, "stakeholders/own_organisation.html", context, status=409 if form.stands_now else 200)


@signed_in_page("GET", "POST")
def about_me(request: SignedInRequest) -> HttpResponse:
    """Say how I am reached and what I need, and who else may see how to reach me."""
    at = timezone.now()
    mine = Appointment.objects.of(request.user).current(at).with_names()
    appointments = list(mine.order_by("partnership__programme__title", "pk"))
    if not appointments:
        raise Http404
    person, programmes = appointments[0].person, [each.partnership.programme_id for each in appointments]
    form = posted(request, AboutMeForm, details=OwnDetails.of(person, at), programmes=programmes)
    reword(form, appointments[0].partnership.programme if len(appointments) == 1 else None)
    if form.is_valid():
        done = "We have noted what you told us about yourself."
        said = {"details": form.snapshot, "version": form.cleaned_data["version"]}
        if act(request, correct_own_details, person, form=form, done=done, **said):
            return redirect("actions:home")
    theirs = {each.partnership.programme_id: each.partnership.programme for each in appointments}
    context = {"form": form, "person": person, "programme": appointments[0].partnership.programme}
    context["programmes"] = list(theirs.values())
    return render(request, "stakeholders/about_me.html", context, status=409 if form.stands_now else 200)


@signed_in_page()
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """List who else speaks in a programme, for whom; how to reach them only where they agreed to it."""
    current = Appointment.objects.current(timezone.now()).filter(partnership__programme__slug=slug)
    mine = list(current.of(request.user).with_names())
    if not mine:
        raise Http404
    by_name = Prefetch("partnership__groups", StakeholderGroup.objects.order_by("name"))
    everybody = current.select_related("person__user", "partnership__organisation").prefetch_related(by_name)
    programme, own = mine[0].partnership.programme, {appointment.pk for appointment in mine}
    page = page_of(
        request,
        everybody.order_by("partnership__organisation__name", "pk"),
        find=["partnership__organisation__name", "person__name", "partnership__groups__name"],
    )
    if any(appointment.contact_shared_at for appointment in page if appointment.pk not in own):
        look(request, programme, programme.pk)
    context = {
        "programme": programme,
        "mine": own,
        "is_shared": any(appointment.contact_shared_at for appointment in mine),
        "page": page,
    }
    return render(request, "stakeholders/people.html", context)


@signed_in_page("GET", "POST")
def appointment_step_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that I step down, why, and whom I suggest: written, read through, then done."""
    mine = Appointment.objects.of(request.user).current(timezone.now()).with_names()
    appointment = get_object_or_404(mine, pk=pk)
    partnership, form = appointment.partnership, posted(request, StepDownForm)
    context = {"form": form, "appointment": appointment, "partnership": partnership}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "stakeholders/appointment_step_down.html", context)
    if "done" not in request.POST:
        context["form"] = StepDownCheckForm(request.POST)
        return render(request, "stakeholders/appointment_step_down_check.html", context)
    done = f"You no longer speak for {partnership.organisation}. Thank you."
    try:
        act(request, step_down, appointment, done=done, passes_on=InvalidTransition, **form.cleaned_data)
    except InvalidTransition as refusal:
        if told := words_refused(request, str(refusal), leads_to=reverse("actions:home")):
            return told
        refuse(request, refusal)
    return redirect("actions:home")
