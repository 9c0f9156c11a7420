"""Organisations' parts in the programme at the team's desk: listed, shown, added, put right, ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.looks import look
from kit.pages import act, page_of, posted, sent_once
from kit.spreadsheets import as_csv
from programmes.desk import desk_page
from programmes.models import Programme
from programmes.nouns import word_for
from stakeholders.corrections import corrections_of
from stakeholders.forms.appointments import OnDayForm
from stakeholders.forms.partnerships import (
    EndPartnershipForm,
    FilterForm,
    PartnershipContactForm,
    PartnershipEditForm,
    PartnershipForm,
)
from stakeholders.history import who_spoke
from stakeholders.invitation_status import invitation_statuses
from stakeholders.listing import partnerships_csv, partnerships_of
from stakeholders.models import Invitation
from stakeholders.name_matching import KnownOrganisations
from stakeholders.services import (
    add_partnership,
    change_contact,
    edit_partnership,
    end_partnership,
)


@desk_page("stakeholders.view_partnership")
def partnership_list(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """List a programme's organisations, with whom they represent and who speaks for each."""
    form = FilterForm(request.GET, programme=programme)
    partnerships = partnerships_of(programme, form.wanted, at=timezone.now())
    context = {
        "programme": programme,
        "filter": form,
        "page": page_of(request, partnerships),
        # One that takes part in two ways is listed twice, and is one.
        "found": partnerships.order_by().values("organisation").distinct().count(),
        "may_change": request.user.has_perm("stakeholders.change_partnership", programme),
    }
    return render(request, "stakeholders/partnership_list.html", context)


@desk_page("stakeholders.view_partnership")
def partnership_csv(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give the list as a spreadsheet: organisations, and no people."""
    wanted = FilterForm(request.GET, programme=programme).wanted
    content = partnerships_csv(partnerships_of(programme, wanted, at=timezone.now()))
    return as_csv(content, f"{programme.slug}-organisations.csv")


@desk_page()
def partnership_detail(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show who speaks for an organisation, who is asked to, and who spoke for it on any day."""
    partnership, at = get_object_or_404(programme.partnerships.with_names(), pk=pk), timezone.now()
    appointments = partnership.appointments.select_related("person", "appointed_by").order_by("-started_at", "-pk")
    invitations = Invitation.objects.with_names().filter(partnership=partnership).order_by("-invited_at", "-pk")
    statuses = invitation_statuses(invitations, at)
    form = OnDayForm(request.GET if "day_0" in request.GET else None)
    context = {
        "programme": programme,
        "partnership": partnership,
        "groups": partnership.groups.order_by("name"),
        "formerly": partnership.organisation.merged.order_by("name"),
        "current": appointments.current(at).first(),
        "appointments": appointments,
        "invited": statuses[0] if statuses else None,
        "earlier_invited": statuses[1:],
        "corrections": corrections_of(partnership),
        "form": form,
        "spoke": who_spoke(partnership, form.cleaned_data["day"]) if form.is_valid() else "",
        "is_over": partnership.is_over(at),
        "may_appoint": request.user.has_perm("stakeholders.appoint_representative", programme),
        "may_change": request.user.has_perm("stakeholders.change_partnership", programme),
    }
    return render(request, "stakeholders/partnership_detail.html", context)


@desk_page("stakeholders.change_partnership", "GET", "POST")
@sent_once
def partnership_create(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Give an organisation, known or new, a part in the programme."""
    known = KnownOrganisations.read()
    initial = {"from_on": timezone.localdate(), "role": "member"}
    form = posted(request, PartnershipForm, programme=programme, known=known, initial=initial)
    if form.is_valid():
        word = word_for(programme, "programme")
        if partnership := act(
            request,
            add_partnership,
            programme,
            form=form,
            done=lambda made: f"{made.organisation} takes part in the {word}.",
            new=form.for_service(),
        ):
            return redirect("stakeholders:partnership-detail", programme.slug, partnership.pk)
    context = {"programme": programme, "form": form, "names": known.suggestions()}
    return render(request, "stakeholders/partnership_create.html", context)


@desk_page("stakeholders.change_partnership", "GET", "POST")
def partnership_edit(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Put an organisation's part in the programme right."""
    partnership, known = get_object_or_404(programme.partnerships.with_names(), pk=pk), KnownOrganisations.read()
    form = posted(request, PartnershipEditForm, partnership=partnership, known=known)
    done = "What is kept about its part is changed."
    if form.is_valid() and act(request, edit_partnership, partnership, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, pk)
    context = {"programme": programme, "partnership": partnership, "form": form, "names": known.suggestions()}
    return render(request, "stakeholders/partnership_edit.html", context)


@desk_page("stakeholders.change_partnership", "GET", "POST")
def partnership_contact(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show whom the team writes to when somebody asks for it by a button, which is logged, and have it changed."""
    partnership = get_object_or_404(programme.partnerships.with_names(), pk=pk)
    context: dict[str, Any] = {"programme": programme, "partnership": partnership}
    if "save" in request.POST:
        form = PartnershipContactForm(request.POST)
        done = "The contact details are kept."
        if form.is_valid() and act(request, change_contact, partnership, form=form, done=done, **form.cleaned_data):
            return redirect("stakeholders:partnership-detail", programme.slug, pk)
        context["form"] = form
    elif request.method == "POST":
        look(request, partnership, programme.pk)
        context["form"] = PartnershipContactForm.of(partnership)
    return render(request, "stakeholders/partnership_contact.html", context)


@desk_page("stakeholders.change_partnership", "GET", "POST")
@sent_once
def partnership_end(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """End an organisation's part in the programme on a day."""
    partnership = get_object_or_404(programme.partnerships.with_names(), pk=pk)
    form = posted(request, EndPartnershipForm, partnership=partnership, initial={"until_on": timezone.localdate()})
    done = "The day on which its part ends is kept."
    if form.is_valid() and act(request, end_partnership, partnership, form=form, done=done, **form.cleaned_data):
        return redirect("stakeholders:partnership-detail", programme.slug, pk)
    context = {"programme": programme, "partnership": partnership, "form": form}
    return render(request, "stakeholders/partnership_end.html", context)
