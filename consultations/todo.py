"""What waits for a programme's team in this room: what people said, before anything of it is public."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from consultations.models import Conversation, Feedback, Poster
from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from programmes.nouns import counted

HANDED_IN = "hand_in__handed_in_at"


def todo_counts() -> dict[str, Any]:
    """Return the annotations of a programme that `todo_items` reads."""
    feedback, conversations = Feedback.objects.to_review(), Conversation.objects.to_review()
    to_review, to_transcribe = Poster.objects.to_review(), Poster.objects.to_transcribe()
    return {
        "feedback_to_review": count_of(feedback, "programme"),
        "feedback_to_review_since": first_of(feedback, "programme", "said_at"),
        "posters_to_review": count_of(to_review, "programme"),
        "posters_to_review_since": first_of(to_review, "programme", HANDED_IN),
        "posters_to_transcribe": count_of(to_transcribe, "programme"),
        "posters_to_transcribe_since": first_of(to_transcribe, "programme", HANDED_IN),
        "conversations_to_read": count_of(conversations, "programme"),
        "conversations_to_read_since": first_of(conversations, "programme", HANDED_IN),
    }


def todo_items(programme: Any) -> list[TodoItem]:
    """Say what waits in a programme that was counted by `todo_counts`."""
    feedback, review, transcribe = (
        programme.feedback_to_review,
        programme.posters_to_review,
        programme.posters_to_transcribe,
    )
    pieces = several(feedback, "piece of feedback", "pieces of feedback")
    conversations = several(programme.conversations_to_read, "conversation")
    waiting = [
        ("feedback_to_review", f"Review {pieces}", "feedback", "review_feedback"),
        ("posters_to_review", f"Review {counted(programme, 'poster', review)}", "poster", "manage_hand_ins"),
        (
            "posters_to_transcribe",
            f"Transcribe {counted(programme, 'poster', transcribe)}",
            "poster",
            "manage_hand_ins",
        ),
        ("conversations_to_read", f"Read {conversations}", "conversation", "manage_hand_ins"),
    ]
    return [
        TodoItem(
            words,
            reverse(f"consultations:{kind}-review-list", args=[programme.slug]),
            f"consultations.{permission}",
            count=getattr(programme, name),
            since=getattr(programme, f"{name}_since"),
        )
        for name, words, kind, permission in waiting
        if getattr(programme, name)
    ]
