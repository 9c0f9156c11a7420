"""Deleting and emptying what has come to its time: each batch in one transaction, with its line in the log.

A worker that is killed leaves whole batches behind it, and the next run does the rest. Done twice over, nothing
changes: what is gone or empty is not due.
"""

from __future__ import annotations

import logging
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.audit import before, record
from accounts.models import User
from kit.refusals import InvalidTransition, Refused
from kit.standstill import nothing_can_be_stored
from privacy.locks import lock_holds
from privacy.models import RetentionFailure, RetentionPeriod, RetentionRun
from privacy.retention.due import Rule, Times, rules, times
from privacy.retention.emails import tell_before
from privacy.retention.forecast import foresee
from privacy.verbs import Verb
from programmes.models import Programme

logger = logging.getLogger(__name__)
BATCH = 100


def keep_no_longer(*, by: None = None, at: datetime) -> int:
    """Write to those of whom all goes in 30 days; delete and empty what is due; say what will be. Once for each day.

    Returns how many rows were deleted or emptied. What cannot be done is kept as a failure, and stops nothing else.
    """
    on = timezone.localdate(at)
    if RetentionRun.objects.filter(on=on).exists():
        return 0
    now, gone = times(at), 0
    for rule in rules().values():
        gone += _go_through(rule, now, by=by, at=at)
    with transaction.atomic():
        foresee(now, at=at)
        RetentionRun.objects.get_or_create(on=on, defaults={"finished_at": at})
    return gone


def _go_through(rule: Rule, now: Times, *, by: None, at: datetime) -> int:
    """Do all that is due by one rule, batch by batch; return how many rows went."""
    gone, failed = 0, defaultdict[int | None, list[str]](list)
    try:
        if rule.says_before:
            _tell_before(rule, now, at=at)
        for keys in _batches(rule, now, at):
            gone += _try(rule, keys, failed, by=by, at=at)
    except Exception as error:
        failed[None].append(_said(error, rule))
    _keep_failures(rule, failed, at=at)
    return gone


def _batches(rule: Rule, now: Times, at: datetime) -> Iterator[list[Any]]:
    """Yield the keys of the rows that are due, some at a time, each key once."""
    rows = now.due(rule, at).order_by("pk").values_list("pk", flat=True)
    keys = list(rows[:BATCH])
    while keys:
        yield keys
        keys = list(rows.filter(pk__gt=keys[-1])[:BATCH])


def _try(rule: Rule, keys: Sequence[Any], failed: dict[int | None, list[str]], *, by: None, at: datetime) -> int:
    """Do one batch; where that fails, each row by itself. Returns how many rows went; the others are in `failed`."""
    try:
        return forget_batch(rule, keys, by=by, at=at)
    except Exception as error:
        if nothing_can_be_stored(error):
            raise
        if len(keys) == 1:
            for programme in _by_programme(rule, keys):
                failed[programme].append(_said(error, rule))
            return 0
    return sum(_try(rule, [key], failed, by=by, at=at) for key in keys)


@transaction.atomic
def forget_batch(rule: Rule, keys: Sequence[Any], *, by: None, at: datetime) -> int:
    """Delete these rows, or empty what of them has come to its time; return how many there were.

    Each is held and looked at once more: whoever was touched meanwhile is left, and what a hold or another period has
    come to keep since the run began. Raises what the database refuses.
    """
    lock_holds(programme for programme in _by_programme(rule, keys) if programme)
    now = times(at)
    held = list(rule.table.model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    still = set(now.due(rule, at).filter(pk__in=[each.pk for each in held]).values_list("pk", flat=True))
    rows = [each for each in held if each.pk in still]
    counted = _by_programme(rule, still)
    of_them = rule.table.model._default_manager.filter(pk__in=still)
    if rule.kept.forget is not None:
        for row in rows:
            rule.kept.forget(row, at=at)
    elif rule.deletes:
        of_them.delete()
    else:
        _empty(rule, rows)
    for programme, number in counted.items():
        record(Verb.KEPT_NO_LONGER, rule.table.model, by=by, at=at, programme_id=programme, kept=rule.key, rows=number)
    return len(rows)


def _empty(rule: Rule, rows: Sequence[Any]) -> None:
    """Empty the columns that have come to their time; what must be another in each row, one by one."""
    personal = rule.table.fields
    each_its_own = any(callable(personal[name].blank) for name in rule.emptied)
    for keys in [[row.pk] for row in rows] if each_its_own else [[row.pk for row in rows]]:
        emptied = {name: personal[name].blanked() for name in rule.emptied}
        rule.table.model._default_manager.filter(pk__in=keys).update(**emptied)


def _by_programme(rule: Rule, keys: Sequence[Any] | set[Any]) -> dict[int | None, int]:
    """Return how many of some rows belong to each programme; those of none stand under None."""
    rows = rule.table.model._default_manager.filter(pk__in=keys)
    pairs: set[tuple[int, Any]] = set()
    for way in rule.ways:
        pairs.update(rows.exclude(**{way: None}).values_list(way, "pk"))
    counted: dict[int | None, int] = defaultdict(int)
    for programme, _ in pairs:
        counted[programme] += 1
    if of_none := set(keys) - {key for _, key in pairs}:
        counted[None] = len(of_none)
    return counted


def _tell_before(rule: Rule, now: Times, *, at: datetime) -> None:
    """Write to each of whom all goes in 30 days, once."""
    for row in now.to_be_told(rule, at).order_by("pk"):
        with transaction.atomic():
            tell_before(rule, row, at=at)
            for programme in _by_programme(rule, [row.pk]):
                record(Verb.WARNED_OF_END, row, by=None, at=at, programme_id=programme, kept=rule.key)


def _keep_failures(rule: Rule, failed: dict[int | None, list[str]], *, at: datetime) -> None:
    """Write down what failed by a rule, for each programme; what failed before and is done is struck out."""
    label = rule.table.many
    with transaction.atomic():
        RetentionFailure.objects.filter(key=rule.key).exclude(programme__in=[each for each in failed if each]).filter(
            **({} if None not in failed else {"programme__isnull": False})
        ).delete()
        for programme, sentences in failed.items():
            tried = {
                "table": label[:100], "rows": len(sentences), "sentence": sentences[0], "last_tried_at": at,
            }  # fmt: skip
            standing = RetentionFailure.objects.filter(programme=programme, key=rule.key)
            if not standing.update(**tried):
                RetentionFailure.objects.create(programme_id=programme, key=rule.key, since=at, **tried)


def _said(error: Exception, rule: Rule) -> str:
    """Say why something failed, and tell the log where; never what stood in the row."""
    if nothing_can_be_stored(error):
        raise error
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Kept no longer, %s: %s\n%s", rule.key, type(error).__name__, where)
    if isinstance(error, ProtectedError):
        return "Something that stays still refers to it."
    if isinstance(error, IntegrityError):
        return "The database refused it: something else in the row must be put right first."
    if isinstance(error, DatabaseError):
        return "The database could not do it."
    return "The program failed at it. The log of the worker says where."


def set_period(programme: Programme, *, key: str, days: int, reason: str, by: User, at: datetime) -> RetentionPeriod:
    """Have a programme keep one kind of thing for another time than the usual one, and count anew what goes when.

    Refuses without a reason, the usual time itself, and what no programme may keep otherwise.
    """
    rule = rules().get(key)
    if rule is None or not rule.may_differ:
        raise Refused("How long this is kept is the same everywhere.")
    if not reason.strip():
        raise Refused("Write why it is kept for this time.", field="reason")
    if days == rule.kept.days:
        raise Refused("That is the usual time. Go back to it instead.", field="days")
    set_so = {"days": days, "reason": reason}
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        earlier = RetentionPeriod.objects.filter(programme=programme, key=key).first()
        was = before(earlier, set_so) if earlier else {"days": rule.kept.days}
        period, _ = RetentionPeriod.objects.update_or_create(
            programme=programme, key=key, defaults=set_so | {"set_at": at, "set_by": by}
        )
        record(Verb.PERIOD_SET, period, by=by, at=at, programme_id=programme.pk, was=was, kept=key, days=days)
        foresee(times(at), at=at, only=key)
    return period


def end_period(period: RetentionPeriod, *, by: User, at: datetime) -> None:
    """Have a programme keep something for the usual time again. Refuses (InvalidTransition) where it does already."""
    with transaction.atomic():
        if not RetentionPeriod.objects.filter(pk=period.pk).delete()[0]:
            raise InvalidTransition("It is kept for the usual time already.")
        record(Verb.PERIOD_ENDED, period, by=by, at=at, programme_id=period.programme_id, kept=period.key)
        foresee(times(at), at=at, only=period.key)
