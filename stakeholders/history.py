"""Who spoke for an organisation on a day, in a sentence."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from kit.days import day
from stakeholders.models import Appointment, Partnership


def who_spoke(partnership: Partnership, on: date) -> str:
    """Answer who spoke for a partnership on a day in London: nobody, one person, or several one after another."""
    that_day, organisation = day(on), partnership.organisation
    spoke = list(partnership.appointments.on_day(on).select_related("person").order_by("started_at", "pk"))
    if not spoke:
        return f"On {that_day} nobody spoke for {organisation}."
    if len(spoke) == 1:
        one = spoke[0]
        return f"On {that_day}{_since(one, on)} {one.person.name} spoke for {organisation}{_until(one, on)}."
    names = " and then ".join(f"{each.person.name} ({_hours(each, on)})" for each in spoke)
    return f"On {that_day} {names} spoke for {organisation}."


def _since(appointment: Appointment, on: date) -> str:
    return f" from {_hour(appointment.started_at)}" if timezone.localdate(appointment.started_at) == on else ""


def _until(appointment: Appointment, on: date) -> str:
    ended = appointment.ended_at
    return f", until {_hour(ended)}" if ended and timezone.localdate(ended) == on else ""


def _hours(appointment: Appointment, on: date) -> str:
    return f"{_since(appointment, on)}{_until(appointment, on)}".strip(" ,") or "all day"


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i")
