"""Ways between a record of the web admin, its place at the desk, and what it is tied to: only those that are open."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.contrib import admin
from django.contrib.admin.helpers import AdminReadonlyField
from django.db import models
from django.template import Context
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.templatetags.said import said
from programmes.models import WORKING_HATS

register = template.Library()
LINK = re.compile(r'^<a href="([^"]+)">(.*)</a>$', re.DOTALL)


@register.simple_tag(takes_context=True)
def record_link(context: Context, thing: models.Model, called: str = "") -> SafeString | str:
    """Write the way from a page of the desk to the record, for whoever may look it up; `called` tells several apart."""
    page = admin.site._registry[type(thing)]
    # Whoever reads the desk is on the team: where each hat may look a record up, nothing need be asked.
    if getattr(page, "view_hats", None) != WORKING_HATS and not page.has_view_permission(context["request"]):
        return ""
    address = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    name = format_html('<span class="govuk-visually-hidden">: {}</span>', said(called)) if called else ""
    return format_html(
        '<p class="govuk-body-s tl-noprint"><a href="{}">Its record in the web admin{}</a></p>', address, name
    )


@register.simple_tag(takes_context=True)
def shown(context: Context, field: AdminReadonlyField) -> Any:
    """Write what a record says and nobody changes here, as a link only where whoever reads it may look that up."""
    contents = field.contents()
    if (linked := LINK.match(str(contents))) and not _is_open(context, linked[1]):
        # What stood in the link was escaped by Django.
        return SafeString(linked[2])
    return contents


def _is_open(context: Context, address: str) -> bool:
    page: admin.ModelAdmin[Any] = resolve(address).func.model_admin  # type: ignore[attr-defined]
    return bool(page.has_view_permission(context["request"]))
