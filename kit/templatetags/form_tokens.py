"""The token of a form, and beside it for whom the form was drawn: `{% csrf_token %}`, in every template there is."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kit.kept_words import WRITTEN_BY

register = template.Library()


@register.simple_tag(takes_context=True, name="csrf_token")
def form_token(context: template.Context) -> SafeString:
    """Draw Django's token; where somebody has signed in, their number too: nobody else sends what they wrote."""
    token = mark_safe(CsrfTokenNode().render(context))  # noqa: S308 - drawn by Django
    user = context.get("user")
    if not token or user is None or not user.is_authenticated:
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, WRITTEN_BY, user.pk)
