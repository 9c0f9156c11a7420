"""The token of a form, in every template there is: `{% csrf_token %}`.

Beside Django's stand the key of this drawing of the form (`kit/sent_once.py`), and for whom it was drawn
(`kit/kept_words.py`).
"""

from uuid import uuid4

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from kit.kept_words import WRITTEN_BY
from kit.sent_once import FORM_KEY

register = template.Library()


@register.simple_tag(takes_context=True, name="csrf_token")
def form_token(context: template.Context) -> SafeString:
    """Draw Django's token with a new key; where somebody has signed in, their number too."""
    token = mark_safe(CsrfTokenNode().render(context))  # noqa: S308 - drawn by Django
    user = context.get("user")
    if not token:
        return token
    told = [(FORM_KEY, str(uuid4()))]
    if user is not None and user.is_authenticated:
        told.append((WRITTEN_BY, str(user.pk)))
    return token + format_html_join("", '<input type="hidden" name="{}" value="{}">', told)
