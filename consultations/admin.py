"""What was said, as staff look it up and set it up."""

from consultations.asking import admin as asking
from consultations.conversations import admin as conversations
from consultations.posters import admin as posters

__all__ = ["asking", "conversations", "posters"]
