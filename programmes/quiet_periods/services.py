"""Setting quiet periods, and letting something go on in one."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from accounts.audit import before, record
from accounts.models import User
from kit.days import day
from kit.name_keys import key_of
from kit.refusals import InvalidTransition, Refused
from programmes.models import Doing, Programme, QuietException, QuietPeriod
from programmes.quiet_periods.openings import openings_within
from programmes.verbs import Verb


def set_quiet_period(
    programme: Programme, *, name: str, from_on: date, until_on: date, by: User, at: datetime
) -> QuietPeriod:
    """Have a programme do nothing new from a day until the first day after it.

    What the clock would open on these days opens after them, or not until somebody says when (`openings_within`).
    Refuses days in the wrong order, an end that is past, and the same period twice.
    """
    _refuse_days(from_on, until_on, at)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        _refuse_the_same(QuietPeriod.objects.filter(programme=programme), name, from_on)
        period = QuietPeriod.objects.create(
            programme=programme, name=name, from_on=from_on, until_on=until_on, set_at=at, set_by=by
        )
        record(Verb.QUIET_PERIOD_SET, period, by=by, at=at, programme_id=programme.pk, **_days(period))
        _hold_openings(period, by=by, at=at)
    return period


def change_quiet_period(
    period: QuietPeriod, *, name: str, from_on: date, until_on: date, by: User, at: datetime
) -> QuietPeriod:
    """Give a quiet period another name or other days. What it moved stays moved, and what opens on its new days moves.

    Refuses as `set_quiet_period`, and one that is over.
    """
    _refuse_days(from_on, until_on, at)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=period.programme_id)
        stored = _lasting(period, at)
        _refuse_the_same(QuietPeriod.objects.filter(programme=period.programme_id).exclude(pk=period.pk), name, from_on)
        was = before(stored, ["name", "from_on", "until_on"])
        stored.name, stored.from_on, stored.until_on = name, from_on, until_on
        stored.save(update_fields=["name", "name_key", "from_on", "until_on"])
        record(
            Verb.QUIET_PERIOD_CHANGED, stored, by=by, at=at, programme_id=stored.programme_id, was=was, **_days(stored)
        )
        _hold_openings(stored, by=by, at=at)
    return stored


def end_quiet_period(period: QuietPeriod, *, by: User, at: datetime) -> QuietPeriod:
    """End a quiet period: one that has begun today, so that yesterday was its last day; another is taken away whole.

    What is taken away is returned without a key. What it moved stays moved. Refuses one that is over.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=period.programme_id)
        stored = _lasting(period, at)
        record(Verb.QUIET_PERIOD_ENDED, stored, by=by, at=at, programme_id=stored.programme_id, **_days(stored))
        if stored.from_on >= today:
            stored.delete()
        else:
            stored.exceptions.filter(from_on__gte=today).delete()
            stored.exceptions.filter(until_on__gt=today).update(until_on=today)
            stored.until_on = today
            stored.save(update_fields=["until_on"])
    return stored


def let_go_on(
    period: QuietPeriod, *, doing: Doing, reason: str, last_on: date, by: User, at: datetime
) -> QuietException:
    """Let one kind of doing go on in a quiet period from today until the end of a day, and keep why.

    Refuses without a reason, a day that is past or after the period, a period that does not last today, and what goes
    on already.
    """
    today = timezone.localdate(at)
    if not reason.strip():
        raise Refused("Write why it cannot wait.", field="reason")
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=period.programme_id)
        stored = _lasting(period, at)
        if stored.from_on > today:
            raise InvalidTransition(f"“{stored.name}” has not begun: nothing waits because of it today.")
        if not today <= last_on < stored.until_on:
            raise Refused(
                f"Choose a day from today to {day(stored.last_on)}, the last of the quiet period.", field="last_on"
            )
        if stored.exceptions.filter(doing=doing, from_on__lte=today, until_on__gt=last_on).exists():
            raise Refused("This goes on already until then.", field="doing")
        exception = QuietException.objects.create(
            period=stored,
            doing=doing,
            reason=reason.strip(),
            from_on=today,
            until_on=last_on + timedelta(days=1),
            written_at=at,
            written_by=by,
        )
        record(Verb.LET_GO_ON, exception, by=by, at=at, programme_id=stored.programme_id, doing=doing)
    return exception


def _hold_openings(period: QuietPeriod, *, by: User, at: datetime) -> None:
    """Have what the clock would open in a quiet period open after it, as each row's entry says."""
    days = {"from_on": period.from_on, "until_on": period.until_on}
    for held in openings_within(period.programme, **days, at=at, period=period):
        was = before(held.row, [held.kind.opens, held.kind.ends])
        # One that somebody has moved meanwhile asked for itself whether that day is quiet.
        rows = held.kind.rows().filter(pk=held.row.pk, **{held.kind.opens: held.opens_at})
        if rows.update(**held.columns):
            record(Verb.OPENING_HELD, held.row, by=by, at=at, programme_id=period.programme_id, was=was)


def _lasting(period: QuietPeriod, at: datetime) -> QuietPeriod:
    """Return a period as it stands, unless it is over or was taken away."""
    stored = QuietPeriod.objects.filter(pk=period.pk, until_on__gt=timezone.localdate(at)).first()
    if stored is None:
        raise InvalidTransition("This quiet period is over, or was taken away.")
    return stored


def _refuse_days(from_on: date, until_on: date, at: datetime) -> None:
    if until_on <= from_on:
        raise Refused("The last day must not be before the first.", field="last_on")
    if until_on <= timezone.localdate(at):
        raise Refused("The last day is past: nothing would wait.", field="last_on")


def _refuse_the_same(periods: models.QuerySet[QuietPeriod], name: str, from_on: date) -> None:
    if periods.filter(name_key=key_of(name), from_on=from_on).exists():
        raise Refused("There is a quiet period of this name from this day on.", field="name")


def _days(period: QuietPeriod) -> dict[str, str]:
    return {"from_on": period.from_on.isoformat(), "until_on": period.until_on.isoformat()}
