"""What is asked of whoever takes contact details away."""

from django import forms

from kit.form_layout import FormLayout
from stakeholders.contacts import Purpose


class ExportContactsForm(forms.Form):
    """For what, and as which kind of file."""

    purpose = forms.ChoiceField(
        label="What do you need them for?",
        help_text="Written in the log, with your name.",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you need them for.", "invalid_choice": "Choose one of these."},
    )
    kind = forms.ChoiceField(
        label="As what?",
        choices=[("xlsx", "Excel workbook (.xlsx), which keeps telephone numbers as they are"), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind of file.", "invalid_choice": "Choose one of these."},
    )
    helper = FormLayout(submit="Download the spreadsheet")
