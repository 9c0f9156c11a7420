"""What is asked of an invited person who says yes, one thing per page, and in which order."""

from __future__ import annotations

from typing import Any

from django import forms

from stakeholders.forms.invitations import ContactForm, DeclareForm, NameForm, NeedsForm, SharingForm
from stakeholders.models import Invitation
from stakeholders.services import RepresentativeDetails

STEPS: dict[str, type[forms.Form]] = {
    "name": NameForm,
    "declare": DeclareForm,
    "contact": ContactForm,
    "needs": NeedsForm,
    "sharing": SharingForm,
}
# Where they come from, and where it ends.
ORDER = ["choose", *STEPS, "check"]


def step_before(step: str) -> str:
    """Return the page before a step."""
    return ORDER[ORDER.index(step) - 1]


def step_after(step: str) -> str:
    """Return the page after a step."""
    return ORDER[ORDER.index(step) + 1]


def filled_forms(invitation: Invitation) -> dict[str, forms.Form]:
    """Return the form of each step, filled with what was typed so far."""
    return {step: form(invitation.typed) for step, form in STEPS.items()}


def first_open_step(filled: dict[str, forms.Form]) -> str | None:
    """Return the first step on which something is still to be said; None when all is."""
    return next((step for step, form in filled.items() if not form.is_valid()), None)


def answers_in(filled: dict[str, forms.Form]) -> RepresentativeDetails:
    """Return all answers together, as `accept_invitation` takes them."""
    answers: dict[str, Any] = {name: value for form in filled.values() for name, value in form.cleaned_data.items()}
    return RepresentativeDetails(**answers | {"shares_contact": answers["shares_contact"] == "yes"})
