"""Answers about equality lead to nobody: an attacker with the whole database is no better than a coin.

Two people answer one after the other; a coin decides which of them says "female" and which "male", and what others say
is unknown. The database is stolen between the two, the worst of moments; the backups are the last one before both, and
one after the close. The attacker knows who answered when, and reads everything that is stored: new rows and what they
say, which numbers have grown, whatever waits that can be read at all; where each table counts its keys; on PostgreSQL
also where on its page each row lies (ctid), by which transaction it was written (xmin), how large each table is, and
how many rows were written, changed and deleted in it, as the server counts them. He guesses what the first of the two
said, in two ways: by what he understands, and by what he learns from half of the runs, in which he is told the truth.

In 2,000 runs a coin is right 927 to 1,073 times (99.9 %). Somebody who is right in 55 of 100 would be seen in nearly
nine of ten proofs. He who learns is tested in the other half: 448 to 552 times of 1,000.

The controls are the same attackers, where each answer leaves a row (the log's), is added to the totals at once, or
leaves a row written anew as it was; and where what waits is not sealed and is in the backups.

Out of reach of this test, and said in docs/adr/0028-answers-about-equality-are-counts.md: whoever has the SECRET_KEY or
the memory of the running site too, sees requests as they come, or stays in the database from the first answer on. Old
versions of rows on PostgreSQL's pages, and the archive of its log, are the database at more moments than one: of
answers they hold seals, and totals after each folding, of ten or more together.
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
from django.db.models import F

from accounts.audit import record
from accounts.models import User
from kit.database_copy import copy_database, file_name, left_out
from privacy.equality import pool
from privacy.equality.pool import Pool
from privacy.equality.services.asking import close_questionnaire, count_paper, take_answers
from privacy.models import AnswerCount, AskedQuestion, PendingAnswers, Questionnaire
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


# What PostgreSQL tells beside the rows: where each lies, and by which of its transactions, counted from the first.
BESIDE = """, (ctid::text::point)[0] AS page, (ctid::text::point)[1] AS place,
    xmin::text::bigint - pg_current_xact_id()::text::bigint AS written_by"""
COUNTED = {
    "sequences": "SELECT sequencename AS id, coalesce(last_value, 0) AS last FROM pg_sequences",
    "sizes": "SELECT relname AS id, pg_relation_size(oid) AS bytes FROM pg_class "
    "WHERE relkind = 'r' AND relname = ANY(%s)",
    "statistics": "SELECT relname AS id, n_tup_ins, n_tup_upd, n_tup_del, seq_scan, idx_scan "
    "FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
}


def read(*, without: list[str]) -> Snapshot:
    """Every row of the database as it stands now, by its key, without the tables of `without`; and what counts them."""
    on_postgresql = connection.vendor == "postgresql"
    stored = sorted(set(tables()) - set(without))
    beside = BESIDE if on_postgresql else ""
    asked = {table: f"SELECT *{beside} FROM {table}" for table in stored}  # noqa: S608 (names of our own tables)
    rows: Snapshot = {}
    with connection.cursor() as cursor:
        for table, statement in (asked | (COUNTED if on_postgresql else {})).items():
            cursor.execute(statement, [stored] if "%s" in statement else None)
            names = [column[0] for column in cursor.description]
            for number, row in enumerate(cursor.fetchall()):
                told = dict(zip(names, row, strict=True))
                rows[table, told.get("id", told.get("question_id", number))] = told
    return rows


Run = tuple[str, Snapshot, Snapshot, Snapshot]


def clues(run: Run) -> dict[str, Any]:
    """Say what can be compared from one run to the next: what each table has more of, and by how much numbers grew."""
    _, before, stolen, after = run
    told: dict[str, Any] = {}
    for name, early, late in (("first", before, stolen), ("second", stolen, after)):
        new: Counter[str] = Counter()
        for (table, key), row in late.items():
            was = early.get((table, key), {})
            new[f"{table} {name}"] += not was
            for column, value in row.items():
                if value == was.get(column):
                    continue
                if isinstance(value, int | float) and isinstance(was.get(column), int | float):
                    told[f"{table} {key} {column} {name}"] = value - was[column]
                new.update(f"{table} {column} {code} {name}" for code in CODES if f'"{code}"' in str(value))
            # By how much more there is of each answer, waiting or counted, wherever that stands.
            for code, count, had in zip(CODES, legible(row), legible(was), strict=False):
                new[f"{code} {name}"] += count - had
            if row.get("code") in CODES:
                new[f"{row['code']} {name}"] += row["people"] - was.get("people", 0)
        told |= new
    return told


def learnt(runs: list[Run], coin: Random) -> int:
    """Let him learn from one half of the runs which clues go with which answer; count his hits in the other."""
    half = len(runs) // 2
    seen: dict[tuple[str, Any], Counter[str]] = {}
    for run in runs[:half]:
        for clue in clues(run).items():
            seen.setdefault(clue, Counter())[run[0]] += 1
    told = Counter(run[0] for run in runs[:half])

    def odds(clue: tuple[str, Any]) -> float:
        female, male = ((seen.get(clue, Counter())[code] + 1) / (told[code] + 2) for code in CODES)
        return math.log(female / male)

    right = 0
    for run in runs[half:]:
        # He goes by what told most.
        best = max(map(odds, clues(run).items()), key=abs, default=0.0)
        said = CODES[best < 0] if abs(best) > 1e-9 else coin.choice(CODES)
        right += said == run[0]
    return right


def guess(before: Snapshot, stolen: Snapshot, coin: Random) -> str:
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


def ran(
    runs: int, asked: Questionnaire, sex: AskedQuestion, answer: Answer, by: User, *, without: list[str]
) -> list[Run]:
    """Have it happen so often; return what the first said each time, and what was stored before, between and after."""
    lots, seen = Random(20261130), []
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
            seen.append((said, before, stolen, read(without=without)))
    return seen


def hits(runs: list[Run]) -> tuple[int, int]:
    """How often the attacker says rightly what the first answered: by what he understands, and by what he learns."""
    coin = Random(7)
    understood = sum(guess(before, stolen, coin) == said for said, before, stolen, _ in runs)
    return understood, learnt(runs, coin)


def is_chance(right: int, runs: int) -> bool:
    """Whether a fair coin could have been right so often."""
    return abs(right - runs / 2) < WITHIN * math.sqrt(runs) / 2


@pytest.fixture
def answer(asked, sex, at) -> Answer:
    return lambda code: take_answers(asked, answers={sex.pk: code}, by=None, at=at)


@pytest.mark.parametrize("runs", [100, pytest.param(2000, marks=pytest.mark.proof)])
def test_whoever_has_the_database_and_two_backups_guesses_no_better_than_a_coin(asked, sex, answer, lead, runs):
    understood, learnt_so = hits(ran(runs, asked, sex, answer, lead, without=left_out()))
    assert (is_chance(understood, runs), is_chance(learnt_so, runs // 2)) == (True, True), (understood, learnt_so)


def test_control_where_an_answer_leaves_a_row_it_is_linked(asked, sex, answer, lead, at):
    def with_a_row(code: str) -> None:
        answer(code)
        record("opened", asked, by=None, at=at, programme_id=asked.programme_id, said=code)

    assert hits(ran(40, asked, sex, with_a_row, lead, without=left_out())) == (40, 20)


def test_control_where_an_answer_is_added_to_the_totals_at_once_it_is_linked(asked, sex, lead):
    def counted(code: str) -> None:
        AnswerCount.objects.filter(question=sex, code=code).update(people=F("people") + 1)

    assert hits(ran(40, asked, sex, counted, lead, without=left_out())) == (40, 20)


@pytest.mark.postgres
def test_control_where_only_one_answer_leaves_a_trace_that_is_no_word_he_learns_it(asked, sex, answer, lead):
    def traced(code: str) -> None:
        answer(code)
        if code == "male":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE privacy_questionnaire SET occasion = occasion")

    runs = ran(80, asked, sex, traced, lead, without=left_out())
    right = learnt(runs, Random(7))
    # More often than a coin in 99.9 % of its runs.
    assert not is_chance(right, len(runs) // 2)


def test_control_where_what_waits_is_not_sealed_it_is_linked(asked, sex, answer, lead, monkeypatch):
    def unsealed(cls: type[Pool], stored: bytes | None, question: int, answers: int) -> Pool:
        due, *waiting = cls._packing(answers).unpack(stored) if stored else (20, *[0] * answers)
        return cls(waiting, due)

    monkeypatch.setattr(
        Pool, "sealed", lambda self, question: self._packing(len(self.waiting)).pack(self.due, *self.waiting)
    )
    monkeypatch.setattr(Pool, "unsealed", classmethod(unsealed))
    PendingAnswers.objects.all().delete()
    assert hits(ran(40, asked, sex, answer, lead, without=[])) == (40, 20)


def test_who_of_two_said_what_changes_no_byte_that_is_stored_but_the_seals(asked, sex, answer, lead, monkeypatch):
    worlds = []
    for first, second in (CODES, reversed(CODES)):
        monkeypatch.setattr(pool, "LOTS", Random(5))
        with undone():
            for code in ["female"] * 7 + [first, second] + ["male"] * 40:
                answer(code)
            stored = {place: row for place, row in read(without=[]).items() if place[0] not in COUNTED}
            # Where rows lie, and how transactions are numbered, follows in the second world from there being a first.
            for row in stored.values():
                for name in ("page", "place", "written_by"):
                    row.pop(name, None)
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
