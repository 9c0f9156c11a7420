"""What was said, as staff look it up and set it up."""

from consultations.admin import asked, said

__all__ = ["asked", "said"]
