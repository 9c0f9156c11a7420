"""How representatives are reached, at the team's desk: shown by a button, taken away for a purpose, always logged."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.pages import SignedInRequest
from kit.looks import look
from kit.pages import posted
from kit.spreadsheets import as_spreadsheet
from programmes.desk import desk_page
from programmes.models import Programme
from stakeholders.contacts import contact_cells, contact_headings
from stakeholders.forms.contacts import ExportContactsForm
from stakeholders.services import export_contacts


@desk_page("stakeholders.look_at_contacts", "POST")
def contact_look(request: SignedInRequest, programme: Programme, pk: int) -> HttpResponse:
    """Show how an organisation and its representative are reached, and what that person needs."""
    partnership, at = get_object_or_404(programme.partnerships.with_names(), pk=pk), timezone.now()
    look(request, partnership, programme.pk)
    context = {
        "programme": programme,
        "partnership": partnership,
        "appointment": partnership.appointments.current(at).select_related("person__user").first(),
    }
    return render(request, "stakeholders/contact_look.html", context)


@desk_page("stakeholders.export_contacts", "GET", "POST")
def contact_export(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Ask what the representatives' contact details are needed for, and give them as a spreadsheet."""
    form = posted(request, ExportContactsForm)
    if form.is_valid():
        kind, purpose = form.cleaned_data["kind"], form.cleaned_data["purpose"]
        taken = export_contacts(programme, purpose=purpose, by=request.user, at=timezone.now())
        rows = map(contact_cells, taken)
        return as_spreadsheet(kind, contact_headings(programme), rows, f"{programme.slug}-contacts")
    return render(request, "stakeholders/contact_export.html", {"programme": programme, "form": form})
