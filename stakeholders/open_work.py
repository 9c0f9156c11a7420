"""What of this room belongs to one person of a team by name: the missing voices that they look for."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from programmes.models import Programme
from programmes.open_work import OpenWork, belongs_by_name
from stakeholders.models import MissingVoice
from stakeholders.services import hand_on_missing_voice


def _sought_by(programme: Programme, user: User, at: datetime) -> QuerySet[MissingVoice]:
    sought = MissingVoice.objects.filter(programme=programme, owner=user, status=MissingVoice.Status.SOUGHT)
    return sought.order_by("look_by_on", "pk")


belongs_by_name(
    OpenWork("missing voice", "missing voices", "stakeholders:missing-voice-list", _sought_by, hand_on_missing_voice)
)
