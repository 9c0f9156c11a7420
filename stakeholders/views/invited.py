"""The pages of somebody who is asked to speak for an organisation, by personal link. A GET writes nothing.

What is refused because the invitation has moved on (answered, withdrawn, given another link) says so, with what was
typed; a button that is pressed once more leads to where things stand.
"""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kit.pages import act, posted, sent_once
from kit.personal_links import BY_LINK
from programmes.nouns import reword
from stakeholders.forms.invitations import ChooseForm, DeclineForm, PassOnForm
from stakeholders.invitation_steps import STEPS, answers_in, filled_forms, first_open_step, step_after, step_before
from stakeholders.links import LINK
from stakeholders.models import ContactBy, Invitation
from stakeholders.services import (
    accept_invitation,
    begin_answer,
    decline_invitation,
    keep_typed,
    pass_on_invitation,
)

PAGE_OF_ANSWER = {"yes": "name", "colleague": "pass-on", "no": "decline"}


@LINK.opening
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Let the browser in and move the token out of the address bar. A scanner that follows the link changes nothing."""
    return LINK.let_in(request, token)


@LINK.page("GET", "POST")
def invitation_read(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say what is asked, of whom, by whom and until when."""
    if request.method == "POST" and act(request, begin_answer, invitation, **BY_LINK):
        return redirect("stakeholders:invitation-choose", pk=invitation.pk)
    is_spoken_for = invitation.partnership.appointments.current(timezone.now()).exists()
    return draw(request, "read", invitation, is_spoken_for=is_spoken_for)


@LINK.page("GET", "POST")
def invitation_choose(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what they want to do: speak, name a colleague, or decline."""
    form = posted(request, ChooseForm, initial=invitation.typed)
    if form.is_valid() and act(request, keep_typed, invitation, form=form, typed=form.cleaned_data, **BY_LINK):
        return redirect(f"stakeholders:invitation-{PAGE_OF_ANSWER[form.cleaned_data['answer']]}", pk=invitation.pk)
    return draw(request, "choose", invitation, form=form, back="read")


@sent_once
@LINK.page("GET", "POST")
def invitation_pass_on(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask for the colleague who is better placed, and write to them."""
    form = posted(request, PassOnForm)
    if form.is_valid() and act(request, pass_on_invitation, invitation, form=form, **form.cleaned_data, **BY_LINK):
        return redirect("stakeholders:invitation-done", pk=invitation.pk)
    return draw(request, "pass_on", invitation, form=form, back="choose")


@sent_once
@LINK.page("GET", "POST")
def invitation_decline(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask why they would rather not, and record it."""
    form = posted(request, DeclineForm)
    if form.is_valid() and act(request, decline_invitation, invitation, form=form, **form.cleaned_data, **BY_LINK):
        return redirect("stakeholders:invitation-done", pk=invitation.pk)
    return draw(request, "decline", invitation, form=form, back="choose")


@LINK.page("GET", "POST")
def invitation_name(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what they are called."""
    return ask_step(request, "name", invitation)


@LINK.page("GET", "POST")
def invitation_declare(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask for the two declarations."""
    return ask_step(request, "declare", invitation)


@LINK.page("GET", "POST")
def invitation_contact(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask how they would like to hear from the team."""
    return ask_step(request, "contact", invitation)


@LINK.page("GET", "POST")
def invitation_needs(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask what helps them to take part."""
    return ask_step(request, "needs", invitation)


@LINK.page("GET", "POST")
def invitation_sharing(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask whether other representatives may see how to reach them."""
    return ask_step(request, "sharing", invitation)


@LINK.page("GET", "POST")
def invitation_check(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Show all that was typed; appoint them when they send it."""
    filled = filled_forms(invitation)
    if step := first_open_step(filled):
        return redirect(f"stakeholders:invitation-{step}", pk=invitation.pk)
    answers, form = answers_in(filled), posted(request, Form)
    if form.is_valid() and act(request, accept_invitation, invitation, form=form, details=answers, **BY_LINK):
        return redirect("stakeholders:invitation-done", pk=invitation.pk)
    reached_by = ContactBy(answers.contact_by).label
    return draw(request, "check", invitation, form=form, back="sharing", answers=answers, reached_by=reached_by)


@LINK.page()
def invitation_done(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say what has come of the invitation, and what happens now."""
    passed_on_to = Invitation.objects.filter(passed_on_from=invitation).first()
    return draw(request, "done", invitation, passed_on_to=passed_on_to)


def ask_step(request: HttpRequest, step: str, invitation: Invitation) -> HttpResponse:
    """Ask one thing, keep it, and go on to the next, or back to the check whence it was to be changed."""
    is_change = "change" in request.GET
    form = posted(request, STEPS[step], initial={"name": invitation.name} | invitation.typed)
    reword(form, invitation.partnership.programme)
    if form.is_valid() and act(request, keep_typed, invitation, form=form, typed=form.cleaned_data, **BY_LINK):
        return redirect(f"stakeholders:invitation-{'check' if is_change else step_after(step)}", pk=invitation.pk)
    return draw(request, step, invitation, form=form, back="check" if is_change else step_before(step))


def draw(request: HttpRequest, page: str, invitation: Invitation, *, back: str = "", **more: Any) -> HttpResponse:
    """Draw one page of an invitation, with the way to the one before."""
    partnership = invitation.partnership
    context = {
        "invitation": invitation,
        "organisation": partnership.organisation,
        "programme": partnership.programme,
        "back": back and f"stakeholders:invitation-{back}",
    }
    return render(request, f"stakeholders/invitation_{page}.html", context | more)
