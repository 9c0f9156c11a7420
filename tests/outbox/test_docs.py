"""What is written about messages is what the code does."""

from pathlib import Path

from django.conf import settings

from outbox.backoff import SCHEDULE
from outbox.models import TRANSITIONS, State
from outbox.state_diagram import BEGIN, END, drawn

PAGE = (Path(settings.BASE_DIR) / "docs" / "messages.md").read_text(encoding="utf-8")


def test_state_diagram_is_current() -> None:
    """If not: `manage.py draw_states` prints the new one."""
    written = PAGE[PAGE.index(BEGIN) : PAGE.index(END) + len(END)]
    assert written == drawn()


def test_retry_schedule_is_current() -> None:
    *first, last = (str(minutes) for minutes in SCHEDULE)
    assert f"after {', '.join(first)} and then every {last} minutes, for 48 hours" in " ".join(PAGE.split())


def test_every_state_can_be_reached_and_only_two_are_final() -> None:
    reached = {State.DUE}
    for _ in State:
        reached |= {target for source, target in TRANSITIONS if source in reached}
    assert reached == set(State)
    assert set(State) - {source for source, _ in TRANSITIONS} == {State.ACCEPTED, State.CANCELLED}


def test_every_test_that_is_named_exists() -> None:
    named = {word.strip("`,|") for word in PAGE.split() if "tests/outbox/" in word}
    assert [name for name in sorted(named) if not (Path(settings.BASE_DIR) / name).exists()] == []
