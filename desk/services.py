"""The daily list by e-mail: who wants it, and its sending, once a working day and only where something waits."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from desk import emails
from desk.links import new_daily_list
from desk.models import DailyList
from desk.todo import waiting_for
from desk.verbs import Verb
from outbox.services import cancel_messages

SATURDAY = 5


def choose_daily_list(user: User, *, is_wanted: bool, by: User, at: datetime) -> None:
    """Let a member of staff have what waits for them by e-mail each working day, or no more. Twice is once."""
    with transaction.atomic():
        if is_wanted:
            DailyList.objects.bulk_create([new_daily_list(user)], ignore_conflicts=True)
        if (daily := DailyList.objects.filter(user=user).first()) is not None:
            switch_daily_list(daily, is_wanted=is_wanted, by=by, at=at)


def switch_daily_list(daily: DailyList, *, is_wanted: bool, by: User | None, at: datetime) -> DailyList:
    """Send somebody their daily list from now on, or no more: then what is queued does not go. Twice is once."""
    with transaction.atomic():
        # One that is being queued at this moment holds the row: it comes first, and is cancelled, or not at all.
        switched = DailyList.objects.filter(pk=daily.pk).exclude(is_wanted=is_wanted).update(is_wanted=is_wanted)
        daily.is_wanted = is_wanted
        if not is_wanted:
            cancel_messages(emails.messages_of(daily), reason="They stopped their daily list.", at=at)
        if switched:
            record(Verb.DAILY_LIST_WANTED if is_wanted else Verb.DAILY_LIST_STOPPED, daily, by=by, at=at)
    return daily


def send_daily_lists(*, by: User | None = None, at: datetime) -> int:
    """Queue what waits to everybody who wants it and for whom something does; return how many messages there are.

    Once a working day for each, Monday to Friday: whoever has nothing that waits is not asked again that day.
    """
    on = timezone.localdate(at)
    if on.weekday() >= SATURDAY:
        return 0
    sent = 0
    for daily in DailyList.objects.due(on).select_related("user").order_by("pk"):
        with transaction.atomic():
            # Of two clocks one looks, and whoever stops it at this moment waits. Held, and not found by the update
            # itself: `due` asks for the account too, and PostgreSQL does not ask such a row again after waiting for it.
            if not DailyList.objects.due(on).select_for_update(of=("self",)).filter(pk=daily.pk).exists():
                continue
            DailyList.objects.filter(pk=daily.pk).update(looked_on=on)
            if waiting := waiting_for(daily.user, at):
                emails.send_daily_list(daily, waiting, on=on, at=at)
                sent += 1
    return sent
