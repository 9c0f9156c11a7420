"""What is held of the people the programme deals with, of who speaks for whom, and of who was asked."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kit.data_map import (
    ABOUT,
    ADDRESS,
    AGREED,
    CONTACT,
    LINK_HASH,
    LINK_NONCE,
    LOOSE,
    NAME,
    NEED,
    NO_NAME,
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
    of,
)
from programmes.data_map import CODES, RECORD
from stakeholders.models import (
    Appointment,
    CoverageThresholds,
    Invitation,
    MissingVoice,
    Organisation,
    OrganisationImport,
    Partnership,
    Person,
    StakeholderGroup,
)

OUR_OWN = "our own schedule"


def _settled_before(before: datetime) -> QuerySet[Any]:
    over = Q(settled_at__lt=before) | Q(settled_at=None, expires_at__lt=before)
    return Invitation.objects.filter(over)


def _sheets_before(before: datetime) -> QuerySet[Any]:
    return OrganisationImport.objects.filter(imported_at=None, uploaded_at__lt=before)


def _ended_before(before: datetime) -> QuerySet[Any]:
    return Appointment.objects.filter(ended_at__lt=before)


DEALING = Purpose(
    "deal with the people of the programme in the way that each can be reached",
    "the people the programme deals with",
    Basis.PUBLIC_TASK,
    Kept("the last programme in which they have a part is over and nothing else holds them", 730, CODES),
)
SPEAKING = Purpose(
    "know who speaks for whom, and that they may",
    "those who speak for an organisation, and its contacts",
    Basis.PUBLIC_TASK,
    RECORD,
)
INVITING = Purpose(
    "ask an organisation to say who speaks for it",
    "those who were asked to speak for an organisation",
    Basis.PUBLIC_TASK,
    Kept("the invitation was answered, withdrawn or ran out", 365, OUR_OWN, _settled_before),
)
IMPORTING = Purpose(
    "take a list of organisations in, after somebody has looked at it",
    "the contacts on a list of organisations",
    Basis.PUBLIC_TASK,
    Kept("a list was sent in and not taken in", 14, OUR_OWN, _sheets_before),
)
SHEET = Personal(Kind.CONTACT, finds=Finds.ANY, whose=LOOSE)

held(
    Person,
    Heading.WHO,
    DEALING,
    whose=[""],
    programme=None,
    nothing="id contact_by user",
    name=Personal(Kind.CONTACT, finds=Finds.NAME, blank=NO_NAME),
    email=ADDRESS,
    telephone=TELEPHONE,
    postal_address=CONTACT,
    communication_needs=NEED,
    access_needs=NEED,
)
held(
    Appointment,
    Heading.PART,
    SPEAKING,
    whose=["person"],
    programme="partnership__programme",
    nothing="id started_at channel ended_at ending",
    staff="appointed_by ended_by",
    person=PART,
    partnership=PART,
    declared_can_decide_at=AGREED,
    declared_can_engage_at=AGREED,
    said_by=Personal(
        Kind.CONTACT,
        whose=LOOSE,
        finds=Finds.NAME,
        until=Kept("the appointment ended", 730, OUR_OWN, _ended_before),
    ),
    contact_shared_at=AGREED,
    end_reason=ABOUT,
)
held(
    Invitation,
    Heading.PART,
    INVITING,
    whose=["appointment__person"],
    programme="partnership__programme",
    nothing="id partnership status invited_at passed_on_from last_sent_at expires_at opened_at settled_at appointment",
    staff="invited_by",
    name=Personal(Kind.CONTACT, finds=Finds.NAME, blank=NO_NAME),
    email=ADDRESS,
    decline_reason=WORDS,
    typed=Personal(Kind.VOICE, finds=Finds.ANY, blank=dict),
    link_nonce=LINK_NONCE,
    token_hash=LINK_HASH,
)
held(
    Partnership,
    Heading.PART,
    SPEAKING,
    nothing="id programme organisation role part uniquely_placed identified_by from_on until_on merged_into groups",
    contact_name=of(NAME, LOOSE),
    contact_email=of(ADDRESS, LOOSE),
    contact_telephone=of(TELEPHONE, LOOSE),
)
held(
    OrganisationImport,
    Heading.PART,
    IMPORTING,
    row=OnErasure.DELETE,
    nothing="id reading headings columns uploaded_at imported_at outcome programme",
    staff="uploaded_by imported_by",
    file_name=SHEET,
    content=SHEET,
    rows=SHEET,
)
held(
    MissingVoice,
    Heading.WORK,
    SPEAKING,
    nothing="id programme group who who_key why status look_by_on noticed_at settled_at outcome",
    staff="owner noticed_by settled_by",
)
held(
    Organisation,
    Heading.WORK,
    SPEAKING,
    programme=None,
    nothing="id name name_key about website merged_into merged_at",
    staff="merged_by",
)
held(StakeholderGroup, nothing="id programme name name_key characteristic why")
held(CoverageThresholds, nothing="id programme organisations people")
