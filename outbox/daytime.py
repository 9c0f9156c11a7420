"""The hours in which a reminder may reach somebody: 08:00 to 18:00 in London."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(8), time(18)


def is_daytime(at: datetime) -> bool:
    """Whether `at` (aware) falls within 08:00 <= time < 18:00 in London."""
    return OPENS <= at.astimezone(LONDON).time() < CLOSES


def next_daytime(at: datetime) -> datetime:
    """`at` itself if it is daytime, otherwise the next 08:00 in London."""
    if is_daytime(at):
        return at
    local = at.astimezone(LONDON)
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=LONDON)
