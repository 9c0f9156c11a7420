"""The programme's organisations at the team's desk: listed, added, put right, ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.pages import SignedInRequest
from kit.refusals import InvalidTransition
from kit.spreadsheets import as_csv
from programmes.desk import desk_programme
from stakeholders.forms.organisations import ContactForm, EndForm, FilterForm, PartEditForm, PartnershipForm
from stakeholders.listing import partnerships_csv, partnerships_of
from stakeholders.name_matching import Known
from stakeholders.services.organisations import (
    CONTACT,
    add_partnership,
    change_contact,
    edit_partnership,
    end_partnership,
    look_at_contact,
)
from stakeholders.views.partnerships import partnership_for

PAGE = 50
# More names than this and a browser's list of suggestions helps nobody.
MOST_OFFERED = 2000
CHANGE = "stakeholders.change_partnership"


@never_cache
@login_required
@require_safe
def partnership_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """List a programme's organisations, with whom they represent and who speaks for each."""
    programme = desk_programme(request, slug, "stakeholders.view_partnership")
    form = FilterForm(request.GET, programme=programme)
    page = Paginator(partnerships_of(programme, form.wanted, at=timezone.now()), PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "filter": form,
        "page": page,
        "kept": f"{kept}&" if (kept := without_page(request)) else "",
        "may_change": request.user.has_perm(CHANGE, programme),
    }
    return render(request, "stakeholders/partnership_list.html", context)


def without_page(request: SignedInRequest) -> str:
    """Return what an address asks for, but for the page's number."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@never_cache
@login_required
@require_safe
def partnership_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give the list as a spreadsheet: organisations, and no people."""
    programme = desk_programme(request, slug, "stakeholders.view_partnership")
    wanted = FilterForm(request.GET, programme=programme).wanted
    content = partnerships_csv(partnerships_of(programme, wanted, at=timezone.now()))
    return as_csv(content, f"{programme.slug}-organisations.csv")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give an organisation, known or new, a part in the programme."""
    programme = desk_programme(request, slug, CHANGE)
    known = Known.read()
    initial = {"from_on": timezone.localdate(), "role": "member"}
    form = PartnershipForm(request.POST or None, programme=programme, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            partnership = add_partnership(programme, **form.for_service(), by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error("organisation", str(refusal))
        else:
            messages.success(request, f"{partnership.organisation} takes part in the programme.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=partnership.pk)
    context = {"programme": programme, "form": form, "names": names_of(known)}
    return render(request, "stakeholders/partnership_create.html", context)


def names_of(known: Known) -> list[str]:
    """Return the names that are offered while somebody types."""
    return sorted(known.names.values(), key=str.casefold)[:MOST_OFFERED]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put an organisation's part in the programme right."""
    partnership = partnership_for(request, slug, pk, CHANGE)
    known = Known.read()
    form = PartEditForm(request.POST or None, partnership=partnership, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            edit_partnership(partnership, **form.cleaned_data, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "What is kept about its part is changed.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=pk)
    context = {"programme": partnership.programme, "partnership": partnership, "form": form, "names": names_of(known)}
    return render(request, "stakeholders/partnership_edit.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_contact(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show whom the team writes to when somebody asks for it by a button, which is logged, and have it changed."""
    partnership = partnership_for(request, slug, pk, CHANGE)
    form: ContactForm | None = None
    if "save" in request.POST:
        form = ContactForm(request.POST)
        if form.is_valid():
            change_contact(partnership, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The contact details are kept.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=pk)
    elif request.method == "POST":
        look_at_contact(partnership, by=request.user, at=timezone.now())
        form = ContactForm(initial={name: getattr(partnership, name) for name in CONTACT})
    context: dict[str, Any] = {"programme": partnership.programme, "partnership": partnership, "form": form}
    return render(request, "stakeholders/partnership_contact.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_end(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """End an organisation's part in the programme on a day."""
    partnership = partnership_for(request, slug, pk, CHANGE)
    form = EndForm(request.POST or None, partnership=partnership, initial={"until_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_partnership(partnership, **form.cleaned_data, by=request.user, at=timezone.now())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The day on which its part ends is kept.")
            return redirect("stakeholders:partnership-detail", slug=slug, pk=pk)
    context = {"programme": partnership.programme, "partnership": partnership, "form": form}
    return render(request, "stakeholders/partnership_end.html", context)
