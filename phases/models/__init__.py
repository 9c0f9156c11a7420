"""When and how a programme works: its stages, meetings and methods."""

from phases.models.meeting import CAME, Attendance, Meeting, NeedsMet, Presence
from phases.models.method import KeyGroup, Method, Reach
from phases.models.phase import ClosingExplanation, KeyTask, Level, Phase

__all__ = [
    "CAME",
    "Attendance",
    "ClosingExplanation",
    "KeyGroup",
    "KeyTask",
    "Level",
    "Meeting",
    "Method",
    "NeedsMet",
    "Phase",
    "Presence",
    "Reach",
]
