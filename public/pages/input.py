"""What was said, in full, as its pages show it."""

from __future__ import annotations

from typing import Any

from consultations.models import Consultation
from kit.disclosure.rounding import disclosed
from line.graph import Line
from line.nodes import Node
from phases.models import Meeting


def conversations_said(line: Line) -> list[tuple[Node, str]]:
    """Return each conversation with how many took part, as counts of people may be told."""
    return [(node, people_in_words(node.obj.people_count)) for node in line.conversations]


def people_in_words(count: int | None) -> str:
    """Return how many people took part, without telling a small number."""
    if not count:
        return ""
    shown = disclosed(count)
    return "a few people" if shown == "*" else f"about {shown} people"


def feedback_by_call(line: Line) -> list[dict[str, Any]]:
    """Return published feedback by the consultation or meeting it was given to."""
    calls: dict[tuple[str, int | None], dict[str, Any]] = {}
    asked = Consultation.objects.in_bulk({node.obj.consultation_id for node in line.feedback} - {None})
    met = Meeting.objects.in_bulk({node.obj.meeting_id for node in line.feedback} - {None})
    for node in line.feedback:
        call = asked.get(node.obj.consultation_id) or met[node.obj.meeting_id]
        calls.setdefault((call._meta.label, call.pk), {"call": call, "feedback": []})["feedback"].append(node)
    return list(calls.values())
