"""The personal link by which somebody stops their daily list, and may undo it. It shows nothing of what waits.

It has no end but a new address: a message read years later can still be stopped. The same link stands in all messages
to one person.
"""

from accounts.models import User
from desk.models import DailyList
from kit.personal_links import PersonalLink

LINK = PersonalLink(
    "desk.links",
    cookie="daily",
    opens="desk:daily-list-open",
    leads_to="desk:daily-list-stop",
    rows=lambda at: DailyList.objects.select_related("user"),
    gone_template="desk/daily_list_gone.html",
    subject=lambda daily: str(daily.user_id),
    held_by=lambda person, address: DailyList.objects.filter(user__person=person),
)


def new_daily_list(user: User) -> DailyList:
    """Return a daily list, not saved, with a link of its own."""
    daily = DailyList(user=user)
    LINK.give(daily)
    return daily


def token_for(daily: DailyList) -> str:
    """Return the token of the link that stops a daily list."""
    return LINK.token_of(daily)


def address_for(daily: DailyList) -> str:
    """Return the whole address of the link, for a message and for its List-Unsubscribe."""
    return LINK.address_of(daily)
