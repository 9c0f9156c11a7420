"""What of this room belongs to one person of a team by name: what they see to so that somebody can take part."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from phases.meetings.support.services import hand_on_arrangement
from phases.models import Arrangement
from programmes.models import Programme
from programmes.open_work import OpenWork, belongs_by_name


def _seen_to_by(programme: Programme, user: User, at: datetime) -> QuerySet[Arrangement]:
    theirs = Arrangement.objects.filter(attendance__meeting__programme=programme, owner=user)
    return theirs.open(at).order_by("arrange_by_on", "pk")


belongs_by_name(
    OpenWork("thing to arrange", "things to arrange", "phases:meeting-list", _seen_to_by, hand_on_arrangement)
)
