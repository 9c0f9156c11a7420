"""What is typed about how long a programme keeps something."""

from django import forms

from kit.form_fields import NumberField, WordsField
from kit.form_layout import FormLayout, Link, SubmitButton


class PeriodForm(forms.Form):
    """For how many days something is kept, and why for so long."""

    days = NumberField(
        label="For how many days?",
        help_text="365 is a year.",
        min_value=1,
        max_value=36500,
        error_messages={
            "required": "Enter a number of days.",
            "min_value": "Enter 1 day or more.",
            "max_value": "Enter 36,500 days or fewer: a hundred years.",
        },
    )
    reason = WordsField(
        called="Why",
        label="Why for this time?",
        help_text="A rule or a decision of the body that answers for it. It is kept with your name.",
        missing="Write why it is kept for this time.",
        max_length=2000,
    )
    helper = FormLayout(
        submit=[
            SubmitButton("Keep it for this time", style="warning"),
            Link("Not now", "{% url 'privacy:retention-period-list' programme.slug %}"),
        ]
    )
