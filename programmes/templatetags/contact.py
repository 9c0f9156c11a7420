"""How a programme's contact is reached, said the same wherever people are told to write or ring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.templatetags.said import said

if TYPE_CHECKING:
    from programmes.models import Programme

register = template.Library()


@register.simple_tag
def write_to(programme: Programme, subject: str = "", by_post: bool = False) -> SafeString:
    """Write after "write to" whom, by which address, and which number to ring; where paper is spoken of, by post too.

    "The team, team@example.org, or 1 Ford Street, Gateshead, or ring 0141 496 0000".
    """
    address, number = programme.contact_address_line if by_post else "", programme.contact_telephone
    mailto = f"mailto:{programme.contact_email}" + (f"?subject={quote(subject)}" if subject else "")
    return format_html(
        '{}, <a href="{}">{}</a>{}{}',
        said(programme.contact_name),
        mailto,
        programme.contact_email,
        format_html(", or {}", said(address)) if address else "",
        format_html(', or ring <a href="tel:{}">{}</a>', re.sub(r"[^\d+]", "", number), number) if number else "",
    )
