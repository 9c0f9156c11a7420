"""What is held of people by phases and meetings: who came, what they need, and how it was for them."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.data_map import (
    ABOUT,
    FORM_KEY,
    LINK_HASH,
    LINK_NONCE,
    LOOSE,
    NEED,
    PART,
    TELEPHONE,
    WORDS,
    Basis,
    Finds,
    Heading,
    Kept,
    Kind,
    OnErasure,
    Personal,
    Purpose,
    held,
    kept,
    letters,
    part,
)
from kit.sheet_import.services import forget_import
from phases.meetings.models import Presence
from phases.models import (
    Arrangement,
    Attendance,
    AttendanceImport,
    ClosingExplanation,
    Evaluation,
    KeyGroup,
    KeyTask,
    Meeting,
    MeetingPaper,
    Method,
    Minutes,
    Phase,
    Reach,
)
from programmes.data_map import CODES, IN_A_FILE, RECORD
from stakeholders.models import Person

OUR_OWN = "our own schedule"


def _over(before: datetime) -> Q:
    return Q(meeting__ends_at__lt=before) | Q(meeting__ends_at=None, meeting__starts_at__lt=before)


def _meetings_over(before: datetime) -> QuerySet[Any]:
    return Attendance.objects.filter(_over(before))


def _series_over(before: datetime) -> QuerySet[Any]:
    """Return who comes to no later meeting of the same phase: the meetings of a phase are a series."""
    later = Attendance.objects.exclude(_over(before)).exclude(presence=Presence.APOLOGIES)
    later = later.filter(
        person=OuterRef("person"), meeting__cancelled_at=None, meeting__phase=OuterRef("meeting__phase")
    )
    return _meetings_over(before).exclude(Exists(later))


def _arranged(before: datetime) -> QuerySet[Any]:
    return Arrangement.objects.filter(attendance__in=_series_over(before))


def _coming_since(since: datetime) -> QuerySet[Any]:
    return Attendance.objects.exclude(_over(since))


part(Person, "person", _coming_since)


def _evaluated(before: datetime) -> QuerySet[Any]:
    return Evaluation.objects.filter(said_at__lt=before)


def _sheets_before(before: datetime) -> QuerySet[Any]:
    return AttendanceImport.objects.filter(imported_at=None, uploaded_at__lt=before)


COMING = Purpose(
    "let people come to a meeting, tell them what changes, and know who was there",
    "those who come to meetings",
    Basis.PUBLIC_TASK,
    Kept("the meeting", 730, CODES, _meetings_over, "attendance"),
)
NEEDS = Kept("the last meeting of the phase to which they come", 28, OUR_OWN, _series_over, "attendance-needs")
HELPING = Purpose(
    "arrange what people need to take part (article 9(2)(g) where it tells of health)",
    "those who need something to take part in a meeting",
    Basis.PUBLIC_TASK,
    Kept("the last meeting of the phase to which they come", 28, OUR_OWN, _arranged, "support"),
)
HOW_IT_WAS = Purpose(
    "learn how a meeting was for those who came",
    "those who came to a meeting, without their names",
    Basis.PUBLIC_TASK,
    Kept("it was said", 365, CODES, _evaluated, "evaluations"),
)
IMPORTING = Purpose(
    "take a list of who came in, after somebody has looked at it",
    "those on a list of a meeting",
    Basis.PUBLIC_TASK,
    Kept("a list was sent in and not taken in", 14, OUR_OWN, _sheets_before, "attendance-sheets", forget_import),
)
RUNNING = Purpose("run the phases and meetings of the programme", "staff", Basis.PUBLIC_TASK, RECORD)
SHEET = Personal(Kind.CONTACT, finds=Finds.ANY, whose=LOOSE)
# Said by somebody whom no path leads to, and who may be named in it all the same.
SAID_BY_NOBODY = kept(WORDS, "nobody is linked to it: it can be found by the words alone", whose=LOOSE)

held(
    Attendance,
    Heading.MEETINGS,
    COMING,
    whose=["person"],
    programme="meeting__programme",
    nothing="id meeting partnership registered_at checked_in_at before_check_in informed_revision",
    staff="entered_by checked_in_by",
    person=PART,
    presence=PART,
    key=FORM_KEY,
    fingerprint=Personal(
        Kind.TECHNICAL, on_access=FORM_KEY.on_access, because="says nothing of anybody without the form it was made of"
    ),
    comes_from=ABOUT,
    telephone=TELEPHONE,
    access_needs=Personal(Kind.NEED, until=NEEDS),
    communication_needs=Personal(Kind.NEED, until=NEEDS),
    needs_met=Personal(Kind.NEED, until=NEEDS),
    needs_note=Personal(Kind.NEED, until=NEEDS),
    token_hash=LINK_HASH,
    link_nonce=LINK_NONCE,
)
held(
    Arrangement,
    Heading.MEETINGS,
    HELPING,
    whose=["attendance__person"],
    programme="attendance__meeting__programme",
    row=OnErasure.DELETE,
    nothing="id attendance arrange_by_on status noted_at",
    staff="owner",
    kind=NEED,
    language=NEED,
    particulars=NEED,
)
held(
    Evaluation,
    Heading.MEETINGS,
    HOW_IT_WAS,
    programme="meeting__programme",
    row=OnErasure.DELETE,
    nothing="id meeting key overall took_part said_at",
    staff="entered_by",
    in_the_way=SAID_BY_NOBODY,
    worked=SAID_BY_NOBODY,
    change=SAID_BY_NOBODY,
    other=SAID_BY_NOBODY,
)
held(
    AttendanceImport,
    Heading.MEETINGS,
    IMPORTING,
    programme="meeting__programme",
    row=OnErasure.DELETE,
    nothing="id reading headings columns uploaded_at imported_at outcome meeting",
    staff="uploaded_by imported_by",
    file_name=SHEET,
    content=SHEET,
    rows=SHEET,
)
held(
    Meeting,
    Heading.WORK,
    RUNNING,
    nothing="id programme phase title title_key purpose starts_at ends_at venue is_online capacity agenda "
    "registration_opens_at registration_closes_at joining_details attendance_text summary feedback_summary lessons "
    "evaluation_closes_at revision calendar_revision cancelled_at",
    staff="cancelled_by",
)
held(
    Minutes,
    Heading.WORK,
    RUNNING,
    programme="meeting__programme",
    nothing="id meeting decided published_at",
    staff="published_by",
)
held(
    MeetingPaper,
    Heading.WORK,
    RUNNING,
    programme="minutes__meeting__programme",
    nothing="id title kind size sha256 minutes added_at",
    staff="added_by",
    content=IN_A_FILE,
)
held(
    Reach,
    Heading.WORK,
    RUNNING,
    programme="phase__programme",
    nothing="id phase group partnership method how people reached_on entered_at",
    staff="entered_by",
)
held(
    Phase,
    Heading.WORK,
    RUNNING,
    nothing="id programme position name purpose level planned_start_on planned_end_on starts_at ends_at window_text "
    "closing_summary closed_at reopened_at",
    staff="closed_by",
)
held(
    Method,
    programme="phase__programme",
    nothing="id phase name name_key framing_question for_whom delivered_by dates_text reached_text access_provision "
    "what_worked",
)
held(ClosingExplanation, programme="phase__programme", nothing="id phase group voice text")
held(KeyTask, programme="phase__programme", nothing="id phase position title outcome")
held(KeyGroup, programme="phase__programme", nothing="id phase name name_key members")
letters(Attendance, "place", "place_and_others")
