"""What waits for a programme's team in this room: what people said, before anything of it is public."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from consultations.models import Conversation, Feedback, Poster
from kit.text import several
from kit.todo import TodoItem, count_of
from programmes.nouns import counted


def todo_counts() -> dict[str, Any]:
    """Return the annotations of a programme that `todo_items` reads."""
    return {
        "feedback_to_review": count_of(Feedback.objects.to_review(), "programme"),
        "posters_to_review": count_of(Poster.objects.to_review(), "programme"),
        "posters_to_transcribe": count_of(Poster.objects.to_transcribe(), "programme"),
        "conversations_to_read": count_of(Conversation.objects.to_review(), "programme"),
    }


def todo_items(programme: Any) -> list[TodoItem]:
    """Say what waits in a programme that was counted by `todo_counts`."""
    feedback, posters, conversations = (
        reverse(f"consultations:{kind}-review-list", args=[programme.slug])
        for kind in ("feedback", "poster", "conversation")
    )
    pieces = several(programme.feedback_to_review, "piece of feedback", "pieces of feedback")
    waiting = [
        (programme.feedback_to_review, f"{pieces} to review", feedback),
        (
            programme.posters_to_review,
            f"{counted(programme, 'poster', programme.posters_to_review)} to review",
            posters,
        ),
        (
            programme.posters_to_transcribe,
            f"{counted(programme, 'poster', programme.posters_to_transcribe)} to transcribe",
            posters,
        ),
        (
            programme.conversations_to_read,
            f"{several(programme.conversations_to_read, 'conversation')} to read",
            conversations,
        ),
    ]
    return [TodoItem(words, url) for count, words, url in waiting if count]
