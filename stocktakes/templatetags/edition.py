"""Reading an edition's frozen data in a template."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.text import get_text_list

from programmes.models import address_line
from programmes.thread import State, Station, Thread

register = template.Library()
register.filter("on_one_line", address_line)


@register.filter
def day(text: str | None) -> str:
    """Return a frozen day as people write it: 7 June 2016."""
    return date_format(date.fromisoformat(text), "j F Y") if text else ""


@register.filter
def thread(frozen: dict[str, Any]) -> Thread:
    """Return a frozen thread as one that can be drawn."""
    stations = (
        Station(each["key"], each["label"], State(each["state"]), each["count"], each["url"])
        for each in frozen["stations"]
    )
    return Thread(tuple(stations), frozen["reason"])


@register.filter
def drawing(frozen: dict[str, Any]) -> Thread:
    """Return a frozen thread to be drawn where the reason why it stops stands beside it in words."""
    return thread(frozen | {"reason": ""})


@register.filter
def in_short(reason: str) -> str:
    """Return what a reason says before it says why: "Not taken forward"."""
    return reason.partition(":")[0].rstrip(".")


@register.filter
def numbers(found: list[int]) -> str:
    """Return numbers as a list in words: 3, 7 and 12."""
    return get_text_list([str(number) for number in found], "and")
