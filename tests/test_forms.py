"""Forms are drawn in one way: by crispy from the form's layout, or as a single button from the partial for that."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Django's admin draws its forms itself, and the template pack is what draws all others.
ELSEWHERE = {"admin", "govuk"}
HAND_WRITTEN = re.compile(
    r"<(?:form|select|textarea|button)\b"
    r'|<input\b(?![^>]*type="hidden")'
    r'|\{% (?:widget |include "govuk/_button)'
)
# Each stays as it is for the reason given.
FOR_A_REASON = {
    "base_signed_in.html": "Sign out stands in the bar of every page: a button that looks like the links beside it.",
    "mfa/authenticate.html": "Cancel beside Continue signs out: an empty form that is sent by its id.",
    "accounts/admin_clear_second_factor.html": "A page of Django's admin.",
    "desk/_search.html": "The field of the header: its label is for the ear, as on every site, and it stands in a bar.",
    "programmes/admin_action.html": "A page of Django's admin.",
}


def hand_written(source: str) -> list[str]:
    return HAND_WRITTEN.findall(source)


def pages() -> dict[str, str]:
    found = {path.relative_to(TEMPLATES): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    return {str(path): source for path, source in found.items() if path.parts[0] not in ELSEWHERE}


def test_forms_are_drawn_by_their_layout_and_nothing_else_draws_a_field() -> None:
    found = {name for name, source in pages().items() if hand_written(source)}
    assert found == set(FOR_A_REASON)


@pytest.mark.parametrize(
    ("source", "is_hand_written"),
    [
        ("{% crispy form %}", False),
        ("{{ field|as_crispy_field }}", False),
        ("{% button_form %}Go{% endbutton_form %}", False),
        ('<input type="hidden" name="a" value="b">', False),
        ("{% widget field %}", True),
        ('{% include "govuk/_button_form.html" %}', True),
        ('<form method="post">', True),
        ('<input name="a">', True),
        ('<input\n  type="checkbox"\n  name="group">', True),
        ("<select name='a'>", True),
        ("<textarea>", True),
        ('<button type="submit">', True),
    ],
)
def test_hand_written_field_is_seen(source: str, is_hand_written: bool) -> None:
    assert bool(hand_written(source)) is is_hand_written
