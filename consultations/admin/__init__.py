"""What was said, and what was heard in it, as staff look it up and set it up."""

from consultations.admin import asked, heard, said

__all__ = ["asked", "heard", "said"]
