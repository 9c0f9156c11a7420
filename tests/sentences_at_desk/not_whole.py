"""What of the desk's templates no case goes, each with its reason."""

# How a form is drawn, whatever it asks: gone through in `test_forms.py` and `kit/`.
PARTS_OF_FORMS = ("govuk/",)
NOT_WHOLE = {
    "actions/_recipients.html: 'if list', None): ": "no page includes it where all it counts are on another page",
    "consultations/poster_review.html: 'if poster.width', None): ": "a picture is measured as it is stored",
}
