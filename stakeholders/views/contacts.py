"""How representatives are reached, at the team's desk: shown by a button, taken away for a purpose, always logged."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.pages import SignedInRequest
from kit.spreadsheets import as_csv
from programmes.desk import desk_programme
from stakeholders.contacts import contacts_csv
from stakeholders.forms.contacts import TakeContactsForm
from stakeholders.services.contacts import take_contacts
from stakeholders.services.organisations import look_at_contact
from stakeholders.views.partnerships import partnership_for


@never_cache
@login_required
@require_POST
def contact_look(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show how an organisation and its representative are reached, and what that person needs."""
    partnership, at = partnership_for(request, slug, pk, "stakeholders.look_at_contacts"), timezone.now()
    look_at_contact(partnership, by=request.user, at=at)
    context = {
        "programme": partnership.programme,
        "partnership": partnership,
        "appointment": partnership.appointments.current(at).select_related("person__user").first(),
        "at": at,
    }
    return render(request, "stakeholders/contact_look.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact_export(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask what the representatives' contact details are needed for, and give them as a spreadsheet."""
    programme = desk_programme(request, slug, "stakeholders.export_contacts")
    form = TakeContactsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = take_contacts(programme, **form.cleaned_data, by=request.user, at=timezone.now())
        return as_csv(contacts_csv(taken), f"{programme.slug}-contacts.csv")
    return render(request, "stakeholders/contact_export.html", {"programme": programme, "form": form})
