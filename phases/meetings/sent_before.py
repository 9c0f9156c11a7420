"""Whether a form by which somebody comes to a meeting was sent before: a second press makes nobody come twice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kit.fingerprints import fingerprint_of
from kit.refusals import SubmittedDifferently
from phases.models import Attendance, Meeting


def sent_before(meeting: Meeting, key: UUID, words: Mapping[str, Any]) -> Attendance | None:
    """Return what came by the form of this key; refuse with SubmittedDifferently when it said something else.

    The words are compared with those that were sent, whatever has been changed of the attendance since.
    """
    sent = Attendance.objects.select_related("person").filter(key=key).first()
    if sent is not None and (sent.meeting_id != meeting.pk or sent.fingerprint != fingerprint_of(words)):
        raise SubmittedDifferently
    return sent
