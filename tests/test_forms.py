"""Forms are drawn in one way: by crispy from the form's layout, or as a single button from the partial for that."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Django's admin draws its forms itself, and the template pack is what draws all others.
ELSEWHERE = {"admin", "govuk"}
HAND_WRITTEN = re.compile(
    r'<form\b|<select\b|<textarea\b|<button\b|<input\b(?![^>]*type="hidden")|\{% (?:govuk_field|widget) '
)
CRISPY = re.compile(r"\{% crispy |as_crispy_field")
# Each stays as it is for the reason given.
FOR_A_REASON = {
    "base_signed_in.html": "Sign out stands in the bar of every page: a button that looks like the links beside it.",
    "accounts/admin_clear_second_factor.html": "A page of Django's admin.",
    "programmes/admin_deed.html": "A page of Django's admin.",
}
# Rooms still to be converted, page by page: an entry goes with its page, and the list with the last of them.
NOT_YET: dict[str, list[str]] = {
    "account": ["confirm_login_code", "login", "logout", "reauthenticate", "request_login_code"],
    "actions": [
        "area_create",
        "area_detail",
        "area_edit",
        "commitment_create",
        "commitment_table",
        "factor_detail",
        "follow_up_answer",
        "follow_up_move_on",
        "follow_up_moved_on",
        "follow_up_not_me",
        "follow_up_record",
        "proposer_hand_on",
        "record_corrections",
        "record_list",
        "record_name",
        "record_put_right",
        "record_read",
        "round_close",
        "round_create",
        "round_detail",
        "round_extend",
        "round_open",
        "sheet_join",
        "sheet_list",
        "step_create",
        "step_edit",
        "update_review",
    ],
    "consultations": [
        "conversation_create",
        "conversation_log",
        "conversation_review",
        "conversation_tell",
        "feedback_check",
        "feedback_give",
        "feedback_review",
        "giver_button",
        "giver_look",
        "phase_close",
        "phase_reopen",
        "poster_asked",
        "poster_call_edit",
        "poster_hand_in",
        "poster_photograph",
        "poster_review",
    ],
    "digests": ["digest_send", "digest_stop", "own_digests"],
    "mfa": [
        "authenticate",
        "reauthenticate",
        "recovery_codes/generate",
        "totp/activate_form",
        "totp/deactivate_form",
        "webauthn/add_form",
        "webauthn/authenticator_confirm_delete",
        "webauthn/edit_form",
        "webauthn/use",
    ],
    "outbox": ["message_detail", "message_list"],
    "phases": [
        "attendance_create",
        "attendance_export",
        "attendance_needs",
        "attendance_table",
        "check_in_button",
        "evaluation_create",
        "evaluation_list",
        "meeting_cancel",
        "meeting_change",
        "meeting_check_in",
        "meeting_evaluate",
        "meeting_people",
        "meeting_register",
        "meeting_set_up",
        "meeting_tell",
        "place_change",
        "place_give_up",
        "reach_create",
        "reach_remove",
    ],
    "programmes": ["hat_end", "hat_give"],
    "public": ["poster_list"],
    "stocktakes": ["stocktake_issue", "stocktake_making"],
}


def hand_written(source: str) -> list[str]:
    return HAND_WRITTEN.findall(source)


def pages() -> dict[str, str]:
    found = {path.relative_to(TEMPLATES): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    return {str(path): source for path, source in found.items() if path.parts[0] not in ELSEWHERE}


def test_forms_are_drawn_by_their_layout_and_nothing_else_draws_a_field() -> None:
    not_yet = {f"{room}/{name}.html" for room, names in NOT_YET.items() for name in names}
    excepted = not_yet | set(FOR_A_REASON)
    assert sorted(name for name, source in pages().items() if hand_written(source)) == sorted(excepted)


def test_page_with_a_crispy_form_is_converted_whole() -> None:
    not_yet = {f"{room}/{name}.html" for room, names in NOT_YET.items() for name in names}
    assert [name for name, source in pages().items() if CRISPY.search(source) and name in not_yet] == []


@pytest.mark.parametrize(
    ("source", "is_hand_written"),
    [
        ("{% crispy form %}", False),
        ("{{ field|as_crispy_field }}", False),
        ('{% include "govuk/_button_form.html" %}', False),
        ('<input type="hidden" name="a" value="b">', False),
        ("{% govuk_field field %}", True),
        ("{% widget field %}", True),
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
