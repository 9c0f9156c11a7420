"""How somebody can be reached, as it is typed."""

from __future__ import annotations

import re

from django import forms

from kit.cleaning import clean_telephone
from kit.form_fields import AddressField, TelephoneField

NOT_AN_ADDRESS = "Enter an e-mail address in the right form, like name@example.org, or leave it empty."


class ReachForm(forms.Form):
    """How somebody can be reached."""

    email = AddressField(label="E-mail address", required=False)
    telephone = TelephoneField(called="The telephone number", max_length=40, required=False, label="Telephone")


def email_or_telephone(typed: str) -> dict[str, str]:
    """Return which of the two it is that somebody typed. Raises ValidationError for what is neither."""
    if "@" in typed:
        field = AddressField(error_messages={"invalid": NOT_AN_ADDRESS})
        return {"email": field.clean(typed), "telephone": ""}
    if len(re.sub(r"\D", "", typed)) < 5 or len(typed) > 40:
        raise forms.ValidationError("Enter an e-mail address, or a telephone number with its area code.")
    return {"email": "", "telephone": clean_telephone(typed)}
