"""The pages of somebody who is asked to speak for an organisation, by personal link. A GET writes nothing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from stakeholders.forms.invitations import (
    ChooseForm,
    ContactForm,
    DeclareForm,
    DeclineForm,
    NameForm,
    NeedsForm,
    PassOnForm,
    SharingForm,
    Told,
)
from stakeholders.links import LINK
from stakeholders.models import Invitation
from stakeholders.services import (
    AddressRefused,
    accept_invitation,
    begin_answer,
    decline_invitation,
    keep_typed,
    pass_on_invitation,
)

# What is asked of whoever says yes, page by page.
STEPS: dict[str, type[Told]] = {
    "name": NameForm,
    "declare": DeclareForm,
    "contact": ContactForm,
    "needs": NeedsForm,
    "sharing": SharingForm,
}
WAYS = {"yes": "name", "colleague": "pass-on", "no": "decline"}


@LINK.opening
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return LINK.let_in(request, token)


@LINK.page("GET", "POST")
def invitation_read(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say what is asked, of whom, by whom and until when."""
    if request.method == "POST":
        begin_answer(invitation, at=timezone.now())
        return redirect("stakeholders:invitation-choose", pk=invitation.pk)
    is_spoken_for = invitation.partnership.appointments.current(timezone.now()).exists()
    return show(request, "read", invitation, is_spoken_for=is_spoken_for)


@LINK.page("GET", "POST")
def invitation_choose(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what they want to do: speak, name a colleague, or decline."""

    def go_on(form: forms.Form) -> HttpResponse:
        keep_typed(invitation, typed=form.cleaned_data, at=timezone.now())
        return redirect(f"stakeholders:invitation-{WAYS[form.cleaned_data['answer']]}", pk=invitation.pk)

    form = ChooseForm(data_of(request), initial=invitation.typed)
    return ask(request, "choose", invitation, form, go_on)


@LINK.page("GET", "POST")
def invitation_pass_on(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask for the colleague who is better placed, and write to them."""

    def go_on(form: forms.Form) -> HttpResponse:
        pass_on_invitation(invitation, **form.cleaned_data, at=timezone.now())
        return redirect("stakeholders:invitation-done", pk=invitation.pk)

    return ask(request, "pass_on", invitation, PassOnForm(data_of(request)), go_on, back="choose", field="email")


@LINK.page("GET", "POST")
def invitation_decline(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask why they would rather not, and record it."""

    def go_on(form: forms.Form) -> HttpResponse:
        decline_invitation(invitation, **form.cleaned_data, at=timezone.now())
        return redirect("stakeholders:invitation-done", pk=invitation.pk)

    return ask(request, "decline", invitation, DeclineForm(data_of(request)), go_on, back="choose")


@LINK.page("GET", "POST")
def invitation_name(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what they are called."""
    return step(request, "name", invitation)


@LINK.page("GET", "POST")
def invitation_declare(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask for the two declarations."""
    return step(request, "declare", invitation)


@LINK.page("GET", "POST")
def invitation_contact(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask how they would like to hear from the team."""
    return step(request, "contact", invitation)


@LINK.page("GET", "POST")
def invitation_needs(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what helps them to take part."""
    return step(request, "needs", invitation)


@LINK.page("GET", "POST")
def invitation_sharing(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask whether other representatives may see how to reach them."""
    return step(request, "sharing", invitation)


@LINK.page("GET", "POST")
def invitation_check(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show all that was typed; appoint them when they send it."""
    pages = {name: form(invitation.typed) for name, form in STEPS.items()}
    if missing := next((name for name, form in pages.items() if not form.is_valid()), None):
        return redirect(f"stakeholders:invitation-{missing}", pk=invitation.pk)
    told = {name: value for form in pages.values() for name, value in form.cleaned_data.items()}
    told["shares_contact"] = told["shares_contact"] == "yes"

    def go_on(form: forms.Form) -> HttpResponse:
        accept_invitation(invitation, **told, at=timezone.now())
        return redirect("stakeholders:invitation-done", pk=invitation.pk)

    form = forms.Form(data_of(request))
    return ask(request, "check", invitation, form, go_on, back="sharing", told=told, pages=pages)


@LINK.page()
def invitation_done(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say what has come of the invitation, and what happens now."""
    passed_on_to = Invitation.objects.filter(passed_on_from=invitation).first()
    return show(request, "done", invitation, passed_on_to=passed_on_to)


def step(request: HttpRequest, name: str, invitation: Invitation) -> HttpResponse:
    """Ask one thing, keep it, and go on to the next, or back to the check whence it was to be changed."""
    names = list(STEPS)
    position = names.index(name)
    is_change = "change" in request.GET
    following = "check" if is_change else [*names, "check"][position + 1]
    back = "check" if is_change else ["choose", *names][position]

    def go_on(form: forms.Form) -> HttpResponse:
        keep_typed(invitation, typed=form.cleaned_data, at=timezone.now())
        return redirect(f"stakeholders:invitation-{following}", pk=invitation.pk)

    form = STEPS[name](data_of(request), initial={"name": invitation.name} | invitation.typed)
    return ask(request, name, invitation, form, go_on, back=back)


def ask(
    request: HttpRequest,
    name: str,
    invitation: Invitation,
    form: forms.Form,
    go_on: Callable[[forms.Form], HttpResponse],
    *,
    back: str = "read",
    field: str | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a page's form until it is filled, then go on; an address that is refused is said beside its `field`."""
    if form.is_valid():
        try:
            return go_on(form)
        except AddressRefused as refusal:
            # Beside no field it is the invited person's own, of which they learn no more than they must.
            form.add_error(field, str(refusal) if field else NOT_YOURS)
    return show(request, name, invitation, form=form, back=f"stakeholders:invitation-{back}", **more)


NOT_YOURS = (
    "Nobody can be signed up with this e-mail address under this name: it belongs to somebody of another name, or to "
    "an account that is closed. Write to us, and we will send the invitation to an address of your own."
)


def data_of(request: HttpRequest) -> Any:
    """Return what was sent, or nothing to be checked."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, name: str, invitation: Invitation, **more: Any) -> HttpResponse:
    """Draw one page of an invitation."""
    partnership = invitation.partnership
    context = {"invitation": invitation, "organisation": partnership.organisation, "programme": partnership.programme}
    return render(request, f"stakeholders/invitation_{name}.html", context | more)
