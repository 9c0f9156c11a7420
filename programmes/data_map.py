"""What is held of people by programmes: their team, and what is written on their pages."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import User
from kit.data_map import (
    LOOSE,
    Basis,
    Heading,
    Kept,
    Kind,
    OnAccess,
    Personal,
    Purpose,
    held,
    kept,
    letters,
    part,
)
from programmes.models import (
    Aim,
    Document,
    DocumentFile,
    Indicator,
    IndicatorReading,
    Place,
    Programme,
    PublicVersion,
    QuietException,
    QuietPeriod,
    Statement,
    TargetRevision,
    TeamMember,
    Withdrawal,
)

# The Codes that a programme's own record is kept by; which one binds depends on the nation and the body.
CODES = (
    "the Records Management Code of the nation: NHS England 2021 (updated 2023), Scotland’s for health and social care "
    "2024, Wales 2022; SCARRS for Scottish councils"
)
RECORD = Kept("the record of the programme is kept", None, CODES)
RUNNING = Purpose("run the programme, and say who is responsible for it", "staff", Basis.PUBLIC_TASK, RECORD)
# Nothing searches within a file: whoever answers a request looks into those that may name somebody.
IN_A_FILE = kept(
    Personal(Kind.VOICE, on_access=OnAccess.REDACT, whose=LOOSE),
    "is a file that was given to be read; a person looks whether somebody is named in it",
)
OFFICE = kept(
    Personal(Kind.STAFF, whose=LOOSE),
    "is how the body itself is reached, in public; when somebody leaves, the team writes down who took over",
)


def still_on(way: str, since: datetime) -> Q:
    """Return the condition that the programme to which `way` leads is not over, or was not at a moment."""
    return Q(**{f"{way}__completed_on": None}) | Q(**{f"{way}__completed_on__gte": localdate(since)})


def _hats_since(since: datetime) -> QuerySet[Any]:
    return TeamMember.objects.filter(Q(until_on=None) | Q(until_on__gte=localdate(since)))


part(User, "user", _hats_since)

held(
    Programme,
    Heading.WORK,
    RUNNING,
    programme="pk",
    nothing="id slug title question summary intention builds_on lead_body place_text period_text starts_on target_on "
    "completed_on how_to_be_involved what_happens_next impact_statement action_area_word action_area_words "
    "representative_word representative_words proposer_word proposer_words poster_word poster_words stocktake_word "
    "stocktake_words programme_word programme_words thread_colour demonstration_note published_at",
    staff="published_by",
    contact_name=OFFICE,
    contact_email=OFFICE,
    contact_telephone=OFFICE,
    contact_address=OFFICE,
)
held(
    Statement,
    Heading.WORK,
    RUNNING,
    nothing="id programme body lawful_basis kept shared_with outside_uk privacy_updated_on compliance failures burden "
    "out_of_scope improving tested tested_on answered_within prepared_on reviewed_on",
    reached=OFFICE,
    officer=OFFICE,
    officer_reached=OFFICE,
)
held(
    TeamMember,
    Heading.WORK,
    RUNNING,
    whose=["user"],
    nothing="id programme from_on until_on",
    user=kept(
        Personal(Kind.STAFF), "says who was on the team, and what they might do; the account loses its name and address"
    ),
    hat=kept(Personal(Kind.STAFF), "says what they might do"),
)
held(PublicVersion, nothing="programme number")
held(
    TargetRevision,
    Heading.WORK,
    RUNNING,
    nothing="id programme old_target_on new_target_on reason revised_at",
    staff="revised_by",
)
held(Withdrawal, Heading.WORK, RUNNING, nothing="id programme reason withdrawn_at", staff="withdrawn_by")
held(QuietPeriod, Heading.WORK, RUNNING, nothing="id programme name name_key from_on until_on set_at", staff="set_by")
held(
    QuietException,
    Heading.WORK,
    RUNNING,
    programme="period__programme",
    nothing="id period doing reason from_on until_on written_at",
    staff="written_by",
)
held(Document, nothing="id programme title kind format version_of summary words link issued_on")
held(
    DocumentFile,
    Heading.WORK,
    RUNNING,
    programme="document__programme",
    nothing="id title kind size sha256 document",
    content=IN_A_FILE,
)
held(Aim, nothing="id programme position text")
held(Place, nothing="id programme name name_key")
held(Indicator, nothing="id programme framework name name_key evidence explanation look_again_on")
held(IndicatorReading, programme="indicator__programme", nothing="id indicator read_on value_text source")
letters(TeamMember, "hat")
