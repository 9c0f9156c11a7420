"""What was said, in full, as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from consultations.models import Consultation
from kit.disclosure.rounding import disclosed, in_words
from line.nodes import Node
from phases.models import Meeting


def conversations_said(nodes: Iterable[Node]) -> list[tuple[Node, str]]:
    """Return each conversation with how many took part, as counts of people may be told."""
    return [(node, people_in_words(node.obj.people_count)) for node in nodes]


def conversation_words(node: Node) -> str:
    """Return what the public reads of a conversation, for whoever looks for words in it."""
    return f"{node.number} {node.title} {node.obj.said}"


def feedback_words(node: Node) -> str:
    """Return what the public reads of a piece of feedback, for whoever looks for words in it."""
    return " ".join(
        [node.obj.reference, node.title, node.speaks_for, *(answer.published_text for answer in node.answers)]
    )


def people_in_words(count: int | None) -> str:
    """Return how many people took part, without telling a small number."""
    return f"{in_words(disclosed(count))} people" if count else ""


def feedback_by_call(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """Return published feedback by the consultation or meeting it was given to."""
    calls: dict[tuple[str, int | None], dict[str, Any]] = {}
    asked = Consultation.objects.in_bulk({node.obj.consultation_id for node in nodes} - {None})
    met = Meeting.objects.in_bulk({node.obj.meeting_id for node in nodes} - {None})
    for node in nodes:
        call = asked.get(node.obj.consultation_id) or met[node.obj.meeting_id]
        calls.setdefault((call._meta.label, call.pk), {"call": call, "feedback": []})["feedback"].append(node)
    return list(calls.values())
