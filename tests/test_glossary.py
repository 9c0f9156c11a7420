"""The glossary and the code say the same: every model has its row, and every row that is a row has its model."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.test_architecture import ROOMS

GLOSSARY = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text(encoding="utf-8")
# Words of the glossary that no table holds rows of, and what they are instead.
NO_MODEL = {
    "representative": "the person of a current appointment",
    "declaration": "two columns of an appointment",
    "second step": "django-allauth keeps them",
    "hat": "a choice of a team member",
    "coverage": "computed",
    "breakdown": "computed, and shown by the rule for small numbers",
    "place at a meeting": "counted from attendances",
    "revision": "a number of a meeting",
    "window": "two columns, read by the clock",
    "caption": "drawn from a poster",
    "withdrawn": "a state of a poster",
    "voice": "a choice of feedback",
    "publication preference": "a choice of feedback",
    "contributor": "computed: whoever is told of one thing that was said",
    "digest": "computed, and sent as a message",
    "news": "computed from the line",
    "standing": "computed from the history of an action area",
    "stop": "a moment of a reader",
    "step of a round": "a choice of a message",
}


def words_of(name: str) -> str:
    """Return the name of a model as people write it: `FollowUpRound` is "follow up round"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def firsts(part: str) -> list[str]:
    """Return the words in the first column of a part's table, in lower case without hyphens."""
    cells = re.findall(r"^\| ([^|]+) \|", part, flags=re.M)
    words = [word.strip().lower().replace("-", " ") for cell in cells for word in cell.split(", ")]
    return [word for word in words if word not in {"word", "---"}]


def rows() -> set[str]:
    """Return the words in the first column of every table of rows ("one row means"), in lower case without hyphens."""
    return {word for part in GLOSSARY.split("\n## ") if "one row means" in part for word in firsts(part)}


def models() -> set[str]:
    return {words_of(model.__name__) for model in apps.get_models() if model._meta.app_label in ROOMS}


def test_no_word_has_two_rows() -> None:
    every = [word for part in GLOSSARY.split("\n## ") for word in firsts(part)]
    assert sorted({word for word in every if every.count(word) > 1}) == []


def test_every_model_has_its_row() -> None:
    whole = GLOSSARY.lower().replace("-", " ")
    assert sorted(name for name in models() if f"| {name}" not in whole and f", {name}" not in whole) == []


def test_every_row_has_its_model_or_is_said_to_have_none() -> None:
    assert sorted(rows() - models() - set(NO_MODEL)) == []


def test_nothing_is_said_to_have_no_model_that_has_one() -> None:
    assert sorted(set(NO_MODEL) & models()) == []
    assert sorted(set(NO_MODEL) - rows()) == []
