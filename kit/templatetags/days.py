"""Days and moments, as people and machines read them on pages and in letters."""

from django import template

from kit.days import ending, last_day_before, machine_readable, span

register = template.Library()
for each in (ending, last_day_before, machine_readable, span):
    register.filter(each)
