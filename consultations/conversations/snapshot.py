"""What is told of a conversation, as one thing: how one window knows that another has written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from consultations.conversations.models import Conversation
from kit.stale_edits import Snapshot


@dataclass(frozen=True)
class ConversationSnapshot(Snapshot):
    """What is told of a conversation: who talked, when, how many they were, and what was said."""

    team: str
    held_on: date
    people_count: int | None
    said: str

    @classmethod
    def of(cls, conversation: Conversation) -> ConversationSnapshot:
        """Return how a conversation stands."""
        return cls(conversation.team, conversation.held_on, conversation.people_count, conversation.said)

    def by_box(self) -> dict[str, Any]:
        """Return what stands in each box of the form, in words."""
        return asdict(self) | {"held_on": f"{self.held_on:%-d %B %Y}", "people_count": self.people_count or ""}
