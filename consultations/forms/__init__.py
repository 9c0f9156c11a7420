"""What may be typed about what was said."""

from consultations.forms.feedback import CloseForm, FeedbackForm, ReopenForm, ReviewForm, seen

__all__ = ["CloseForm", "FeedbackForm", "ReopenForm", "ReviewForm", "seen"]
