"""The e-mail of this room: what waits for somebody today."""

from datetime import date, datetime

from django.conf import settings

from desk.links import address_for
from desk.models import DailyList
from desk.todo import Waiting
from kit.days import end_of
from kit.text import one_line, plain_text
from outbox.models import About, Message, MessageQuerySet
from outbox.services import Email, queue_message


def send_daily_list(daily: DailyList, waiting: list[Waiting], *, on: date, at: datetime) -> Message:
    """Tell a member of staff what waits for them. By day and on its own day only, and to be left with one click."""
    link = address_for(daily)
    context = {
        "name": one_line(str(daily.user)),
        "on": on,
        "waiting": [(_sentence(each), f"{settings.SITE_URL}{each.item.url}") for each in waiting],
        "site": settings.SITE_URL,
        "link": link,
    }
    email = Email(
        to_address=daily.user.email,
        to_name=one_line(str(daily.user))[:200],
        subject=f"What waits for you: {len(waiting)} thing{'' if len(waiting) == 1 else 's'}",
        text=plain_text("desk/email/daily_list.txt", context),
        unsubscribe_url=link,
        daytime_only=True,
        # The link in it stops what its reader would like to have; only its hash stays with us.
        forgets_text=True,
    )
    about = About("daily_list", daily.pk, occasion=on.isoformat())
    return queue_message(about, email, kind="daily-list", at=at, expires_at=end_of(on))


def messages_of(daily: DailyList) -> MessageQuerySet:
    """Return all messages of one daily list."""
    return Message.objects.about("daily_list", daily.pk)


def _sentence(waiting: Waiting) -> str:
    """Return one line: what to do, how old it is, its last day, and in which programme."""
    told = [each for each in (waiting.age, waiting.last_day) if each]
    words = f"{waiting.item.words} ({', '.join(told)})" if told else waiting.item.words
    return one_line(f"{words}: {waiting.programme.title}" if waiting.programme else words, 400)
