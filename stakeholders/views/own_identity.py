"""A representative changes their own name, or the address with which they sign in: written, then shown by two codes."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import address_codes, own_letters
from accounts.address_codes import AddressChange
from accounts.models import User
from accounts.pages import SignedInRequest, signed_in_page
from accounts.services import send_address_codes
from kit.pages import act, posted, sent_once
from stakeholders.forms.own import AddressCodesForm, OwnIdentityForm
from stakeholders.models import Appointment
from stakeholders.services import change_own_identity

PAGE, DONE = "stakeholders:own-identity", "stakeholders:about-me"
TOO_MANY = "Many codes were sent to this address today and not used. Try again tomorrow, or write to us."
OVER = "That took too long, or was tried too often. Begin again."
WRONG = "These are not the two codes. Copy each from the newest letter; after three tries you begin again."


@signed_in_page("GET", "POST")
@sent_once
def own_identity(request: SignedInRequest) -> HttpResponse:
    """Change my name, or the address with which I sign in: that, once I have typed the codes that went to both."""
    at = timezone.now()
    mine = Appointment.objects.of(request.user).current(at).with_names()
    appointment = mine.order_by("partnership__programme__title", "pk").first()
    if appointment is None:
        raise Http404
    asked = address_codes.asked_for(request, at)
    if asked and "email" not in request.POST and "again" not in request.GET:
        return _codes(request, appointment, asked)
    if "old_code" in request.POST:
        messages.error(request, OVER)
        return redirect(PAGE)
    form = posted(request, OwnIdentityForm, initial={"name": appointment.person.name, "email": request.user.email})
    if form.is_valid():
        change = AddressChange(form.cleaned_data["name"], form.cleaned_data["email"])
        if change.email == request.user.email:
            done = "Your name is changed."
            if act(request, change_own_identity, appointment, name=change.name, email="", form=form, done=done):
                return redirect(DONE)
        elif not own_letters.may_be_written_to(request, change.email):
            form.add_error("email", TOO_MANY)
        elif codes := act(request, send_address_codes, request.user, email=change.email, form=form):
            address_codes.remember(request, change, codes=codes, at=at)
            return redirect(PAGE)
    context = {"form": form, "programme": appointment.partnership.programme}
    return render(request, "stakeholders/own_identity.html", context)


def _codes(request: SignedInRequest, appointment: Appointment, asked: AddressChange) -> HttpResponse:
    form = posted(request, AddressCodesForm)
    if form.is_valid():
        if not address_codes.are_right(request, form.codes):
            form.add_error(None, WRONG)
        else:
            said = {"name": asked.name, "email": asked.email}
            done = f"You sign in with {asked.email} from now on."
            if act(request, change_own_identity, appointment, form=form, done=done, **said):
                address_codes.forget(request)
                # Every other session has ended with the old address.
                update_session_auth_hash(request, User.objects.get(pk=request.user.pk))
                return redirect(DONE)
    context = {"form": form, "asked": asked, "programme": appointment.partnership.programme}
    return render(request, "stakeholders/own_identity_codes.html", context)
