"""Days and moments, as people read them on pages and in letters."""

from django import template

from kit.days import ending

register = template.Library()
register.filter(ending)
