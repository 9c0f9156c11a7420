"""What is asked about a spreadsheet of organisations besides its rows."""

from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha256

from crispy_forms.layout import Div, Fieldset
from django import forms

from kit.form_layout import FormLayout, SubmitButton, TheRest, Where
from kit.sheet_import.forms import MendForm
from kit.text import several
from stakeholders.services import NEW_GROUP

# So many groups whose names are like one that is not known stand first.
LIKELY = 3


class OrganisationMendForm(MendForm):
    """What each group is that rows name and the programme does not know, told once for all its rows; and the rows."""

    helper = FormLayout(
        MendForm.KEEP,
        Where(
            "form.groups",
            Div(
                Fieldset("{{ form.heading }}", TheRest()),
                SubmitButton("Take this in for all rows", name="settle_groups", style="secondary"),
                css_class="tl-card govuk-!-margin-bottom-6",
            ),
        ),
        *MendForm.ROWS,
    )

    def __init__(self, *, groups: Mapping[str, int], known: Mapping[int, str], called: str) -> None:
        super().__init__()
        self.groups = groups
        self.heading = f"{several(len(groups), 'group')} that the {called} does not know"
        for name, rows in groups.items():
            alike = get_close_matches(name.casefold(), [each.casefold() for each in known.values()], n=LIKELY)
            likely_first = sorted(known.items(), key=lambda each: _place(alike, each[1]))
            self.fields[key_of(name)] = forms.ChoiceField(
                label=f"What is “{name}”, in {several(rows, 'row')}?",
                choices=[
                    ("", "Not decided yet"),
                    (NEW_GROUP, "A new group: add it"),
                    *((str(pk), f"It is “{each}”") for pk, each in likely_first),
                ],
            )


def _place(alike: list[str], name: str) -> tuple[int, str]:
    folded = name.casefold()
    return (alike.index(folded) if folded in alike else len(alike), folded)


def key_of(name: str) -> str:
    """Return under which key it is sent what a group is: the same however many others there are by then."""
    return f"group-{sha256(name.encode()).hexdigest()[:12]}"


def groups_told(data: Mapping[str, str], names: Mapping[str, int]) -> dict[str, str]:
    """Return what was chosen for each of the groups that are not known."""
    return {name: data[key_of(name)] for name in names if data.get(key_of(name))}
