"""When and how a programme works: its stages, meetings and methods."""

from phases.models.attendance import Attendance, AttendanceImport, NeedsMet
from phases.models.evaluation import Evaluation, Overall, TookPart
from phases.models.meeting import Meeting
from phases.models.method import KeyGroup, Method, Reach
from phases.models.phase import ClosingExplanation, KeyTask, Level, Phase
from phases.models.presence import PRESENT, Presence

__all__ = [
    "PRESENT",
    "Attendance",
    "AttendanceImport",
    "ClosingExplanation",
    "Evaluation",
    "KeyGroup",
    "KeyTask",
    "Level",
    "Meeting",
    "Method",
    "NeedsMet",
    "Overall",
    "Phase",
    "Presence",
    "Reach",
    "TookPart",
]
