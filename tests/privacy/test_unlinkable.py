"""Answers about equality lead to nobody: an attacker with the whole database is no better than a coin.

Two people answer one after the other; a coin decides which of them says "female" and which "male", and what others say
is unknown. The database is stolen between the two, the worst of moments; the backups are the last one before both, and
one after the close. The attacker knows who answered when, and reads everything that is stored: new rows and what they
say, which numbers have grown, and whatever waits that can be read at all. He guesses what the first of the two said.

The controls are the same attacker, where each answer leaves a row (the log's), and where what waits is not sealed and
is in the backups.
"""

import math
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from accounts.audit import record
from accounts.models import User
from kit.database_copy import copy_database, file_name, left_out
from privacy.equality import pool
from privacy.equality.pool import Pool
from privacy.equality.services.asking import close_questionnaire, count_paper, take_answers
from privacy.models import AskedQuestion, PendingAnswers, Questionnaire
from tests.phases.factories import AttendanceFactory
from tests.programmes.factories import QuietPeriodFactory

CODES = ("female", "male")
# 99.9 % of runs of a fair coin lie within so many standard deviations.
WITHIN = 3.29
Snapshot = dict[tuple[str, int], dict[str, Any]]
Answer = Callable[[str], None]


def tables() -> list[str]:
    """Every table that this room or the log writes, and where SQLite counts keys."""
    rooms = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in ("privacy", "accounts")]
    return [*rooms, "programmes_publicversion", *(["sqlite_sequence"] if connection.vendor == "sqlite" else [])]


def read(*, without: list[str]) -> Snapshot:
    """Every row of the database as it stands now, by its key, without the tables of `without`."""
    rows: Snapshot = {}
    with connection.cursor() as cursor:
        for table in sorted(set(tables()) - set(without)):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (names of our own tables)
            names = [column[0] for column in cursor.description]
            for place, row in enumerate(cursor.fetchall()):
                told = dict(zip(names, row, strict=True))
                rows[table, told.get("id", told.get("question_id", place))] = told
    return rows


def guess(before: Snapshot, stolen: Snapshot, after: Snapshot, coin: Random) -> str:
    """Say what the first of the two answered, by all that was written between the backup and the theft."""
    score: Counter[str] = Counter()
    for place, row in stolen.items():
        was = before.get(place, {})
        if row == was:
            continue
        for code in CODES:
            if code == row.get("code"):
                score[code] += row["people"] - was.get("people", 0)
            elif f'"{code}"' in dumps(row, cls=DjangoJSONEncoder, default=str).replace("\\", ""):
                score[code] += 100
        for code, count in zip(CODES, legible(row), strict=False):
            score[code] += count - dict(zip(CODES, legible(was), strict=False)).get(code, 0)
    if score["female"] == score["male"]:
        return coin.choice(CODES)
    return max(CODES, key=lambda code: score[code])


def legible(row: dict[str, Any]) -> list[int]:
    """What waits in a row, if it can be read: numbers that nobody sealed."""
    stored = bytes(row.get("sealed") or b"")
    numbers = [int.from_bytes(stored[at : at + 4]) for at in range(0, len(stored), 4)]
    return numbers[1:3] if numbers and max(numbers) < 1000 else [0, 0]


@contextmanager
def undone() -> Iterator[None]:
    """Do something, and have it not be there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def hits(runs: int, asked: Questionnaire, sex: AskedQuestion, answer: Answer, by: User, *, without: list[str]) -> int:
    """How often the attacker says rightly what the first of the two answered."""
    lots, right = Random(20261130), 0
    for _ in range(runs):
        said = lots.choice(CODES)
        with undone():
            others = {code: lots.randrange(20) for code in CODES} | {"prefer-not": 5}
            count_paper(sex, counts=others, by=by, at=asked.opened_at)
            before = read(without=without)
            answer(said)
            stolen = read(without=[])
            answer(CODES[said == "female"])
            for _ in range(2):
                answer(lots.choice(CODES))
            close_questionnaire(asked, by=by, at=asked.opened_at)
            after = read(without=without)
        right += guess(before, stolen, after, lots) == said
    return right


@pytest.fixture
def answer(asked, sex, at) -> Answer:
    return lambda code: take_answers(asked, answers={sex.pk: code}, by=None, at=at)


@pytest.mark.parametrize("runs", [100, pytest.param(2000, marks=pytest.mark.proof)])
def test_whoever_has_the_database_and_two_backups_guesses_no_better_than_a_coin(asked, sex, answer, lead, runs):
    right = hits(runs, asked, sex, answer, lead, without=left_out())
    assert abs(right - runs / 2) < WITHIN * math.sqrt(runs) / 2


def test_control_where_an_answer_leaves_a_row_it_is_linked(asked, sex, answer, lead, at):
    def with_a_row(code: str) -> None:
        answer(code)
        record("opened", asked, by=None, at=at, programme_id=asked.programme_id, said=code)

    assert hits(40, asked, sex, with_a_row, lead, without=left_out()) == 40


def test_control_where_what_waits_is_not_sealed_it_is_linked(asked, sex, answer, lead, monkeypatch):
    def unsealed(cls: type[Pool], stored: bytes | None, question: int, answers: int) -> Pool:
        due, *waiting = cls._packing(answers).unpack(stored) if stored else (20, *[0] * answers)
        return cls(waiting, due)

    monkeypatch.setattr(
        Pool, "sealed", lambda self, question: self._packing(len(self.waiting)).pack(self.due, *self.waiting)
    )
    monkeypatch.setattr(Pool, "unsealed", classmethod(unsealed))
    PendingAnswers.objects.all().delete()
    assert hits(40, asked, sex, answer, lead, without=[]) == 40


def test_who_of_two_said_what_changes_no_byte_that_is_stored_but_the_seals(asked, sex, answer, lead, monkeypatch):
    worlds = []
    for first, second in (CODES, reversed(CODES)):
        monkeypatch.setattr(pool, "LOTS", Random(5))
        with undone():
            for code in ["female"] * 7 + [first, second] + ["male"] * 40:
                answer(code)
            stored = read(without=[])
            seals = [len(row.pop("sealed")) for row in stored.values() if "sealed" in row]
            worlds.append((stored, seals))
    assert worlds[0] == worlds[1]


def test_an_answer_writes_where_nobody_is(asked, sex, at, django_assert_num_queries):
    """The lock, the questions with what waits, and what waits: whoever is registered has nothing to do with it."""
    AttendanceFactory(meeting__programme=asked.programme)
    with django_assert_num_queries(5):
        take_answers(asked, answers={sex.pk: "male"}, by=None, at=at)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_no_copy_of_the_database_has_a_byte_of_what_waits(asked, sex, answer, tmp_path: Path):
    answer("male")
    kept = bytes(sex.pending.sealed)
    QuietPeriodFactory(programme=asked.programme, name="A word that is in every copy")
    copy_database(tmp_path / file_name())
    copied = readable(tmp_path / file_name())
    assert left_out() == ["privacy_pendinganswers"]
    assert (b"A word that is in every copy" in copied, kept in copied, kept.hex().encode() in copied) == (
        True,
        False,
        False,
    )


def readable(copy: Path) -> bytes:
    """All that a copy holds: SQLite's file as it is; a dump of PostgreSQL, which is packed, as its SQL."""
    if connection.vendor == "sqlite":
        return copy.read_bytes()
    return subprocess.run(["pg_restore", "--file=-", str(copy)], check=True, capture_output=True).stdout
