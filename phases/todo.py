"""What waits for a programme's team in this room: support at meetings that nobody sees to, or that is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.days import day, day_before
from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from phases.meetings.lookups import RUN
from phases.models import Arrangement, Meeting
from programmes.models import Programme

MEETING = "attendance__meeting"


def support_to_see_to(programmes: Collection[Programme], at: datetime) -> dict[int, list[TodoItem]]:
    """Say by programme, of each meeting, what is still to be arranged before it, called off, or paid: one query."""
    arrangements = Arrangement.objects.all()
    waits = {
        "to_arrange": arrangements.to_arrange(at),
        "to_call_off": arrangements.to_call_off(at),
        "to_pay": arrangements.to_pay(at),
    }
    counts = {name: count_of(rows, MEETING) for name, rows in waits.items()}
    since = {f"{name}_since": first_of(rows, MEETING, "noted_at") for name, rows in waits.items()}
    last_on = {f"{name}_on": first_of(rows, MEETING, "arrange_by_on") for name, rows in waits.items()}
    any_of_it = Q(to_arrange__gt=0) | Q(to_call_off__gt=0) | Q(to_pay__gt=0)
    meetings = Meeting.objects.filter(programme__in=[each.pk for each in programmes])
    meetings = meetings.annotate(**counts, **since, **last_on).filter(any_of_it).select_related("programme")
    found: dict[int, list[TodoItem]] = defaultdict(list)
    for meeting in meetings.order_by("starts_at", "pk"):
        found[meeting.programme_id] += _of_meeting(meeting, timezone.localdate(at))
    return found


def _of_meeting(meeting: Any, on: date) -> list[TodoItem]:
    meeting_on = timezone.localdate(meeting.starts_at)
    when = "the meeting today" if meeting_on == on else day(meeting_on)
    of = "the meeting today" if meeting_on == on else f"the meeting of {day(meeting_on)}"
    # What was booked is called off before the day itself, or at once.
    call_off_by_on = max(day_before(meeting_on), on)
    said = [
        ("to_arrange", f"Arrange {several(meeting.to_arrange, 'thing')} before {when}", meeting.to_arrange_on),
        ("to_call_off", f"Call off {several(meeting.to_call_off, 'thing')} booked for {of}", call_off_by_on),
        ("to_pay", f"See to {several(meeting.to_pay, 'payment')} for {of}", meeting.to_pay_on),
    ]
    url = reverse("phases:support-list", args=[meeting.programme.slug, meeting.pk])
    return [
        TodoItem(words, url, RUN, getattr(meeting, name), getattr(meeting, f"{name}_since"), last_on)
        for name, words, last_on in said
        if getattr(meeting, name)
    ]
