"""What is asked about a spreadsheet of organisations besides its rows."""

from collections.abc import Sequence

from crispy_forms.layout import Div
from django import forms

from kit.form_layout import FormLayout, SubmitButton, Where
from kit.sheet_import.forms import MendForm
from kit.text import several


class OrganisationMendForm(MendForm):
    """Groups that rows name and the programme does not know, to be ticked and added; and the rows to be mended."""

    group = forms.MultipleChoiceField(
        help_text="Tick those that are meant, and add them. Mend the rows in which a name is only written otherwise.",
        widget=forms.CheckboxSelectMultiple,
    )
    helper = FormLayout(
        MendForm.KEEP,
        Where(
            "form.groups",
            Div(
                "group",
                SubmitButton(
                    "Add the ticked groups to the {% noun 'programme' %}", name="add_groups", style="secondary"
                ),
                css_class="tl-card govuk-!-margin-bottom-6",
            ),
        ),
        *MendForm.ROWS,
    )

    def __init__(self, *, groups: Sequence[str]) -> None:
        super().__init__()
        field = self.fields["group"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in groups]
        field.label = f"{several(len(groups), 'group')} that the {{programme}} does not know"
        self.groups = groups
        if not groups:
            del self.fields["group"]
