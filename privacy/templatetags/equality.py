"""The way from a page of thanks to the questions about equality, and from the page of coverage to their figures.

The rooms of those pages know nothing of this one: their templates say for which occasion they stand, and the link is
there while a programme asks. Nothing goes along by it: not who is thanked, nor the address of the page.
"""

from typing import Any

from django import template

from privacy.models import FigureEdition, Questionnaire
from programmes.models import Programme

register = template.Library()


@register.inclusion_tag("privacy/_equality_link.html")
def equality_link(programme: Programme, occasion: str) -> dict[str, Any]:
    """Draw the link to what a programme asks after an occasion, or nothing."""
    asked = Questionnaire.objects.open().filter(programme=programme, occasion=occasion).first()
    return {"programme": programme, "asked": asked}


@register.inclusion_tag("privacy/_equality_figures_link.html")
def equality_figures_link(programme: Programme) -> dict[str, Any]:
    """Draw the link to the figures that a programme has published, or nothing."""
    public = FigureEdition.objects.filter(questionnaire__programme=programme, published_at__isnull=False)
    return {"programme": programme, "are_public": public.exists()}
