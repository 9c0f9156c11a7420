"""What is written about who may do what is what the rules say."""

import re
from pathlib import Path

import pytest
import rules
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from programmes.models import Hat
from programmes.permission_matrix import BEGIN, END, SentenceMissing, admin_rows, as_markdown, desk_rows
from programmes.rules import SENTENCES, HatHolder
from tests.conftest import staff_with

PAGE = (Path(settings.BASE_DIR) / "docs" / "who-may-do-what.md").read_text(encoding="utf-8")


# Lead, broker, facilitator, analyst, viewer, data protection officer.
ROWS = {
    "see the programme’s desk, and who is on its team": ["Yes", "Yes", "Yes", "Yes", "Yes", "Yes"],
    "make the programme public or take it back, and move its target date": ["Yes", "No", "No", "No", "No", "No"],
    "invite organisations, appoint and replace people": ["Yes", "Yes", "No", "No", "No", "No"],
    "review feedback: publish it, or keep it unpublished": ["Yes", "No", "No", "Yes", "No", "No"],
    "look at people": ["Yes", "Yes", "Yes", "No", "No", "No"],
    "add and change organisations": ["Yes", "Yes", "No", "No", "No", "No"],
    "see what is done in it: meetings, what was said, who is heard": ["Yes", "Yes", "Yes", "Yes", "Yes", "No"],
    "keep what is held from being deleted, and let it go again": ["Yes", "No", "No", "No", "No", "Yes"],
}


def test_table_is_current() -> None:
    """If not: `manage.py draw_permission_matrix` prints the new one."""
    assert PAGE[PAGE.index(BEGIN) : PAGE.index(END) + len(END)] == as_markdown()


def test_every_permission_has_a_sentence_of_its_own() -> None:
    assert set(SENTENCES) == set(permissions)
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_permission_without_a_sentence_is_refused() -> None:
    rules.add_perm("stocktakes.burn_stocktake", rules.always_true)
    try:
        with pytest.raises(SentenceMissing, match="burn_stocktake"):
            desk_rows()
    finally:
        rules.remove_perm("stocktakes.burn_stocktake")


def test_table_says_of_each_hat_what_the_rules_say_of_who_wears_it(programme) -> None:
    for hat in Hat:
        user = staff_with(hat, programme)
        asked = {name: rules.has_perm(name, HatHolder(hat)) for name in permissions}
        assert asked == {name: user.has_perm(name, programme) for name in permissions}, hat


def test_rules_give_these_hats_what_the_table_was_agreed_to_say() -> None:
    said = {row.may: ["Yes" if may else "No" for _, may in row.answers] for row in [*desk_rows(), *admin_rows()]}
    assert {may: said[may] for may in ROWS} == ROWS


def test_nobody_else_may_anything(programme, representative, staff_elsewhere) -> None:
    for user in (AnonymousUser(), representative, staff_elsewhere):
        assert [name for name in permissions if user.has_perm(name, programme)] == []


def test_who_may_shows_the_table(client_of, viewer) -> None:
    page = client_of(viewer).get("/desk/neighbours/who-may/")
    assert [sentence for sentence in SENTENCES.values() if sentence not in page.text] == []
    shown = {
        row[1]: re.findall(r">(Yes|No)</td>", row[2])
        for row in re.finditer(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page.text, flags=re.S)
    }
    assert {may: shown[may] for may in ROWS} == ROWS
