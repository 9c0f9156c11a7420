"""What is held of the people the programme deals with, of who speaks for whom, and of who was asked."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from accounts.models import LogEntry, User
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
    letters,
    of,
    part,
    without_part,
)
from kit.pressed import CLOCK
from kit.sheet_import.services import forget_import
from programmes.data_map import CODES, RECORD, still_on
from programmes.models import Programme
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


def _people_before(before: datetime) -> QuerySet[Any]:
    return without_part(Person, before)


def _speaking_since(since: datetime) -> QuerySet[Any]:
    lasts = Q(partnership__until_on=None) | Q(partnership__until_on__gte=localdate(since))
    speaks = Q(ended_at=None) & lasts & still_on("partnership__programme", since)
    return Appointment.objects.filter(speaks | Q(ended_at__gte=since) | Q(started_at__gte=since))


def _signed_in_since(since: datetime) -> QuerySet[Any]:
    lasts = Q(user__hats__until_on=None, user__hats__isnull=False) | Q(user__hats__until_on__gte=localdate(since))
    return Person.objects.filter(Q(user__last_login__gte=since) | lasts)


def _written_since(since: datetime) -> QuerySet[Any]:
    """Return whom somebody wrote down since, or changed; a look at them, or their going, is nothing of the kind."""
    written = LogEntry.objects.filter(object_type=Person._meta.label_lower, at__gte=since)
    written = written.exclude(verb="looked").exclude(pressed_by=CLOCK)
    return Person.objects.annotate(key=Cast("pk", CharField())).filter(key__in=written.values("object_id"))


def _with_part_since(since: datetime) -> QuerySet[Any]:
    return Person.objects.exclude(pk__in=without_part(Person, since))


part(Person, "person", _speaking_since)
part(Person, "pk", _signed_in_since)
part(Person, "pk", _written_since)
part(User, "user", _with_part_since)


DEALING = Purpose(
    "deal with the people of the programme in the way that each can be reached",
    "the people the programme deals with",
    Basis.PUBLIC_TASK,
    Kept("the last part that somebody had in any programme", 730, CODES, _people_before, "people"),
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
    Kept("the invitation was answered, withdrawn or ran out", 365, OUR_OWN, _settled_before, "invitations"),
)
IMPORTING = Purpose(
    "take a list of organisations in, after somebody has looked at it",
    "the contacts on a list of organisations",
    Basis.PUBLIC_TASK,
    Kept("a list was sent in and not taken in", 14, OUR_OWN, _sheets_before, "organisation-sheets", forget_import),
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
        until=Kept("the appointment ended", 730, OUR_OWN, _ended_before, "appointment-sources"),
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
letters(Programme, "links")
letters(Appointment, "appointment")
letters(Invitation, "invitation", "invitation-expired", "invitation-withdrawn", "invitation-declined")
