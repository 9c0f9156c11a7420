"""What waits for a programme's lead here: questions about equality whose last day is near or past.

What waits of answers is sealed, and nobody sees how much it is: it is counted when the questions are closed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from kit.text import several
from kit.todo import TodoItem, count_of, first_of
from privacy.models import Questionnaire

SOON = timedelta(days=7)


def todo_counts(on: date) -> dict[str, Any]:
    """Return the annotations of a programme that `questions_to_close` reads."""
    ending = Questionnaire.objects.open().filter(close_on__lte=on + SOON)
    return {
        "questionnaires_to_close": count_of(ending, "programme"),
        "questionnaires_close_on": first_of(ending, "programme", "close_on"),
    }


def questions_to_close(programme: Any) -> list[TodoItem]:
    """Say how many questionnaires are to be closed in a programme that was counted by `todo_counts`."""
    count = programme.questionnaires_to_close
    if not count:
        return []
    words = f"Close {several(count, 'set')} of questions about equality"
    url = reverse("privacy:equality-list", args=[programme.slug])
    return [TodoItem(words, url, "privacy.ask_about_equality", count=count, last_on=programme.questionnaires_close_on)]
