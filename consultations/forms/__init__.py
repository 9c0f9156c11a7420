"""What may be typed about what was said."""

from consultations.forms.closing import CloseForm, ReopenForm
from consultations.forms.feedback import FeedbackForm, ReviewForm

__all__ = ["CloseForm", "FeedbackForm", "ReopenForm", "ReviewForm"]
