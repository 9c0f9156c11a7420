"""What of the desk's templates no case goes, each with its reason."""
# ruff: noqa: E501 - a way is named by all its words

# How a form is drawn, whatever it asks: gone through in `test_forms.py` and `kit/`.
PARTS_OF_FORMS = ("govuk/",)
# Pages on which people are asked and answer, which have no cases yet: each sentence of them is read by quotation.
READ_BY_QUOTATION = (
    *(f"consultations/{each}" for each in ("answers_", "_told", "_telling", "asked_letters")),
    *(f"consultations/consultation_{each}" for each in ("asked", "reminders", "tell")),
)
NOT_YET = "it has no case yet; its words are read by quotation"
NOT_WHOLE = {
    "actions/_recipients.html: 'if list', None): ": "no page includes it where all it counts are on another page",
    "consultations/poster_review.html: 'if poster.width', None): ": "a picture is measured as it is stored",
    "consultations/_feedback_table.html: 'if feedback.withdrawn_at', 0): Taken back, …": NOT_YET,
    "consultations/consultation_detail.html: 'if may_set_up', 0): Change it : what goes out": NOT_YET,
    "consultations/consultation_detail.html: 'if plan.first_reminder_days is not None', None): ": NOT_YET,
    "consultations/consultation_detail.html: 'if plan.second_reminder_days is not None', None): ": NOT_YET,
    "consultations/consultation_detail.html: 'if question.shown_when', 0): Asked only of those who, in “ … ”, chose “ … ”.": NOT_YET,
    "consultations/consultation_detail.html: 'if question.shown_when', 0): Whoever is asked it": NOT_YET,
    "consultations/consultation_detail.html: 'if told.1', 0): ": NOT_YET,
    "consultations/consultation_detail.html: 'if told.1', 1): Nobody was told yet": NOT_YET,
    "consultations/consultation_open.html: 'if clock == \"upcoming\"', 1): It has begun already.": NOT_YET,
    "consultations/consultation_open_confirm.html: 'if recipients.all', 0): Those below are told at once that it asks them.": NOT_YET,
    "consultations/consultation_open_confirm.html: 'if recipients.all', 1): Nobody speaks for an organisation yet. Whoever comes to, while it is open, is told then.": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.entered_by and hand_in', 0): Came … , … ; entered by …": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.groups_told', 0): What describes them, as they say … … …": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.late', 0): After the last day … : …": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.signatures', 0): ": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.withdrawn_at', 0): ": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.withdrawn_at', 0): It was taken back . Nothing of it is public, and nothing of it may be quoted.": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.withdrawn_by', 0): at the word of whoever said it; … entered that": NOT_YET,
    "consultations/feedback_review.html: 'if feedback.withdrawn_by', None): ": NOT_YET,
    "consultations/feedback_review.html: 'if may_review and not feedback.withdrawn_at', 0): … … They take it back Whoever said it can take it back, by telephone and in a letter too. …": NOT_YET,
    "consultations/feedback_review.html: 'if not feedback.withdrawn_at', None): ": NOT_YET,
    "consultations/feedback_review.html: 'if not forloop.last', 0): ": NOT_YET,
    "consultations/feedback_review.html: 'if not forloop.last', None): ": NOT_YET,
}
