"""Buttons of the admin: each asks once more, then calls one service. Nothing that has consequences is typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kit.pages import act, posted


@dataclass(frozen=True)
class AdminAction:
    """One thing that can be done to one row: its label, the question asked first, who may, and the service."""

    name: str
    label: str
    question: str
    permission: str
    service: Callable[..., Any]
    # Whether the button stands on the row's page; the service decides again.
    when: Callable[[Any], bool] = lambda obj: True
    form: type[forms.Form] = forms.Form
    # What its form has to know of the row.
    about: Callable[[Any], dict[str, Any]] = lambda obj: {}


def do(
    request: HttpRequest, obj: models.Model, action: AdminAction, *, back: str, context: dict[str, Any]
) -> HttpResponse:
    """Ask before the action on GET; on POST do it, or say why not. Goes back to the row's page."""
    form = posted(request, action.form, **action.about(obj))
    done = f"Done: {action.label.lower()}."
    if form.is_valid() and act(request, action.service, obj, form=form, done=done, **_given(form)):
        return redirect(back)
    context = context | {"action": action, "form": form, "errors": form.errors, "back": back, "object": obj}
    return TemplateResponse(request, "programmes/admin_action.html", context)


def _given(form: forms.Form) -> dict[str, Any]:
    """Return what was typed, as the service takes it: a form that puts it together says so itself."""
    together: Callable[[], dict[str, Any]] | None = getattr(form, "for_service", None)
    return together() if together else form.cleaned_data


def published(
    noun: str, publish: Callable[..., Any], withdraw: Callable[..., Any], permission: str, **more: Any
) -> tuple[AdminAction, AdminAction]:
    """Return the pair of actions for something that is made public and taken back."""
    return (
        AdminAction(
            "publish",
            "Publish",
            f"Let everybody read this {noun}?",
            permission,
            publish,
            when=lambda obj: obj.published_at is None,
            **more,
        ),
        AdminAction(
            "withdraw",
            "Withdraw",
            f"Take this {noun} back? It leaves the public pages at once; stocktakes that were issued keep it.",
            permission,
            withdraw,
            when=lambda obj: obj.published_at is not None,
        ),
    )
