"""A meeting, who comes to it, and how they say it was."""

from phases.meetings.models.attendance import Attendance, AttendanceImport, NeedsMet
from phases.meetings.models.evaluation import Evaluation, Overall, TookPart
from phases.meetings.models.meeting import Meeting
from phases.meetings.models.minutes import MeetingPaper, Minutes
from phases.meetings.models.presence import PRESENT, Presence

__all__ = [
    "PRESENT",
    "Attendance",
    "AttendanceImport",
    "Evaluation",
    "Meeting",
    "MeetingPaper",
    "Minutes",
    "NeedsMet",
    "Overall",
    "Presence",
    "TookPart",
]
