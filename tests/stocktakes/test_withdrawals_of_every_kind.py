"""Withdrawals know every kind of thing that an edition holds of somebody, and every service by which it is taken back.

Both are found by walking: each text column is marked, and those whose mark stands in a gathered edition are what it
holds; each service that is given such a thing, or a row that hangs on one, may be what takes it back.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from programmes.models import Programme
from stocktakes.frozen_line import canonical, gather
from tests import key_writes
from tests.actions.factories import CommitmentFactory
from tests.public.sentences import EDITION
from tests.stocktakes.test_withdrawals import TAKEN_BACK, account, given  # noqa: F401
from tests.test_architecture import ROOMS
from tests.test_stored_markup import text_columns

# What an edition holds of somebody, column by column: which row of the account has it, and how that is taken back.
THEIRS = {
    "Poster.title": ("poster", "a poster"),
    "Poster.group_name": ("poster", "a poster"),
    "Poster.place": ("poster", "a poster"),
    "Poster.words": ("poster", "a poster"),
    "Poster.alt_text": ("poster", "a poster"),
    "Poster.artist_credit": ("poster", "an artist's name"),
    "Conversation.team": ("conversation", "a conversation"),
    "Conversation.said": ("conversation", "a conversation"),
    "Commitment.what": ("promise", "a promise"),
    "Commitment.public_name": ("name beside a promise", "a name beside a promise"),
    "Proposer.public_name": ("who never was", "what was never theirs"),
    "Step.who": ("step", "a step"),
}
# What it holds as the team's own account; nobody else takes anything back of it.
ACCOUNT = {
    "ActionArea": "summary title",
    "Aim": "text",
    "Factor": "name",
    "Finding": "reason text title",
    "FollowUpRound": "name",
    "Indicator": "explanation framework name",
    "IndicatorReading": "source value_text",
    "Meeting": "attendance_text feedback_summary summary title",
    "Organisation": "name",
    "Partnership": "uniquely_placed",
    "Phase": "closing_summary name purpose window_text",
    "Programme": "builds_on contact_address contact_email contact_name contact_telephone demonstration_note"
    " how_to_be_involved impact_statement intention lead_body period_text place_text question title what_happens_next"
    " action_area_word action_area_words poster_word poster_words programme_word programme_words proposer_word"
    " proposer_words representative_word representative_words stocktake_word stocktake_words",
    # As reviewed: what was said to us stays at the desk.
    "ProgressUpdate": "headline published_happened published_helped published_hindered",
    "StakeholderGroup": "name",
    "Step": "by_text what",
    "TargetRevision": "reason",
    "Theme": "description name",
}
# The services by which somebody takes back what an edition may hold, each shown by a case.
TAKE_BACK = {"withdraw_poster", "edit_poster", "withdraw_conversation", "take_back", "settle_correction", "say_not_me"}
# Those that are given such a thing, or what hangs on one, and take nothing back; why.
LEAVE = {
    "they ask somebody, or send a link": "ask_proposers remind revoke_link send_new_link",
    "they add to it, or publish it": "answer_follow_up draw_sent_picture publish_commitment publish_conversation"
    " publish_poster record_consent restore_commitment save_draft",
    "no edition holds what was answered, only how much of it there is": "keep_answers say_who"
    " send_answers send_own_link",
    "what was so then is so still": "end_proposal hand_on mark_unreachable move_on",
    "the team keeps its own account and plan": "edit_conversation edit_step exchange_photograph move_step"
    " take_down_poster withdraw_commitment",
    "other words of a promise wait for `settle_correction`": "correct_words",
    "no edition holds who handed something in, or a photograph as it was sent": "forget_contact forget_photograph",
}


def columns_held(programme: Programme) -> set[str]:
    """Return the text columns whose words an edition of a programme holds: each is marked, and looked for."""
    marks = {}
    for number, (column, (model, field)) in enumerate(text_columns().items()):
        marks[f"Mark{number}of"] = column
        for pk in model._base_manager.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    words = f"Mark{number}of {pk}"[: field.max_length]
                    model._base_manager.filter(pk=pk).update(**{field.name: words})
            except DatabaseError:
                pass
    # Marks were written without their keys, which nothing here compares.
    key_writes.BROKEN.clear()
    data, _ = gather(Programme.objects.get(pk=programme.pk), edition=EDITION, as_at=timezone.now())
    # An address is kept in small letters.
    held = canonical(data).decode().lower()
    return {column for mark, column in marks.items() if mark.lower() in held}


def test_everything_that_an_edition_holds_is_somebodys_or_the_teams_own_account(world):
    CommitmentFactory(programme=world.programme)
    account_of = {f"{model}.{column}" for model, columns in ACCOUNT.items() for column in columns.split()}
    assert sorted(columns_held(world.programme)) == sorted(THEIRS.keys() | account_of)


@pytest.mark.parametrize("column", THEIRS)
def test_what_an_edition_holds_of_somebody_leaves_it_when_it_is_taken_back(client, account, column):  # noqa: F811
    row, how = THEIRS[column]
    words = getattr(account.rows[row], column.partition(".")[2])
    before = {address for address, text in given(client).items() if words in text}
    TAKEN_BACK[how][0](account)
    after = {address for address, text in given(client).items() if words in text}
    assert (bool(before), after) == (True, set())


def services_given(models: set[str]) -> Iterator[tuple[str, str]]:
    """Return module and name of each service that is given one of some models, or a row that hangs on one."""
    kinds = {each.__name__ for each in apps.get_models() if each._meta.app_label in ROOMS and hangs_on(each, models)}
    kinds |= models
    root = Path(settings.BASE_DIR)
    for path in sorted(each for room in ROOMS for each in (root / room).rglob("*.py") if "services" in str(each)):
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.FunctionDef)
                and node.name[0] != "_"
                and "at" in [each.arg for each in node.args.kwonlyargs]
            ):
                typed = (each.annotation for each in node.args.args if each.annotation)
                names = {part.id for each in typed for part in ast.walk(each) if isinstance(part, ast.Name)}
                if names & kinds:
                    yield ".".join(path.relative_to(root).with_suffix("").parts), node.name


def hangs_on(model: Any, models: set[str]) -> bool:
    """Whether rows of a model belong to a row of one of some models."""
    return any(each.related_model and each.related_model.__name__ in models for each in model._meta.concrete_fields)


def called(function: Callable[[], Any]) -> set[Any]:
    """Return the code of everything that is called meanwhile."""
    codes = set()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return codes


def test_every_service_that_is_given_something_of_somebodys_takes_it_back_or_is_known_not_to(account):  # noqa: F811
    services = {name: module for module, name in services_given({each.partition(".")[0] for each in THEIRS})}
    assert sorted(services) == sorted(TAKE_BACK.union(*(names.split() for names in LEAVE.values())))
    codes = set()
    for take, _, _ in TAKEN_BACK.values():
        with transaction.atomic():
            codes |= called(lambda take=take: take(account))
            transaction.set_rollback(True)
        for row in account.rows.values():
            row.refresh_from_db()
    taken = {name for name in TAKE_BACK if getattr(import_module(services[name]), name).__code__ in codes}
    assert taken == TAKE_BACK


def test_a_column_that_nobody_has_told_of_is_found(world):
    """The control: of an edition that holds promises, the walk names their columns."""
    without = columns_held(world.programme)
    CommitmentFactory(programme=world.programme)
    assert columns_held(world.programme) - without == {"Commitment.public_name", "Commitment.what"}
